import { afterAll, describe, expect, it } from 'vitest';
import { realSandboxClock, scriptClock } from '../../../sandbox/clock.ts';
import { derivedKey, derivedUserKey } from '../../../sandbox/keys/derive-key.ts';
import { createFleet, type Fleet } from '../../../sandbox/vm/fleet.ts';
import { oneMachine, type Situation, vmId } from './one-machine.ts';

const startMs = Date.UTC(2026, 2, 1, 12, 30, 15);
const fleets: Fleet[] = [];
afterAll(() => Promise.all(fleets.map((fleet) => fleet.close())));

function fleetOf(situation: Situation = {}, clock = scriptClock(startMs)): Fleet {
  const fleet = createFleet({ world: oneMachine(situation), clock });
  fleets.push(fleet);
  return fleet;
}

const shared = fleetOf({
  guest: {
    users: [
      { name: 'azureuser', sudo: true, keys: [derivedUserKey('azureuser').publicKeyLine] },
      { name: 'eve', uid: 1500, password: 'secret' },
    ],
    files: {
      '/srv/app/version': '1.2.3\n',
      '/home/eve/diary': { content: 'dear diary\n', mode: '600', owner: 'eve' },
    },
    sshd: { ports: [22, 2222], passwordAuthentication: true },
  },
});
const run = (script: string, fleet = shared) => fleet.runShellScript(vmId, script, AbortSignal.timeout(20_000));

