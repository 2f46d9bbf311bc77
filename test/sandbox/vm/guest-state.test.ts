import { once } from 'node:events';
import { connect } from 'node:net';
import { duplexPair } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { scriptClock } from '../../../sandbox/clock.ts';
import { startInternet } from '../../../sandbox/internet/proxy.ts';
import { derivedUserKey } from '../../../sandbox/keys/derive-key.ts';
import { createFleet } from '../../../sandbox/vm/fleet.ts';
import { oneMachine, publicAddress, vmId } from './one-machine.ts';
import { asAzureuser, logIn } from './ssh-client.ts';

const fleets: ReturnType<typeof createFleet>[] = [];
afterAll(() => Promise.all(fleets.map((fleet) => fleet.close())));

const keys = [derivedUserKey('azureuser').publicKeyLine];

function start(state: object = {}, more: object = {}) {
  const users = [
    { name: 'azureuser', sudo: true, keys },
    { name: 'eve', uid: 1500, keys, password: 'secret' },
    { name: 'old', keys, expires: '2025-12-31' },
    { name: 'shut', keys, password: 'x', locked: true },
    { name: 'daemonic', keys, shell: '/usr/sbin/nologin' },
  ];
  const world = oneMachine({ guest: { users, state, ...more } });
  const clock = scriptClock(Date.UTC(2026, 0, 15, 9));
  const fleet = createFleet({ world, clock });
  fleets.push(fleet);
  const asRoot = async (script: string) => {
    const { stdout, stderr } = await fleet.runShellScript(vmId, script, AbortSignal.timeout(20_000));
    return stdout + stderr;
  };
  return { world, clock, fleet, asRoot };
}

const well = start();

