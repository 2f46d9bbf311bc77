import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import type { Client, ServerHostKeyAlgorithm } from 'ssh2';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { scriptClock } from '../../../sandbox/clock.ts';
import { derivedUserKey } from '../../../sandbox/keys/derive-key.ts';
import { createFleet } from '../../../sandbox/vm/fleet.ts';
import { oneMachine, vmId } from './one-machine.ts';
import { asAzureuser, logIn, run } from './ssh-client.ts';

const eve = derivedUserKey('eve');
const world = oneMachine({
  guest: {
    users: [
      { name: 'azureuser', keys: [derivedUserKey('azureuser').publicKeyLine], sudo: true },
      { name: 'eve', keys: [`from="*" ${eve.publicKeyLine}`], password: 'correct horse' },
      { name: 'daemonic', keys: [eve.publicKeyLine], shell: '/usr/sbin/nologin' },
    ],
    sshd: { passwordAuthentication: true, banner: 'OpenSSH_9.6p1 Test' },
  },
});
const fleet = createFleet({ world, clock: scriptClock(Date.UTC(2026, 0, 1)) });
const clients: Client[] = [];
const open = async (...args: Parameters<typeof logIn> extends [unknown, unknown, ...infer Rest] ? Rest : never) => {
  const client = await logIn(fleet, vmId, ...args);
  clients.push(client);
  return client;
};

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});
afterAll(() => fleet.close());

describe('a log-in', () => {
  it('is open to the keys that the guest has at that moment', async () => {
    await expect(open({ username: 'azureuser', privateKey: eve.privateKeyOpenSsh })).rejects.toMatchObject({
      level: 'client-authentication',
    });
    await fleet.runShellScript(
      vmId,
      `echo '${eve.publicKeyLine}' >> /home/azureuser/.ssh/authorized_keys`,
      AbortSignal.timeout(10_000),
    );
    expect(await run(await open({ username: 'azureuser', privateKey: eve.privateKeyOpenSsh }), 'whoami')).toMatchObject(
      { stdout: 'azureuser\n' },
    );
  });

  it('is shut to a file of keys that others may write to', async () => {
    await fleet.runShellScript(vmId, 'chmod 666 /home/eve/.ssh/authorized_keys', AbortSignal.timeout(10_000));
    await expect(open({ username: 'eve', privateKey: eve.privateKeyOpenSsh })).rejects.toMatchObject({
      level: 'client-authentication',
    });
    await fleet.runShellScript(vmId, 'chmod 600 /home/eve/.ssh/authorized_keys', AbortSignal.timeout(10_000));
    expect(await run(await open({ username: 'eve', privateKey: eve.privateKeyOpenSsh }), 'id -u')).toMatchObject({
      stdout: '1001\n',
    });
  });

  it('takes a password where sshd does', async () => {
    expect(await run(await open({ username: 'eve', password: 'correct horse' }), 'whoami')).toMatchObject({
      stdout: 'eve\n',
    });
    await expect(open({ username: 'eve', password: 'wrong' })).rejects.toMatchObject({
      level: 'client-authentication',
    });
    await expect(open({ username: 'azureuser', password: '' })).rejects.toMatchObject({
      level: 'client-authentication',
    });
  });

  it('is shut to strangers', async () => {
    await expect(open({ ...asAzureuser, username: 'nobody-here' })).rejects.toMatchObject({
      level: 'client-authentication',
    });
  });

  it('gets no shell where the account has none', async () => {
    const ran = await run(await open({ username: 'daemonic', privateKey: eve.privateKeyOpenSsh }), 'id');
    expect(ran).toMatchObject({ stdout: 'This account is currently not available.\n', code: 1 });
  });

  it('leaves its line in the log', async () => {
    await open({ username: 'eve', password: 'correct horse' });
    const { stdout } = await fleet.runShellScript(
      vmId,
      'journalctl -u ssh; cat /var/log/auth.log',
      AbortSignal.timeout(10_000),
    );
    expect(stdout.match(/Accepted password for eve from 203\.0\.113\.7 port \d+ ssh2/g)?.length).toBeGreaterThanOrEqual(
      2,
    );
  });
});