describe('a script', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['runs as root', 'id; pwd', 'uid=0(root) gid=0(root) groups=0(root)\n/var/lib/waagent/run-command\n'],
    [
      'knows its users',
      'id eve; id -Gn azureuser',
      'uid=1500(eve) gid=1500(eve) groups=1500(eve)\nazureuser adm sudo\n',
    ],
    ['knows its machine', 'hostname; uname -sm; nproc', 'myVM\nLinux x86_64\n2\n'],
    ["lives on the sandbox's clock", 'date +%FT%T; date -d @0 +%Y', '2026-03-01T12:30:15\n1970\n'],
    [
      'finds the files of the world',
      'cat /srv/app/version; stat -c "%U:%G %a" /home/eve/diary',
      '1.2.3\neve:eve 600\n',
    ],
    ['finds an Ubuntu', '. /etc/os-release; echo $ID $VERSION_ID', 'ubuntu 24.04\n'],
    ['sees who owns what', "ls -l /home/eve/diary | awk '{print $1, $3, $4, $5}'", '-rw------- eve eve 11\n'],
    [
      'looks up people',
      'getent passwd eve; getent passwd ghost; echo $?',
      'eve:x:1500:1500:eve:/home/eve:/bin/bash\n2\n',
    ],
    [
      'asks systemd',
      'systemctl is-active ssh cron; systemctl is-active ghost; echo $?',
      'active\nactive\ninactive\n4\n',
    ],
    ['asks sshd', 'sshd -t; sshd -T | grep -E "^(port|password)"', 'port 22\nport 2222\npasswordauthentication yes\n'],
    ['sees who listens', "ss -tlnp | awk '/sshd/ {print $4}'", '0.0.0.0:22\n[::]:22\n0.0.0.0:2222\n[::]:2222\n'],
    ['keeps its time limits', 'timeout 5 sleep 60; echo $?; timeout 5 echo hi; echo $?', '124\nhi\n0\n'],
    ['is stopped by a time limit when it computes for ever', 'timeout 2 sh -c "while :; do :; done"; echo $?', '124\n'],
    [
      'makes temporary files',
      'f=$(mktemp); ls -l $f | cut -c1-10; d=$(mktemp -d); ls -ld $d | cut -c1-10',
      '-rw-------\ndrwx------\n',
    ],
    ['gives files away', 'touch /tmp/f; chown eve:eve /tmp/f; ls -l /tmp/f | cut -d" " -f3,4', 'eve eve\n'],
    [
      'installs files',
      'install -d -m 700 -o eve -g eve /opt/eve; echo x > /tmp/x; install -m 600 -o eve /tmp/x /opt/eve/; ls -l /opt/eve | tail -1 | cut -d" " -f1,3',
      '-rw------- eve\n',
    ],
    [
      'is another user with sudo',
      'sudo -u eve id -un; sudo -u eve sh -c "cd; pwd"; su eve -c whoami',
      'eve\n/home/eve\neve\n',
    ],
    [
      'reads scripts from standard input',
      'echo "echo in $((1+1))" | bash; bash -lc "echo login"; bash -ec "false; echo no"; echo $?',
      'in 2\nlogin\n1\n',
    ],
    [
      'walks through links',
      'cat /bin/../etc/hostname; ln -s /etc /tmp/e; cat /tmp/e/hostname; cd /bin; pwd -P',
      'myVM\nmyVM\n/usr/bin\n',
    ],
  ];
  it.each(rows)('%s', async (_name, script, stdout) => {
    expect(await run(script)).toEqual({ stdout, stderr: '' });
  });

  const forms: readonly (readonly [string, string, string])[] = [
    ['exec ends the script', 'exec echo hi; echo no', 'hi\n'],
    ['exec ends a subshell alone', 'x=$(exec echo sub; echo no); (exec true; echo no); echo "$x"', 'sub\n'],
    ['a trap sees the last values', "trap 'echo $x $?' EXIT; x=1; x=2; (exit 4)", '2 4\n'],
    [
      'a trap cleans up after an exit in a function',
      'clean() { rm -f $t; ls $t 2>&1 | wc -l; }; trap clean EXIT; t=$(mktemp); f() { exit 4; }; f; echo no',
      '1\n',
    ],
    ['a trap is sprung after set -e', "set -eu; trap 'echo over' 0 1 2 15; false; echo no", 'over\n'],
    ['a trap can be taken back', "trap 'echo a' EXIT; trap - EXIT; echo b", 'b\n'],
    [
      'a subshell has a trap of its own',
      "trap 'echo outer' EXIT; (trap 'echo inner' EXIT; exit 1); echo x",
      'inner\nx\nouter\n',
    ],
    ['a script in a script has its trap', 'sh -c \'trap "echo in" EXIT; exit 6\'; echo $?', 'in\n6\n'],
    [
      'the umask holds for what is made, and in a subshell alone',
      '(umask 077; echo a >/tmp/u1; mkdir /tmp/u2); echo a >/tmp/u3; x=$(umask 027; umask); stat -c %a /tmp/u?; echo $x; umask',
      '600\n700\n644\n0027\n0022\n',
    ],
    [
      'env gives programs their variables',
      "env A=1 sh -c 'echo $A'; export B=2; env -u B sh -c 'echo \"[$B]\"'",
      '1\n[]\n',
    ],
    [
      'a status is kept under set -e',
      'set -eu; status=0; false || status=$?; x=1; echo "$status $x"; if ! true; then :; fi; y=2; echo on',
      '1 1\non\n',
    ],
    [
      'input from a pipe comes through',
      "printf 'b\\na\\n' | sort >/tmp/k; cat /tmp/k; printf 'b\\n' | if true; then cat; fi; printf 'c\\n' | case x in x) cat ;; esac; printf 'd\\n' | { cat; echo e; } >/tmp/g; cat /tmp/g; printf 'f\\n' | while read -r l; do echo \"$l\"; done >/tmp/w; cat /tmp/w",
      'a\nb\nb\nc\nd\ne\nf\n',
    ],
    [
      'temporary files are many',
      'for i in 1 2 3 4 5 6 7 8 9; do for j in 1 2 3 4 5 6 7 8 9; do mktemp -p /var/tmp t.XXXXXX; done; done | sort -u | wc -l',
      '81\n',
    ],
    [
      'xargs takes its values in both forms',
      "printf 'a b\\nc\\n' | xargs -n1 echo; printf 'x\\n' | xargs -I{} echo '<{}>'",
      'a\nb\nc\n<x>\n',
    ],
    ['kill asks for pids', 'kill -0 $$; echo $?; kill 4711 2>/dev/null; echo $?', '0\n1\n'],
    ['system programs have their place', 'command -v sshd; /usr/sbin/sshd -t; echo $?', '/usr/sbin/sshd\n0\n'],
  ];
  it.each(forms)('is one for /bin/sh: %s', async (_name, script, stdout) => {
    expect(await run(script)).toEqual({ stdout, stderr: '' });
  });

  it('keeps standard error apart and survives failures', async () => {
    expect(await run('echo a; nosuch; echo b >&2; false; echo c')).toEqual({
      stdout: 'a\nc\n',
      stderr: 'bash: nosuch: command not found\nb\n',
    });
  });

  it('says so when its output has nowhere to go', async () => {
    expect((await run('echo x > /nosuch/file')).stderr).toBe('bash: line 1: /nosuch/file: No such file or directory\n');
    expect(await run('su eve -c "echo x > /etc/motd"; echo $?; cat /etc/motd')).toEqual({
      stdout: '1\n',
      stderr: 'bash: line 1: /etc/motd: Permission denied\ncat: /etc/motd: No such file or directory\n',
    });
  });

  it('reads fingerprints like OpenSSH', async () => {
    const { stdout } = await run(
      'ssh-keygen -l -E md5 -f /etc/ssh/ssh_host_rsa_key.pub; cat /etc/ssh/*.pub | ssh-keygen -lf - | wc -l',
    );
    expect(stdout).toMatch(/^2048 MD5(:[0-9a-f]{2}){16} root@myVM \(RSA\)\n\s*3\n$/);
    expect(await run('ssh-keygen -lf /etc/hostname; echo $?')).toEqual({
      stdout: '255\n',
      stderr: '/etc/hostname is not a public key file.\n',
    });
  });
});