describe('a machine that is well', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['df', "df -Pk / | awk 'NR==2 {print $5, $6}'; df -P -i / | awk 'NR==2 {print $5}'", '8% /\n3%\n'],
    [
      'df of a path',
      "df -P /home/eve/.bashrc | awk 'NR==2 {print $6}'; df -P /nosuch; echo $?",
      '/\n1\ndf: /nosuch: No such file or directory\n',
    ],
    [
      'memory',
      "free -m | awk '/Mem/ {print $2, $7}'; awk '/MemAvailable/ {print $2}' /proc/meminfo",
      '7838 7226\n7399424\n',
    ],
    ['times', 'cut -d. -f1 /proc/uptime; cat /proc/loadavg | cut -d" " -f1-3', '259200\n0.08 0.03 0.01\n'],
    [
      'firewalls',
      'ufw status; nft list ruleset; iptables -S | head -1; firewall-cmd --state; echo $?',
      'Status: inactive\n-P INPUT ACCEPT\n127\nbash: firewall-cmd: command not found\n',
    ],
    [
      'what is not installed',
      'command -v fail2ban-client; echo $?; fail2ban-client status; echo $?',
      '1\n127\nbash: fail2ban-client: command not found\n',
    ],
    [
      'units',
      'systemctl is-active ssh sshd ssh.socket; systemctl is-enabled ssh; systemctl is-system-running; systemctl show ssh -p ActiveState,SubState --value',
      'active\nactive\ninactive\nenabled\nrunning\nactive\nrunning\n',
    ],
    [
      'a unit that is not there',
      'systemctl is-active ghost; echo $?; systemctl show ghost --property=LoadState',
      'inactive\n4\nLoadState=not-found\n',
    ],
    ['listeners', "ss -tlnpH | awk '/sshd/ {print $4}'; ss -tlnH 'sport = :443' | wc -l", '0.0.0.0:22\n[::]:22\n0\n'],
    [
      'accounts',
      'passwd -S eve; passwd -S azureuser; passwd -S shut; chage -l old | grep "Account expires" | cut -d: -f2',
      'eve P 2023-12-09 0 99999 7 -1\nazureuser L 2023-12-09 0 99999 7 -1\nshut L 2023-12-09 0 99999 7 -1\n Dec 31, 2025\n',
    ],
    [
      'paths',
      'namei -l /home/eve/.ssh | tail -2; namei -m /home/nosuch; echo $?',
      'drwxr-x--- eve   eve   eve\ndrwx------ eve   eve   .ssh\nf: /home/nosuch\ndrwxr-xr-x /\ndrwxr-xr-x home\n            nosuch - No such file or directory\n1\n',
    ],
    [
      'owners and modes',
      "find /home/eve -maxdepth 0 -user eve; find /etc/ssh -name '*_key' -perm /077 | wc -l; stat -c '%a %U %G %u %F' /etc/shadow /home/eve/.ssh",
      '/home/eve\n0\n640 root shadow 0 regular file\n700 eve eve 1500 directory\n',
    ],
    ['who owns what', '[ -O /etc/hostname ] && echo mine; [ ! -O /home/eve ] && echo not mine', 'mine\nnot mine\n'],
    ['the log of the kernel', 'dmesg | tail -1 | cut -c1-14', '[    3.871245]\n'],
  ];
  it.each(rows)('tells of %s', async (_name, script, output) => {
    expect(await well.asRoot(script)).toBe(output);
  });

  const scripts: readonly (readonly [string, string, string])[] = [
    [
      'su with a shell',
      "su eve -s /bin/sh -c 'id -un; pwd' ; su daemonic -s /bin/sh -c 'id -un'; su - eve -c pwd",
      'eve\n/var/lib/waagent/run-command\ndaemonic\n/home/eve\n',
    ],
    [
      'runuser, setpriv, sudo',
      'runuser -u eve -- id -un; setpriv --reuid=eve --regid=eve --init-groups id -un; sudo -u eve -n -- id -un',
      'eve\neve\neve\n',
    ],
    [
      'a file written as its owner',
      "printf 'one\\ntwo\\n' | su eve -s /bin/sh -c 'umask 077; cat >/home/eve/k && mv -f /home/eve/k /home/eve/l'; stat -c '%a %U %s' /home/eve/l",
      '600 eve 8\n',
    ],
    [
      'one line taken out of a file',
      "printf 'a b\\nc\\n' >/tmp/k; grep -Fxv 'a b' /tmp/k >/tmp/m; cmp -s /tmp/k /tmp/m; echo $?; cat /tmp/m",
      '1\nc\n',
    ],
    [
      'one file put in the place of another',
      'echo a >/tmp/one; echo b >/tmp/two; chmod 600 /tmp/one; mv -fT /tmp/one /tmp/two; cat /tmp/two; stat -c %a /tmp/two; cp /etc/hostname /tmp/two; cat /tmp/two',
      'a\n600\nmyVM\n',
    ],
    ['locks', "flock -n /tmp/lock -c 'echo locked'; (flock 9; echo held) 9>/tmp/lock", 'locked\nheld\n'],
    [
      'links',
      'ln -s /etc /home/eve/link; test -L /home/eve/link && echo link; test -h /etc || echo none; readlink -f /home/eve/link/hostname; readlink -e /home/eve/link/no; echo $?',
      'link\nnone\n/etc/hostname\n1\n',
    ],
    [
      'bytes',
      "printf abc | base64 -w0; echo; echo YWJj | base64 -d | od -An -tx1; printf 'abcdef' | head -c 3 | wc -c; printf 'a\\r' | tr -d '\\r' | sha256sum | cut -c1-8",
      'YWJj\n 61 62 63\n3\nca978112\n',
    ],
    [
      'temporary files',
      "mktemp -p /var/tmp x.XXXXXX | cut -c1-11; d=$(mktemp -d /tmp/d.XXXXXX); stat -c %a $d; install -m 600 -o eve -g eve /dev/null $d/f; stat -c '%a %U %F' $d/f",
      '/var/tmp/x.\n700\n600 eve regular empty file\n',
    ],
    [
      'accounts that come and go',
      'useradd -m -s /bin/bash -G sudo zoe; id -Gn zoe; usermod -L -e 1 zoe; passwd -S zoe | cut -c1-5; userdel -r zoe; id zoe 2>/dev/null; echo $?',
      'zoe sudo\nzoe L\n1\n',
    ],
    [
      'output that has nowhere to go',
      'echo a >/nosuch/x || echo "no: $?"; { echo b; } >/etc; echo on',
      'no: 1\non\nbash: line 1: /nosuch/x: No such file or directory\nbash: line 1: /etc: Is a directory\n',
    ],
  ];
  it.each(scripts)('runs what root needs: %s', async (_name, script, output) => {
    expect(await well.asRoot(script)).toBe(output);
  });
});