describe('a host key', () => {
  const rows: readonly (readonly [string, ServerHostKeyAlgorithm])[] = [
    ['ecdsa', 'ecdsa-sha2-nistp256'],
    ['ed25519', 'ssh-ed25519'],
    ['rsa', 'rsa-sha2-512'],
  ];
  it.each(rows)('of the type %s is the one that the guest prints', async (type, algorithm) => {
    let presented: Buffer = Buffer.alloc(0);
    const hostVerifier = (key: Buffer) => {
      presented = key;
      return true;
    };
    const client = await open({ ...asAzureuser, algorithms: { serverHostKey: [algorithm] }, hostVerifier });
    const fingerprint = `SHA256:${createHash('sha256').update(presented).digest('base64').replace(/=+$/, '')}`;
    const script = `ssh-keygen -lf /etc/ssh/ssh_host_${type}_key.pub | awk '{print $2}'`;
    expect((await run(client, script)).stdout).toBe(`${fingerprint}\n`);
    expect((await fleet.runShellScript(vmId, script, AbortSignal.timeout(10_000))).stdout).toBe(`${fingerprint}\n`);
    expect(fleet.hostKeys(vmId).map((line) => line.split(' ')[1])).toContain(presented.toString('base64'));
  });
});

describe('a command', () => {
  it('keeps both streams, the status and the bytes', async () => {
    const client = await open();
    expect(await run(client, 'echo out; echo err >&2; exit 7')).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      code: 7,
      signal: undefined,
    });
    expect((await run(client, 'echo grün | wc -c')).stdout.trim()).toBe('6');
    expect((await run(client, 'seq 1 60000')).stdout.length).toBeGreaterThan(300_000);
  });

  it('gets its input', async () => {
    const client = await open();
    expect((await run(client, 'cat > /tmp/in; wc -l < /tmp/in', 'a\nb\n')).stdout.trim()).toBe('2');
    expect((await run(client, 'sudo tee /root/in', 'secret')).stdout).toBe('secret');
    expect((await run(client, 'bash -s', 'echo from $((1+1)) lines\nid -un\n')).stdout).toBe(
      'from 2 lines\nazureuser\n',
    );
  });

  it('does not wait for input that it does not read', async () => {
    const client = await open();
    const stdout = await new Promise<string>((resolve, reject) => {
      client.exec('cat /etc/hostname; hostname | cat; head -n 1 /etc/hosts', (error, channel) => {
        if (error) return reject(error);
        let text = '';
        channel.on('data', (chunk: Buffer) => {
          text += chunk;
        });
        channel.on('close', () => resolve(text));
      });
    });
    expect(stdout).toBe('myVM\nmyVM\n127.0.0.1 localhost\n');
  });

  it('dies of a signal, and the disk stays as it was', async () => {
    const client = await open();
    const ended = await new Promise<unknown[]>((resolve, reject) => {
      client.exec('echo before > /tmp/mark; while true; do :; done', (error, channel) => {
        if (error) return reject(error);
        channel.on('exit', (...args: unknown[]) => resolve(args));
        channel.resume();
        const poll = async () => {
          const { stdout } = await fleet.runShellScript(vmId, 'cat /tmp/mark', AbortSignal.timeout(10_000));
          if (stdout === 'before\n') channel.signal('TERM');
          else await poll();
        };
        poll().catch(reject);
      });
    });
    expect(ended.slice(0, 2)).toEqual([null, 'SIGTERM']);
    expect((await run(client, 'cat /tmp/mark')).stdout).toBe('before\n');
  });

  const endings: readonly (readonly [string, number | null, string | undefined, string])[] = [
    ['exec sh -c "exit 3"; echo no', 3, undefined, ''],
    ['LC_ALL=C exec timeout -k 5s 60s /bin/sh -c \'printf "%s\\n" "$LC_ALL" \'"\'a b\'"', 0, undefined, 'C\na b\n'],
    ["timeout -k 5 30 sh -c 'echo \"$0 $1\"' x 'y z'", 0, undefined, 'x y z\n'],
    ['timeout 2 sleep infinity', 124, undefined, ''],
    ['timeout -s KILL 2 tail -f /etc/hostname', 137, undefined, ''],
    ['timeout --kill-after=5s 2 nosuch', 127, undefined, ''],
    ['/usr/bin/true', 0, undefined, ''],
    ['/usr/bin/nosuch', 127, undefined, ''],
    ['/etc/hostname', 126, undefined, ''],
    ["sh -c '/etc/hostname'", 126, undefined, ''],
    ['kill -KILL $$; echo no', null, 'SIGKILL', ''],
    ["sh -c 'kill $$; sleep 9'", null, 'SIGTERM', ''],
    ['trap \'echo "left with $?"\' EXIT; exit 5', 5, undefined, 'left with 5\n'],
  ];
  it.each(endings)('ends as it does in bash: %s', async (command, code, signal, stdout) => {
    expect(await run(await open(), command)).toMatchObject({ code, signal, stdout });
  });

  it.each(['TERM', 'KILL', 'INT', 'HUP'])('dies of %s and says so', async (name) => {
    const client = await open();
    const ended = await new Promise<unknown[]>((resolve, reject) => {
      client.exec('sleep infinity', (error, channel) => {
        if (error) return reject(error);
        channel.on('exit', (...args: unknown[]) => resolve(args));
        channel.resume();
        channel.signal(name);
      });
    });
    expect(ended.slice(0, 2)).toEqual([null, `SIG${name}`]);
  });

  it('takes the environment that sshd accepts', async () => {
    const client = await open();
    const output = await new Promise<string>((resolve, reject) => {
      client.exec('echo "$LC_TEST:$EVIL:$USER:$HOME"', { env: { LC_TEST: 'yes', EVIL: 'no' } }, (error, channel) => {
        if (error) return reject(error);
        channel.on('data', (chunk: Buffer) => resolve(String(chunk)));
      });
    });
    expect(output).toBe('yes::azureuser:/home/azureuser\n');
  });
});

