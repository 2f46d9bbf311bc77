import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { mostOutputBytes } from '../../../src/core/guest-scripts/markers.ts';
import { answerQuestions } from '../../../src/core/troubleshoot/answer-questions.ts';
import { parseReading } from '../../../src/core/troubleshoot/parse-reading.ts';
import { readingScript } from '../../../src/core/troubleshoot/reading-script.ts';
import { blob, broken, healthy, nowS } from './machines.ts';
import { type PretendMachine, readOn } from './pretend-machine.ts';

const input = { user: 'azureuser', port: 22, address: '203.0.113.7', key: blob };
const asked = {
  user: 'azureuser',
  port: 22,
  address: '203.0.113.7',
  key: { type: 'ssh-ed25519', blob, fingerprint: 'SHA256:x' },
  begunAtMs: nowS * 1000,
  endedAtMs: nowS * 1000 + 20_000,
};
const shells = [['dash'], ['bash', '--posix']].filter(([shell = '']) => spawnSync(shell, ['-c', ':']).status === 0);

function statuses(machine: PretendMachine, shell?: readonly string[]) {
  const { reading, status } = readOn(machine, input, shell);
  expect(status).toBe(0);
  expect(reading.isWhole).toBe(true);
  return Object.fromEntries(answerQuestions(reading, asked).map((each) => [each.id, each.status]));
}

describe.each(shells)('under %s', (...shell) => {
  test('a healthy machine', () => {
    const found = statuses(healthy, shell);
    expect(Object.entries(found).filter(([, status]) => status !== 'ok')).toEqual([
      ['bans', 'not-asked'],
      ['selinux', 'not-asked'],
    ]);
  });

  test('a pipe in the place of the keys holds nothing up', () => {
    const pipes = ['/home/azureuser/.ssh/authorized_keys'];
    expect(statuses({ ...healthy, pipes }, shell)['key-present']).not.toBe('ok');
  });

  test('a machine on which everything is broken', () => {
    expect(statuses(broken, shell)).toEqual({
      'boot-state': 'warning',
      'sshd-running': 'problem',
      'sshd-config': 'problem',
      'sshd-listening': 'not-asked',
      'host-keys': 'problem',
      'host-firewall': 'problem',
      bans: 'problem',
      'no-logins': 'problem',
      account: 'problem',
      'account-open': 'problem',
      'allowed-in': 'unknown',
      'key-log-in': 'unknown',
      'key-permissions': 'problem',
      'key-present': 'problem',
      selinux: 'problem',
      'password-log-in': 'unknown',
      'disk-space': 'problem',
      memory: 'problem',
      clock: 'warning',
    });
  });

  test('a machine on which there is hardly a program: nothing is fine that was not seen', () => {
    const bare = { programs: {}, files: {}, modes: {} };
    const found = statuses(bare, shell);
    const seen = ['no-logins'];
    expect(Object.entries(found).filter(([id, status]) => status === 'ok' && !seen.includes(id))).toEqual([]);
  });
});