describe('a machine that is not', () => {
  const rows: readonly (readonly [string, object, string, string])[] = [
    [
      'is full',
      { disks: { '/': { percent: 100 }, '/data': { percent: 97 } } },
      "df -Pk / /data | awk 'NR>1 {print $5}'; echo x >/root/x; echo $?; echo x >/run/x && echo tmpfs",
      '100%\n97%\n1\ntmpfs\nbash: line 1: /root/x: No space left on device\n',
    ],
    [
      'has no inodes left',
      { disks: { '/': { inodesPercent: 100 } } },
      "df -Pi / | awk 'NR==2 {print $5}'; cp /etc/hostname /root/x",
      "100%\ncp: cannot copy '/etc/hostname': No space left on device\n",
    ],
    [
      'cannot be written to',
      { disks: { '/': { readOnly: true } } },
      'findmnt -no OPTIONS /; grep " / " /proc/mounts | cut -d" " -f4; echo x >/root/x',
      'ro,relatime\nro,relatime\nbash: line 1: /root/x: Read-only file system\n',
    ],
    [
      'has little memory',
      { memory: { totalMb: 900, availableMb: 12 } },
      "free -m | awk '/Mem/ {print $2, $7}'",
      '900 12\n',
    ],
    [
      'has failed units',
      { failedUnits: ['postgresql'] },
      'systemctl is-system-running; echo $?; systemctl --failed | grep -c postgresql; systemctl is-failed postgresql',
      'degraded\n1\n1\nfailed\n',
    ],
    ['is still booting', { boot: 'starting' }, 'systemctl is-system-running', 'starting\n'],
    [
      'lacks programs',
      { missing: ['ss', 'dmesg'] },
      'ss -ltn; echo $?; command -v dmesg; echo $?',
      '127\n1\nbash: ss: command not found\n',
    ],
    [
      'has firewalld',
      { firewall: { kind: 'firewalld', letsSshIn: false } },
      'firewall-cmd --state; firewall-cmd --list-services; firewall-cmd --query-service=ssh; command -v ufw; firewall-cmd --add-service=ssh; firewall-cmd --list-services',
      'running\ndhcpv6-client\nno\nsuccess\ndhcpv6-client ssh\n',
    ],
    [
      'has ufw',
      { firewall: { kind: 'ufw', rules: ['443/tcp                    ALLOW IN    Anywhere'], letsSshIn: false } },
      'ufw status verbose | sed -n "1p;3p;\\$p" | head -2; ufw status | grep -c 443/tcp',
      'Status: active\nDefault: deny (incoming), allow (outgoing), disabled (routed)\n1\n',
    ],
    [
      'has iptables',
      {
        firewall: {
          kind: 'iptables',
          rules: ['-P INPUT DROP', '-A INPUT -p tcp --dport 443 -j ACCEPT'],
          letsSshIn: false,
        },
      },
      'iptables -S; iptables -L INPUT -n | grep "^ACCEPT" | head -1',
      '-P INPUT DROP\n-P FORWARD ACCEPT\n-P OUTPUT ACCEPT\n-A INPUT -p tcp --dport 443 -j ACCEPT\nACCEPT     tcp  --  0.0.0.0/0            0.0.0.0/0            tcp dpt:443\n',
    ],
    [
      'has nftables',
      { firewall: { kind: 'nftables', rules: ['table inet filter {', '}'] } },
      'nft list ruleset; systemctl is-active nftables',
      'table inet filter {\n}\nactive\n',
    ],
    [
      'has banned somebody',
      { fail2ban: { banned: ['203.0.113.7'] } },
      'fail2ban-client status sshd | tail -1; systemctl is-active fail2ban; fail2ban-client set sshd unbanip 203.0.113.7; fail2ban-client status sshd | grep -c 203',
      '   `- Banned IP list:\t203.0.113.7\nactive\n1\n0\n',
    ],
    [
      'had an accident',
      { kernelLog: ['[99.0] Out of memory: Killed process 842 (sshd)'] },
      'dmesg; journalctl -k -n 1',
      '[99.0] Out of memory: Killed process 842 (sshd)\nmyVM kernel: [99.0] Out of memory: Killed process 842 (sshd)\n',
    ],
  ];
  it.each(rows)('%s', async (_name, state, script, output) => {
    expect(await start(state).asRoot(script)).toBe(output);
  });
});

