import { createHash } from 'node:crypto';
import type { ServerHostKeyAlgorithm } from 'ssh2';
import { afterAll, describe, expect, it } from 'vitest';
import { scriptClock } from '../../../sandbox/clock.ts';
import { causeInVm } from '../../../sandbox/script/cause-in-vm.ts';
import { createFleet } from '../../../sandbox/vm/fleet.ts';
import { oneMachine, vmId } from './one-machine.ts';
import { asAzureuser, logIn, run } from './ssh-client.ts';

const fleets: ReturnType<typeof createFleet>[] = [];
afterAll(() => Promise.all(fleets.map((fleet) => fleet.close())));

function start(guest?: unknown) {
  const world = oneMachine(guest === undefined ? {} : { guest });
  const fleet = createFleet({ world, clock: scriptClock(Date.UTC(2026, 0, 1)) });
  fleets.push(fleet);
  const asRoot = async (script: string) => {
    const { stdout, stderr } = await fleet.runShellScript(vmId, script, AbortSignal.timeout(20_000));
    return stdout + stderr;
  };
  return { world, fleet, asRoot };
}

const algorithms = {
  rsa: ['rsa-sha2-512'],
  ecdsa: ['ecdsa-sha2-nistp256'],
  ed25519: ['ssh-ed25519'],
} as const satisfies Record<string, readonly ServerHostKeyAlgorithm[]>;

