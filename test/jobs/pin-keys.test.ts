import { describe, expect, test } from 'vitest';
import type { ScriptRun } from '../../src/azure/script-run.ts';
import type { HostKey } from '../../src/core/host-keys/host-key.ts';
import type { Scanned } from '../../src/core/host-keys/server-view.ts';
import type { VmRequest } from '../../src/core/requests/request.ts';
import type { JobParts } from '../../src/jobs/job-parts.ts';
import { pinKeys } from '../../src/jobs/pin-keys.ts';
import { facts } from '../core/checks/myvm.ts';
import { sampleKeys } from '../core/host-keys/sample-keys.ts';
import { aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { jobParts } from './parts.ts';

const { ed25519, rsa, otherEd25519 } = sampleKeys;
const machineId = facts.vm.vmId;

function pinRequest(id: string, keys: readonly HostKey[], replaces: readonly HostKey[] = []) {
  const { vm } = aRequest();
  const act = { kind: 'pin', keys, replaces } as const;
  const request: VmRequest = aRequest({
    id,
    action: 'trust-host-key',
    params: { from: '', port: 22, hostKeys: { machineId, keys, replaces, server: 'agrees', remarks: [] } },
    vm: { ...vm, id: facts.vm.id, vmId: machineId },
    plan: { vm: { id: facts.vm.id, vmId: machineId, privateAddress: '' }, writes: [], undo: [], act },
    decisions: [{ by: 'U0BOB', verdict: 'approve', atMs: askedAtMs }],
  });
  return { request, act };
}

const tells = (...keys: readonly HostKey[]): ScriptRun => {
  const lines = keys.map(({ type, base64 }, at) => `key ${type} ${base64} /etc/ssh/${at}.pub`);
  return {
    kind: 'ran',
    output: { kind: 'ended', status: 0, stdout: ['from sshd', ...lines, 'article', ''].join('\n'), stderr: '' },
  };
};
const shows = (...keys: readonly HostKey[]): Scanned => ({ kind: 'scanned', keys });

/** A machine that tells and shows these keys, and how often it was asked. */
async function machine(told: ScriptRun = tells(), shown: Scanned = shows(), vmId = machineId) {
  const asked = { azure: 0, server: 0 };
  const parts: JobParts = await jobParts({
    azure: {
      readFacts: async () => ({ ...facts, vm: { ...facts.vm, vmId } }),
      runScript: async () => {
        asked.azure += 1;
        return told;
      },
    },
    scan: async () => {
      asked.server += 1;
      return shown;
    },
  });
  return { parts, asked };
}

async function pinned(
  parts: JobParts,
  id: string,
  keys: readonly HostKey[],
  replaces: readonly HostKey[] = [],
  bend: Partial<VmRequest> = {},
) {
  const { request, act } = pinRequest(id, keys, replaces);
  return pinKeys({ ...request, ...bend }, act, parts);
}

test('the first keys are pinned as they were approved, to the very machine', async () => {
  const { parts, asked } = await machine();
  expect(await pinned(parts, 'first11111', [ed25519, rsa])).toMatchObject({
    isFailure: false,
    message: /approved host keys.*trusted from now on/,
  });
  expect(await parts.store.hostKeys.of(facts.vm.id)).toEqual({
    vmId: facts.vm.id,
    machineId,
    keys: [ed25519, rsa],
    requestId: 'first11111',
    approvedBy: ['U0BOB'],
    pinnedAtMs: askedAtMs,
  });
  expect(asked).toEqual({ azure: 0, server: 0 });
});

test('what was pinned before a crash is told again, and pinned once', async () => {
  const { parts } = await machine();
  await pinned(parts, 'first11111', [ed25519]);
  expect(await pinned(parts, 'first11111', [ed25519])).toMatchObject({ isFailure: false });
  expect(await parts.store.hostKeys.history(facts.vm.id)).toHaveLength(1);
  expect(await parts.store.events.since(1, 9)).toHaveLength(1);
});

test('a machine that was made anew is another one', async () => {
  const { parts } = await machine(tells(), shows(), 'another');
  expect(await pinned(parts, 'first11111', [ed25519])).toMatchObject({
    isFailure: true,
    message: /made anew.*another machine/,
  });
  expect(await parts.store.hostKeys.of(facts.vm.id)).toBeUndefined();
});

describe('keys that were approved before', () => {
  test.each<[string, ScriptRun, Scanned]>([
    ['Azure and the server agree', tells(otherEd25519, rsa), shows(otherEd25519, rsa)],
    ['Azure and the server agree, though it shows but one', tells(rsa, otherEd25519), shows(otherEd25519)],
  ])('are replaced where %s', async (_, told, shown) => {
    const { parts, asked } = await machine(told, shown);
    await pinned(parts, 'first11111', [ed25519]);
    expect(await pinned(parts, 'second2222', [otherEd25519, rsa], [ed25519])).toMatchObject({ isFailure: false });
    expect(asked).toEqual({ azure: 1, server: 1 });
    expect(await parts.store.hostKeys.history(facts.vm.id)).toMatchObject([
      { requestId: 'first11111', replacedAtMs: askedAtMs },
      { requestId: 'second2222' },
    ]);
  });

  test.each<[string, ScriptRun, Scanned, RegExp]>([
    ['Azure tells others than were approved', tells(rsa), shows(otherEd25519), /other keys by now.*RSA 3072/],
    ['Azure tells one more', tells(otherEd25519, rsa), shows(otherEd25519), /other keys by now/],
    [
      'Azure does not tell',
      { kind: 'not-run', because: 'The VM is busy.', hint: 'Wait.' },
      shows(otherEd25519),
      /could not be read: The VM is busy/,
    ],
    [
      'nobody knows what Azure told',
      { kind: 'unknown', because: 'No answer came.', hint: 'Look.' },
      shows(otherEd25519),
      /No answer came/,
    ],
    [
      "it is another script's output",
      { kind: 'ran', output: { kind: 'foreign', because: 'Azure gave back something else.' } },
      shows(otherEd25519),
      /nothing to go by/,
    ],
    [
      'the script failed',
      { kind: 'ran', output: { kind: 'ended', status: 2, stdout: '', stderr: '' } },
      shows(otherEd25519),
      /status 2/,
    ],
    [
      'not all of it came back',
      { kind: 'ran', output: { kind: 'cut', status: 0, stdout: '', stderr: '' } },
      shows(otherEd25519),
      /more host keys than/,
    ],
    ['the server shows the old one', tells(otherEd25519), shows(ed25519), /another key.*ED25519 256/],
    ['the server shows the new one and another', tells(otherEd25519), shows(otherEd25519, rsa), /another key.*RSA/],
    ['the server shows nothing', tells(otherEd25519), shows(), /could not be compared/],
    [
      'the server is not reached',
      tells(otherEd25519),
      { kind: 'unreachable', because: 'nothing answered' },
      /nothing answered/,
    ],
  ])('stay where %s', async (_, told, shown, words) => {
    const { parts } = await machine(told, shown);
    await pinned(parts, 'first11111', [ed25519]);
    const outcome = await pinned(parts, 'second2222', [otherEd25519], [ed25519]);
    expect(outcome).toMatchObject({ isFailure: true, message: words, hint: /\.$/ });
    expect(outcome.message).toMatch(/^The keys that were approved before stay as they are\./);
    expect(await parts.store.hostKeys.of(facts.vm.id)).toMatchObject({ requestId: 'first11111' });
  });

  test('stay where nobody approved others, whatever the policy asks for', async () => {
    const { parts } = await machine(tells(otherEd25519), shows(otherEd25519));
    const policy = { rule: 'all', approvals: 0, approvers: 'no approval', without: 'auto' } as const;
    const unseen = { decisions: [], policy };
    expect(await pinned(parts, 'first11111', [ed25519], [], unseen)).toMatchObject({ isFailure: false });
    expect(await pinned(parts, 'second2222', [otherEd25519], [ed25519], unseen)).toMatchObject({
      isFailure: true,
      message: /takes a person/,
    });
    expect(await parts.store.hostKeys.of(facts.vm.id)).toMatchObject({ requestId: 'first11111' });
  });

  test.each<[string, readonly HostKey[]]>([
    ['a first pin', []],
    ['the place of others', [rsa]],
  ])('stay where somebody else was quicker, and this was to be %s', async (_, replaces) => {
    const { parts } = await machine(tells(otherEd25519), shows(otherEd25519));
    await pinned(parts, 'first11111', [ed25519]);
    expect(await pinned(parts, 'second2222', [otherEd25519], replaces)).toMatchObject({
      isFailure: true,
      message: /approved since/,
    });
    expect(await parts.store.hostKeys.history(facts.vm.id)).toHaveLength(1);
  });
});