describe('a log-in', () => {
  const as = (username: string) => ({ ...asAzureuser, username });
  const refusals: readonly (readonly [string, object, object, string, string])[] = [
    ['an account that has expired', {}, {}, 'old', 'account old has expired'],
    [
      'everybody but root while nobody may log in',
      { noLogin: 'going down' },
      {},
      'azureuser',
      'Access denied for user azureuser by PAM',
    ],
    [
      'who is not among those that sshd allows',
      {},
      { files: { '/etc/ssh/sshd_config.d/a.conf': 'AllowUsers eve\n' } },
      'azureuser',
      'not listed in AllowUsers',
    ],
  ];
  it.each(refusals)('is shut to %s', async (_name, state, more, user, log) => {
    const { fleet, asRoot } = start(state, more);
    await expect(logIn(fleet, vmId, as(user))).rejects.toMatchObject({ level: 'client-authentication' });
    expect(await asRoot('journalctl -u ssh')).toContain(log);
  });

  it('is open to a key where the password alone is locked', async () => {
    (await logIn(start().fleet, vmId, as('shut'))).destroy();
  });

  it.each(['chmod 777 /home/eve', 'chmod 770 /home/eve/.ssh', 'chown 1000 /home/eve/.ssh/authorized_keys'])(
    'is shut after %s',
    async (script) => {
      const { fleet, asRoot } = start();
      await asRoot(script);
      await expect(logIn(fleet, vmId, as('eve'))).rejects.toMatchObject({ level: 'client-authentication' });
    },
  );

  it('meets the firewall inside the machine, until root opens it', async () => {
    const { fleet, asRoot } = start({ firewall: { kind: 'ufw', letsSshIn: false } });
    expect(fleet.connect(vmId, 22, duplexPair()[1])).toBe('dropped');
    await asRoot('ufw allow OpenSSH');
    (await logIn(fleet, vmId)).destroy();
  });

  it('is refused to an address that is banned, and to no other', async () => {
    const { fleet, asRoot } = start({ fail2ban: { banned: ['203.0.113.7'] } });
    await expect(logIn(fleet, vmId)).rejects.toThrow('refused');
    expect(fleet.connect(vmId, 22, duplexPair()[1], '203.0.113.8')).toBe('accepted');
    await asRoot('fail2ban-client unban 203.0.113.7');
    (await logIn(fleet, vmId)).destroy();
  });

  it('gets no answer from the internet where the machine drops it', async () => {
    const { world, clock, fleet } = start({ firewall: { kind: 'nftables', letsSshIn: false } });
    const internet = await startInternet({ world, fleet, clock });
    const socket = connect(internet.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.write(`CONNECT ${publicAddress}:22 HTTP/1.1\r\nHost: ${publicAddress}:22\r\n\r\n`);
    while (internet.log.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(internet.log[0]).toMatchObject({ outcome: 'dropped', where: 'the firewall inside the machine' });
    socket.destroy();
    await once(socket, 'close');
    expect(heard).toBe('');
    await internet.close();
  });
});