describe('another user', () => {
  const as = (script: string) => run(`su eve <<'END'\n${script}\nEND`);
  const rows: readonly (readonly [string, string, string])[] = [
    [
      'may not read the private host keys',
      'cat /etc/ssh/ssh_host_ed25519_key',
      'cat: /etc/ssh/ssh_host_ed25519_key: Permission denied\n',
    ],
    ['may not read the passwords', 'head -1 /etc/shadow', 'head: /etc/shadow: Permission denied\n'],
    ['may not look into /root', 'ls /root', "ls: cannot open directory '/root': Permission denied\n"],
    [
      "may not look into others' homes",
      'ls /home/azureuser',
      "ls: cannot open directory '/home/azureuser': Permission denied\n",
    ],
    ['may not write to /etc', 'touch /etc/mine', "touch: cannot touch '/etc/mine': Permission denied\n"],
    ['may not delete from /etc', 'rm /etc/passwd', "rm: cannot remove '/etc/passwd': Permission denied\n"],
    [
      'may not change modes',
      'chmod 777 /etc/shadow',
      "chmod: changing permissions of '/etc/shadow': Operation not permitted\n",
    ],
    [
      'may not take files',
      'chown eve /etc/passwd',
      "chown: changing ownership of '/etc/passwd': Operation not permitted\n",
    ],
    [
      'may not stop services',
      'systemctl stop ssh',
      "Failed to stop ssh: Interactive authentication required.\nSee system logs and 'systemctl status ssh' for details.\n",
    ],
  ];
  it.each(rows)('%s', async (_name, script, stderr) => {
    expect(await as(script)).toEqual({ stdout: '', stderr });
  });

  it('may do all that at home, and nothing with sudo', async () => {
    expect(await as('cd; cat diary; echo more >> diary; wc -l < diary; sudo id')).toEqual({
      stdout: expect.stringMatching(/^dear diary\n\s*2\n$/),
      stderr: expect.stringContaining('sudo: a password is required'),
    });
  });

  it('is noted when becoming root', async () => {
    await run('sudo -u azureuser sudo id');
    expect((await run('journalctl -n 50; tail -1 /var/log/auth.log')).stdout).toMatch(
      /sudo\[\d+\]: azureuser : PWD=\S+ ; USER=root ; COMMAND=id\n/,
    );
  });
});

describe('a command that is called off', () => {
  it.each(['while true; do :; done', 'sleep 1000000'])(
    'ends at once and leaves the disk as it was: %s',
    async (script) => {
      const fleet = fleetOf({}, realSandboxClock());
      const controller = new AbortController();
      const running = fleet.runShellScript(
        vmId,
        `echo kept > /tmp/mark; ${script}; echo gone > /tmp/mark`,
        controller.signal,
      );
      const failed = expect(running).rejects.toThrow('enough');
      while ((await run('cat /tmp/mark 2>&1', fleet)).stdout !== 'kept\n');
      controller.abort(new Error('enough'));
      await failed;
      expect((await run('cat /tmp/mark', fleet)).stdout).toBe('kept\n');
    },
  );

  it("that never ends runs into the caller's deadline, with no time passing outside", async () => {
    const clock = scriptClock(startMs);
    const fleet = fleetOf({}, clock);
    const deadline = clock.deadline(90 * 60_000);
    await expect(fleet.runShellScript(vmId, 'while true; do :; done', deadline.signal)).rejects.toThrow(
      'The deadline passed',
    );
    expect(clock.now()).toBe(startMs + 90 * 60_000);
  });

  it("that sleeps takes the time it takes, on the sandbox's clock", async () => {
    const clock = scriptClock(startMs);
    const fleet = fleetOf({}, clock);
    expect((await run('date +%T; sleep 3600; date +%T', fleet)).stdout).toBe('12:30:15\n13:30:15\n');
    expect(clock.now()).toBe(startMs + 3_600_000);
  });
});

describe('a machine', () => {
  it('without a description has its admin user', async () => {
    const fleet = fleetOf();
    expect((await run('cat /home/azureuser/.ssh/authorized_keys; id -nG azureuser', fleet)).stdout).toBe(
      `${derivedUserKey('azureuser').publicKeyLine}\nazureuser adm sudo\n`,
    );
  });

  it('has the host keys that the world gives', () => {
    const key = derivedKey('ecdsa', 'given', 'given');
    const fleet = fleetOf({ guest: { hostKeys: { ecdsa: key.privateKeyOpenSsh } } });
    expect(fleet.hostKeys(vmId).map((line) => line.split(' ')[1])).toContain(key.publicKeyLine.split(' ')[1]);
  });

  it('that runs Windows has no shell and no sshd', async () => {
    const fleet = fleetOf({ vm: { storageProfile: { osDisk: { osType: 'Windows' } } } });
    expect(fleet.hostKeys(vmId)).toEqual([]);
    await expect(run('id', fleet)).rejects.toThrow('No guest runs shell scripts');
  });
});