test('what a healthy machine tells, to the letter', () => {
  expect(readOn(healthy, input).stdout.split('\n')).toEqual([
    `now=${nowS}`,
    'offset=+0200',
    'os=Ubuntu 24.04.2 LTS',
    'ntp=yes',
    'boot=running',
    'disks=/:8:28069952 /:8:28069952 ',
    'inodes=/:3:3790720 ',
    'readonly=',
    'memory=8026112:7399424:0:0',
    'unit=ssh.service active enabled',
    'socket=ssh.socket inactive disabled',
    'test=0',
    'config=user',
    'config.port=22',
    'config.usepam=yes',
    'config.strictmodes=yes',
    'config.permitrootlogin=prohibit-password',
    'config.pubkeyauthentication=yes',
    'config.passwordauthentication=no',
    'config.authenticationmethods=any',
    'config.authorizedkeysfile=.ssh/authorized_keys .ssh/authorized_keys2',
    'config.authorizedkeyscommand=none',
    'config.trustedusercakeys=none',
    'listen=0.0.0.0:22/sshd [::]:22/sshd ',
    'hostkey=fine 600 root /etc/ssh/ssh_host_rsa_key',
    'hostkey=fine 600 root /etc/ssh/ssh_host_ed25519_key',
    'account=1000 yes /usr/bin/bash /home/azureuser',
    'groups=azureuser adm sudo',
    'shadow=locked:20500:0:99999:7:::',
    'nologin=no',
    'path=home|750|azureuser|directory|/home/azureuser',
    'path=folder|700|azureuser|directory|/home/azureuser/.ssh',
    'path=keys|600|azureuser|regular file|/home/azureuser/.ssh/authorized_keys',
    'count=1',
    'key=ssh-ed25519',
    'path=keys|missing|||/home/azureuser/.ssh/authorized_keys2',
    'keysought=yes',
    'no=getenforce',
    'no=fail2ban-client',
    'ufw=inactive',
    'no=firewall-cmd',
    'iptables=-P INPUT ACCEPT',
    'nfthooks=ip/filter/INPUT:accept ',
    'nftdrops=1',
    'done=yes',
    '',
  ]);
});

test('no password, not even its digest, leaves the machine', () => {
  expect(readOn(broken, input).stdout).not.toMatch(/\$6\$|secret/);
});

test('whatever the machine has to tell, it fits into what Azure gives back', () => {
  const long = 'x'.repeat(5000);
  const many = Array.from({ length: 400 }, (_, at) => `rule ${at}  ALLOW IN  ${long}`).join('\n');
  const talkative = {
    ...broken,
    programs: {
      ...broken.programs,
      sshd: `case $1 in -t) echo ${long}; exit 1 ;; *) for o in allowusers denyusers allowgroups denygroups authenticationmethods; do echo "$o ${long}"; done ;; esac`,
      ufw: `cat <<'END'\nStatus: active\nDefault: ${long}\n${many}\nEND`,
      id: `echo ${long}`,
    },
  };
  const { stdout, reading } = readOn(talkative, input);
  expect(Buffer.byteLength(stdout)).toBeLessThanOrEqual(mostOutputBytes('0'.repeat(32)));
  expect(Buffer.byteLength(stdout)).toBeGreaterThan(3000);
  expect(reading.one('testsays')).toMatch(/^x{360}\[\.\.\.\]$/);
});

describe('the user and the address are one word each', () => {
  test.each(["o'neil", 'a b', '$(touch x)', '`id`', 'a;id', 'DOMAIN\\bob', '-x', 'x"y'])('%s', (user) => {
    const seen = readOn(
      { ...healthy, programs: { ...healthy.programs, getent: 'printf "%s\\n" "getent:$2:$#" >&2; exit 2' } },
      { ...input, user },
    );
    expect(seen.reading.one('account')).toBe('none');
    const [[shell = ''] = []] = shells;
    const told = spawnSync(shell, [
      '-c',
      `${readingScript({ ...input, user }).split('\n')[0]}; printf %s "$user|$port|$addr"`,
    ]);
    expect(told.stdout.toString()).toBe(`${user}|22|203.0.113.7`);
  });
});

describe('parsing takes anything', () => {
  test.each([
    ['nothing', ''],
    ['no pairs', 'hello\n=\n=x\n 1=2\nA=b\n'],
    ['unknown keys', 'strange=1\nconfig.strange=2\n'],
    ['a broken end', 'now=1\ndisks=/:10:9'],
    [
      'rules of which some found no room',
      'ufw=active\nufwdefault=deny (incoming)\nufwrule=80/tcp  ALLOW IN  Anywhere\n',
    ],
  ])('%s', (_, text) => {
    const reading = parseReading(text);
    expect(reading.isWhole).toBe(false);
    const found = answerQuestions(reading, { ...asked, key: undefined });
    expect(found.filter(({ status, id }) => status === 'ok' || (status === 'problem' && id !== 'clock'))).toEqual([]);
  });
});