describe('a shell', () => {
  const type = async (lines: string, terminal: boolean) => {
    const client = await open();
    return new Promise<{ text: string; code: number }>((resolve, reject) => {
      client.shell(terminal ? {} : false, (error, channel) => {
        if (error) return reject(error);
        let text = '';
        let code = -1;
        channel.on('data', (chunk: Buffer) => {
          text += chunk;
        });
        channel.on('exit', (status: number) => {
          code = status;
        });
        channel.on('close', () => resolve({ text, code }));
        channel.end(lines);
      });
    });
  };

  it('keeps variables and folder from line to line', async () => {
    expect(await type('cd /etc\nX=1\nexport Y=2\npwd; echo $X$Y\nexit 3\n', false)).toEqual({
      text: '/etc\n12\n',
      code: 3,
    });
  });

  it('shows a prompt and what is typed at a terminal', async () => {
    const { text, code } = await type('whoax\x7fmi\rcd /tmp\rfalse\rexit\r', true);
    expect(text).toContain('azureuser@myVM:~$ whoax\b \bmi\r\n');
    expect(text).toContain('azureuser\r\nazureuser@myVM:~$ azureuser@myVM:/tmp$ ');
    expect(text).toMatch(/logout\r\n$/);
    expect(code).toBe(1);
  });
});

describe('a connection', () => {
  it('is greeted with the configured banner before the client says a word', async () => {
    const [here, there] = duplexPair();
    expect(fleet.connect(vmId.toUpperCase(), 22, there)).toBe('accepted');
    const [chunk] = await once(here, 'data');
    expect(String(chunk)).toBe('SSH-2.0-OpenSSH_9.6p1 Test\r\n');
    here.destroy();
  });

  it('is refused on other ports, and where sshd is down', async () => {
    expect(fleet.connect(vmId, 2222, duplexPair()[1])).toBe('refused');
    await fleet.runShellScript(vmId, 'systemctl stop ssh', AbortSignal.timeout(10_000));
    expect(fleet.connect(vmId, 22, duplexPair()[1])).toBe('refused');
    await fleet.runShellScript(vmId, 'systemctl start ssh', AbortSignal.timeout(10_000));
    expect((await run(await open(), 'systemctl is-active ssh')).stdout).toBe('active\n');
  });

  it('ends with its machine', async () => {
    const client = await open();
    const vm = world.get(vmId);
    if (vm === undefined) throw new Error('no machine');
    const ended = once(client, 'end');
    world.put({
      ...vm,
      properties: { ...vm.properties, instanceView: { statuses: [{ code: 'PowerState/stopped' }] } },
    });
    await ended;
    world.put(vm);
    expect((await run(await open(), 'whoami')).stdout).toBe('azureuser\n');
  });
});

describe('a machine made anew under the same name', () => {
  it('has other keys and an empty disk', async () => {
    const before = fleet.hostKeys(vmId);
    await fleet.runShellScript(vmId, 'touch /tmp/mine', AbortSignal.timeout(10_000));
    const vm = world.get(vmId);
    if (vm === undefined) throw new Error('no machine');
    world.put({ ...vm, properties: { ...vm.properties, vmId: 'second' } });
    expect((await fleet.runShellScript(vmId, 'ls /tmp', AbortSignal.timeout(10_000))).stdout).not.toContain('mine');
    for (const key of fleet.hostKeys(vmId)) expect(before).not.toContain(key);
    world.put(vm);
    expect(fleet.hostKeys(vmId)).toEqual(before);
  });
});