/** The fingerprint that the guest's sshd shows for a type of key; undefined where it offers none of that type. */
async function shown(
  fleet: ReturnType<typeof createFleet>,
  type: keyof typeof algorithms,
): Promise<string | undefined> {
  let key: Buffer | undefined;
  const hostVerifier = (presented: Buffer) => {
    key = presented;
    return true;
  };
  const serverHostKey = [...algorithms[type]];
  const client = await logIn(fleet, vmId, { ...asAzureuser, algorithms: { serverHostKey }, hostVerifier }).catch(
    () => undefined,
  );
  client?.destroy();
  return key && `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

const print = (type: string) => `ssh-keygen -lf /etc/ssh/ssh_host_${type}_key.pub | awk '{printf "%s", $2}'`;

describe('host keys', () => {
  it('are read from the disk when sshd starts, and not before', async () => {
    const { fleet, asRoot } = start();
    const before = await shown(fleet, 'ed25519');
    expect(await asRoot('rm -f /etc/ssh/ssh_host_*; ssh-keygen -A')).toBe(
      'ssh-keygen: generating new host keys: RSA ECDSA ED25519 \n',
    );
    expect(await shown(fleet, 'ed25519')).toBe(before);
    expect(await asRoot('systemctl restart ssh; ls -l /etc/ssh/*_key | cut -c1-10 | sort -u')).toBe('-rw-------\n');
    for (const type of ['rsa', 'ecdsa', 'ed25519'] as const) {
      expect(await shown(fleet, type)).toBe(await asRoot(print(type)));
    }
    expect(await shown(fleet, 'ed25519')).not.toBe(before);
    expect(fleet.hostKeys(vmId).length).toBe(3);
  });

  it('decide which types are offered', async () => {
    const { fleet, asRoot } = start();
    await asRoot('rm /etc/ssh/ssh_host_ed25519_key*; systemctl restart ssh');
    expect(await shown(fleet, 'ed25519')).toBeUndefined();
    expect(await shown(fleet, 'rsa')).toBe(await asRoot(print('rsa')));
    expect(await asRoot('sshd -T | grep ^hostkey')).toBe(
      ['rsa', 'ecdsa', 'ed25519'].map((type) => `hostkey /etc/ssh/ssh_host_${type}_key\n`).join(''),
    );
    await asRoot('chmod 644 /etc/ssh/ssh_host_rsa_key; systemctl restart ssh');
    expect(await shown(fleet, 'rsa')).toBeUndefined();
  });

  it('are of the types that the world names', async () => {
    const { fleet, asRoot } = start({ sshd: { hostKeyTypes: ['rsa'] } });
    expect(await asRoot('ls /etc/ssh/*.pub')).toBe('/etc/ssh/ssh_host_rsa_key.pub\n');
    expect(await shown(fleet, 'ecdsa')).toBeUndefined();
    expect(await shown(fleet, 'rsa')).toBe(await asRoot(print('rsa')));
  });

  it('stand where the configuration says', async () => {
    const { fleet, asRoot } = start();
    await asRoot(
      'ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/other -C other; echo "HostKey /etc/ssh/other" > /etc/ssh/sshd_config.d/k.conf; systemctl restart ssh',
    );
    expect(await asRoot('sshd -T | grep ^hostkey')).toBe('hostkey /etc/ssh/other\n');
    expect(await shown(fleet, 'ed25519')).toBe(
      await asRoot('ssh-keygen -lf /etc/ssh/other | awk \'{printf "%s", $2}\''),
    );
    expect(await shown(fleet, 'rsa')).toBeUndefined();
    expect(await asRoot('ssh-keygen -y -f /etc/ssh/other | diff - /etc/ssh/other.pub && echo same')).toBe('same\n');
  });

  it('are what sshd does not start without', async () => {
    const { fleet, asRoot } = start();
    expect(
      await asRoot(
        'rm /etc/ssh/ssh_host_*; systemctl restart ssh >/dev/null 2>&1; echo $?; systemctl is-active ssh; sshd -t; echo $?',
      ),
    ).toBe('1\nfailed\n1\nsshd: no hostkeys available -- exiting.\n');
    await expect(logIn(fleet, vmId)).rejects.toThrow('refused');
  });
});

describe('a machine that was off', () => {
  it('starts sshd with what is on its disk', async () => {
    const { world, fleet, asRoot } = start();
    await asRoot('rm /etc/ssh/ssh_host_*; ssh-keygen -A; systemctl stop ssh');
    await expect(logIn(fleet, vmId)).rejects.toThrow('refused');
    for (const power of ['stopped', 'running']) {
      const vm = world.get(vmId);
      if (vm === undefined) throw new Error('no machine');
      const instanceView = { statuses: [{ code: `PowerState/${power}` }] };
      world.put({ ...vm, properties: { ...vm.properties, instanceView } });
    }
    expect(await shown(fleet, 'ed25519')).toBe(await asRoot(print('ed25519')));
    expect(await asRoot('uptime -p; systemctl is-active ssh')).toBe('up 0 days, 0 hours, 0 minutes\nactive\n');
  });
});

describe('a configuration that sshd does not take', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    [
      'an unknown word',
      'Nonsense yes',
      '/etc/ssh/sshd_config.d/x.conf: line 1: Bad configuration option: nonsense\n/etc/ssh/sshd_config: terminating, 1 bad configuration options\n',
    ],
    [
      'neither yes nor no',
      '\nPasswordAuthentication maybe',
      '/etc/ssh/sshd_config.d/x.conf: line 2: unsupported option "maybe".\n',
    ],
    ['a port that is none', 'Port ssh', '/etc/ssh/sshd_config.d/x.conf: line 1: Badly formatted port number.\n'],
  ];
  it.each(rows)('%s', async (_name, line, message) => {
    const { asRoot } = start({ files: { '/etc/ssh/sshd_config.d/x.conf': `${line}\n` } });
    expect(await asRoot('sshd -t; echo $?')).toBe(`255\n${message}`);
    expect(
      await asRoot(
        'systemctl restart ssh 2>/dev/null; echo $?; systemctl is-active sshd; journalctl -u ssh -n 1 | cut -d: -f4-',
      ),
    ).toContain('1\nfailed\n');
  });

  it('leaves sshd running until it is to start again', async () => {
    const { fleet, asRoot } = start();
    await asRoot('echo "Nonsense yes" > /etc/ssh/sshd_config.d/x.conf');
    const client = await logIn(fleet, vmId);
    expect((await run(client, 'id -un')).stdout).toBe('azureuser\n');
    await asRoot('systemctl restart ssh');
    await expect(logIn(fleet, vmId)).rejects.toThrow('refused');
    client.destroy();
  });
});

describe('what a story does to a VM', () => {
  it('rotates host keys, stops and starts sshd, and makes the VM anew', async () => {
    const stage = start();
    const keys = () => stage.fleet.hostKeys(vmId).join();
    const before = keys();
    await causeInVm(stage, 'myvm', { kind: 'rotate-host-keys' });
    const rotated = keys();
    expect(rotated).not.toBe(before);
    await causeInVm(stage, 'myResourceGroup/myVM', { kind: 'stop-sshd' });
    await expect(logIn(stage.fleet, vmId)).rejects.toThrow('refused');
    await causeInVm(stage, 'myVM', { kind: 'start-sshd' });
    expect(await causeInVm(stage, 'myVM', { kind: 'run', line: 'echo a; echo b > /tmp/mine; ls /nosuch' })).toEqual([
      'a',
      "ls: cannot access '/nosuch': No such file or directory",
    ]);
    await causeInVm(stage, 'myVM', { kind: 're-create' });
    expect(await stage.asRoot('ls /tmp')).toBe('');
    expect([before, rotated]).not.toContain(keys());
    await expect(causeInVm(stage, 'ghost', { kind: 'stop-sshd' })).rejects.toThrow('there is no VM called ghost');
  });
});
