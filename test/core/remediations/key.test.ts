import { describe, expect, test } from 'vitest';
import type { ActionParams } from '../../../src/core/actions/action.ts';
import { exactText } from '../../../src/core/actions/exact-text.ts';
import { fillWrite } from '../../../src/core/actions/fill.ts';
import { planDigest } from '../../../src/core/actions/plan.ts';
import type { VmFacts } from '../../../src/core/facts.ts';
import { key } from '../../../src/core/remediations/key.ts';
import { facts, unreadable, vm } from '../checks/myvm.ts';
import { hourMs, planFor, planned, refusal, requestId } from './make.ts';

const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDgps+J64LTT7BB0gyaZgew/t3NmzMsiXQyGtphHVkxa';
const fingerprint = 'SHA256:nEeGrmkAgfMAG9MSevVob2EVV64hFBpPlMUEHD5Un1g';
const given = { user: 'azureuser', publicKey, from: '' };
const { durationMs: _, ...forGood } = { ...given, port: 22, durationMs: 0 };

const plan = (over: Partial<VmFacts> = {}, more: Partial<ActionParams> = {}) =>
  planFor(key, over, { ...given, ...more });
const planForGood = () => key.plan({ facts, params: forGood, requestId });
const linesOf = (body: unknown) => (body as { script: readonly unknown[] }).script;

test('one script that lets it in, one that takes it away', () => {
  const { plan: made } = planned(plan());
  expect(made).toMatchObject({
    vm: { id: vm.id, vmId: vm.vmId, privateAddress: '' },
    opensForMs: 2 * hourMs,
    writes: [
      {
        method: 'POST',
        path: `${vm.id}/runCommand`,
        apiVersion: '2026-04-01',
        script: { does: 'add-key', user: 'azureuser' },
      },
    ],
    undo: [
      {
        method: 'POST',
        path: `${vm.id}/runCommand`,
        apiVersion: '2026-04-01',
        script: { does: 'remove-key', user: 'azureuser' },
      },
    ],
  });
  expect(made.writes[0]?.says).toContain(fingerprint);
  const [add, remove] = [made.writes[0], made.undo[0]].map((write) => linesOf(write?.body));
  expect(add?.filter((line) => typeof line !== 'string')).toEqual([{ $hole: 'closing-time' }]);
  expect(remove?.every((line) => typeof line === 'string')).toBe(true);
  expect(made.writes[0]?.script?.sentinel).not.toBe(made.undo[0]?.script?.sentinel);
  for (const write of [...made.writes, ...made.undo]) {
    const text = linesOf(write.body).join('\n');
    expect(text).toContain(`drawbridge-end ${write.script?.sentinel}`);
    expect(text).toContain(`drawbridge-${requestId}`);
  }
});

test('the closing time is a line of the script when it goes out', () => {
  const [write] = planned(plan()).plan.writes;
  if (write === undefined) throw new Error('no write');
  const filled = fillWrite(write, { closingTimeMs: Date.UTC(2026, 0, 15, 10), sealed: () => '' });
  expect(linesOf(filled.body)).toContain('2026-01-15T10:00:00Z');
});

test('for good: nothing takes it away, and that is said', () => {
  const { plan: made, notes } = planned(planForGood());
  expect(made.undo).toEqual([]);
  expect(made.opensForMs).toBeUndefined();
  expect(linesOf(made.writes[0]?.body).every((line) => typeof line === 'string')).toBe(true);
  expect(notes.join('\n')).toMatch(/for good.*Nobody takes it away again.*drawbridge-abcdefgh23/s);
});

test('everything is shown to whoever approves it', () => {
  const text = exactText(planned(plan()).plan);
  expect(text).toContain(publicKey);
  expect(text).toMatch(/<closing time: start \+ 2 h>.*At the closing time:.*runCommand/s);
});

test('the same plan comes out again, and another one for another key', () => {
  const digest = planDigest(planned(plan()).plan);
  expect(planDigest(planned(plan()).plan)).toBe(digest);
  expect(planDigest(planned(plan({}, { user: 'other' })).plan)).not.toBe(digest);
});

test('by VMAccess: what it grants is said', () => {
  const { plan: made, notes } = planned(plan({}, { vmAccess: true }));
  expect(made.writes).toMatchObject([
    {
      method: 'PUT',
      path: `${vm.id}/extensions/enablevmaccess`,
      body: {
        location: 'westeurope',
        properties: {
          publisher: 'Microsoft.OSTCExtensions',
          type: 'VMAccessForLinux',
          forceUpdateTag: requestId,
          protectedSettings: { username: 'azureuser', ssh_key: `${publicKey} drawbridge-${requestId}` },
        },
      },
    },
  ]);
  expect(made.writes[0]?.says).toMatch(/VMAccess extension, which grants sudo/);
  expect(notes.join('\n')).toMatch(/gives them sudo without a password.*sshd_config.*all of that stays/s);
  expect(made.undo).toMatchObject([{ method: 'POST', script: { does: 'remove-key' } }]);
});

test('by VMAccess under the name that its extension has', () => {
  const extensions = [{ name: 'reset', type: 'VMAccessForLinux' }];
  const { plan: made } = planned(plan({ vm: { ...vm, extensions } }, { vmAccess: true }));
  expect(made.writes[0]?.path).toBe(`${vm.id}/extensions/reset`);
});

test('what failed is taken back by the script that takes it away, also where it was to stay', () => {
  const back = key.takesBack?.({ id: requestId, params: forGood, vmId: vm.id });
  expect(back).toEqual(planned(plan()).plan.undo);
});

describe('refused', () => {
  const status = (over: object) => ({ status: { ...facts.status, ...over } }) as Partial<VmFacts>;
  test.each<[string, Partial<VmFacts>, Partial<ActionParams>, RegExp]>([
    ['Windows', { vm: { ...vm, os: 'Windows' } }, {}, /runs Windows/],
    ['a VM that is off', status({ power: 'deallocated' }), {}, /needs a running VM.*Start it/],
    ['an agent that is not ready', status({ agent: { state: 'not-ready' } }), {}, /agent/],
    ['a state that cannot be read', { status: unreadable('state of myVM') }, {}, /could not be read/],
    ['being deleted', { vm: { ...vm, provisioningState: 'Deleting' } }, {}, /being deleted/],
    ['a VM without its unique id', { vm: { ...vm, vmId: '' } }, {}, /unique id/],
    ['no user', {}, { user: '' }, /user name is missing/],
    ['root', {}, { user: 'root' }, /Nobody is let in as root/],
    ['a user that a shell would not take', {}, { user: 'a;b' }, /not the name of a user/],
    ['no key', {}, { publicKey: '' }, /no public key/],
    ['a key with something behind it', {}, { publicKey: `${publicKey} me` }, /no public key/],
    ['a key with something in front of it', {}, { publicKey: `no-pty ${publicKey}` }, /no public key/],
    [
      'a token, by VMAccess',
      {},
      {
        vmAccess: true,
        publicKey:
          'sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIAIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhAAAABHNzaDo=',
      },
      /VMAccess.*ED25519 or RSA/,
    ],
  ])('%s', (_name, over, more, words) => {
    expect(refusal(plan(over, more))).toMatch(words);
  });
});
