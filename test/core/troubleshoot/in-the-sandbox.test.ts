import { afterAll, describe, expect, test } from 'vitest';
import { scriptClock } from '../../../sandbox/clock.ts';
import { createFleet, type Fleet } from '../../../sandbox/vm/fleet.ts';
import { readScriptOutput } from '../../../src/core/guest-scripts/script-output.ts';
import { wrapScript } from '../../../src/core/guest-scripts/wrap-script.ts';
import { answerQuestions } from '../../../src/core/troubleshoot/answer-questions.ts';
import { parseReading } from '../../../src/core/troubleshoot/parse-reading.ts';
import { readingScript } from '../../../src/core/troubleshoot/reading-script.ts';
import { oneMachine, vmId } from '../../sandbox/vm/one-machine.ts';

const startMs = Date.UTC(2026, 2, 1, 12, 30);
const sentinel = '00112233445566778899aabbccddeeff';
const fleets: Fleet[] = [];
afterAll(() => Promise.all(fleets.map((fleet) => fleet.close())));

/** What is found in a guest of the sandbox that is in this state, by question; what is fine is left out. */
async function foundIn(guest: object, address = '203.0.113.7') {
  const fleet = createFleet({ world: oneMachine({ guest }), clock: scriptClock(startMs) });
  fleets.push(fleet);
  const body = readingScript({ user: 'azureuser', port: 22, address, key: undefined });
  const { stdout, stderr } = await fleet.runShellScript(vmId, wrapScript(body, sentinel), AbortSignal.timeout(20_000));
  const output = readScriptOutput(`[stdout]\n${stdout}\n[stderr]\n${stderr}`, sentinel);
  if (output.kind !== 'ended') throw new Error(output.kind);
  const asked = { user: 'azureuser', port: 22, address, key: undefined, begunAtMs: startMs, endedAtMs: startMs };
  const answers = answerQuestions(parseReading(output.stdout), asked);
  return Object.fromEntries(answers.filter(({ status }) => status !== 'ok').map(({ id, status }) => [id, status]));
}

const fresh = { selinux: 'not-asked', bans: 'not-asked' };
const state = (more: object) => ({ state: more });

describe('a guest of the sandbox', () => {
  test.each([
    ['as it is', {}, {}],
    [
      'whose sshd is stopped',
      { sshd: { running: false } },
      { 'sshd-running': 'problem', 'sshd-listening': 'not-asked' },
    ],
    ['on another port', { sshd: { ports: [2222] } }, { 'sshd-listening': 'problem' }],
    ['that takes passwords', { sshd: { passwordAuthentication: true } }, { 'password-log-in': 'warning' }],
    ['with a full disk', state({ disks: { '/': { percent: 100 } } }), { 'disk-space': 'problem' }],
    ['without room for files', state({ disks: { '/': { inodesPercent: 100 } } }), { 'disk-space': 'problem' }],
    ['with a disk that is read only', state({ disks: { '/': { readOnly: true } } }), { 'disk-space': 'problem' }],
    ['without memory', state({ memory: { totalMb: 1000, availableMb: 5 } }), { memory: 'problem' }],
    ['half up', state({ boot: 'degraded', failedUnits: ['app.service'] }), { 'boot-state': 'warning' }],
    ['still starting', state({ boot: 'starting' }), { 'boot-state': 'warning' }],
    ['in rescue mode', state({ boot: 'maintenance' }), { 'boot-state': 'problem' }],
    ['that bars log-ins', state({ noLogin: 'Back at noon' }), { 'no-logins': 'problem' }],
    ['that bans the caller', state({ fail2ban: { banned: ['203.0.113.7'] } }), { bans: 'problem' }],
    ['that bans others', state({ fail2ban: { banned: ['198.51.100.7'] } }), { bans: undefined }],
    ['without fail2ban at work', state({ fail2ban: { running: false } }), { bans: undefined }],
    ['without ss and netstat', state({ missing: ['ss', 'netstat'] }), { 'sshd-listening': 'unknown' }],
    ['whose ufw lets SSH in', state({ firewall: { rules: ['22/tcp                     ALLOW IN    Anywhere'] } }), {}],
    ['whose ufw lets nothing in', state({ firewall: { letsSshIn: false } }), { 'host-firewall': 'problem' }],
    [
      'whose firewalld lets nothing in',
      state({ firewall: { kind: 'firewalld', letsSshIn: false } }),
      { 'host-firewall': 'problem' },
    ],
    ['whose firewalld lets SSH in', state({ firewall: { kind: 'firewalld' } }), {}],
    [
      'whose nftables drop something',
      state({
        firewall: {
          kind: 'nftables',
          rules: [
            'table inet filter {',
            ' chain input {',
            '  type filter hook input priority 0; policy drop;',
            ' }',
            '}',
          ],
          letsSshIn: false,
        },
      }),
      { 'host-firewall': 'unknown' },
    ],
    [
      'whose iptables drop it',
      state({ firewall: { kind: 'iptables', rules: ['-A INPUT -p tcp -m tcp --dport 22 -j DROP'], letsSshIn: false } }),
      { 'host-firewall': 'problem' },
    ],
    [
      'without an account of that name',
      { users: [{ name: 'eve' }] },
      {
        account: 'problem',
        'account-open': 'not-asked',
        'allowed-in': 'not-asked',
        'key-permissions': 'not-asked',
        'key-present': 'not-asked',
      },
    ],
    [
      'whose account has expired and has no key',
      { users: [{ name: 'azureuser', expires: '2026-01-31', shell: '/usr/sbin/nologin' }] },
      { account: 'problem', 'account-open': 'problem', 'key-present': 'problem' },
    ],
  ])('%s', async (_, guest, expected) => {
    expect(await foundIn(guest)).toEqual(
      Object.fromEntries(Object.entries({ ...fresh, ...expected }).filter(([, status]) => status !== undefined)),
    );
  });
});
