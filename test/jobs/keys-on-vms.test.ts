import { describe, expect, test } from 'vitest';
import type { Got, Sent } from '../../src/azure/writes.ts';
import { planDigest } from '../../src/core/actions/plan.ts';
import { key } from '../../src/core/remediations/key.ts';
import type { VmRequest } from '../../src/core/requests/request.ts';
import { cleanUp } from '../../src/jobs/clean-up.ts';
import { closeGrant } from '../../src/jobs/close-grant.ts';
import { closingPass } from '../../src/jobs/closing-pass.ts';
import { findEffects } from '../../src/jobs/find-effects.ts';
import { guestClosingPass } from '../../src/jobs/guest-closing-pass.ts';
import { sendWrite } from '../../src/jobs/send-write.ts';
import { facts, vm } from '../core/checks/myvm.ts';
import { aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { jobParts } from './parts.ts';

const hour = 3_600_000;
const id = 'abcdefghij';
const params = {
  from: '',
  port: 22,
  user: 'azureuser',
  publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDgps+J64LTT7BB0gyaZgew/t3NmzMsiXQyGtphHVkxa',
};

function asked(bend: Partial<VmRequest> = {}, durationMs: number | undefined = hour): VmRequest {
  const planned = key.plan({ facts, params: { ...params, ...(durationMs && { durationMs }) }, requestId: id });
  if (planned.kind === 'refused') throw new Error(planned.problem);
  const { plan } = planned;
  const about = { ...aRequest().vm, id: vm.id, vmId: vm.vmId, name: 'myVM' };
  return aRequest({
    action: 'key',
    params: { ...params, ...(durationMs && { durationMs }) },
    plan,
    digest: planDigest(plan),
    vm: about,
    ...bend,
  });
}

const lease = { owner: 'this process', untilMs: askedAtMs + hour };
const done = { 0: { status: 'done', atMs: askedAtMs } } as const;
const sentOnly = { 0: { status: 'sent', atMs: askedAtMs } } as const;
const open = () => asked({ state: 'active', openedAtMs: askedAtMs, closesAtMs: askedAtMs + hour, writes: done });

/** What Azure gives back of a script that says this. */
function answer(does: 'add-key' | 'remove-key', stdout: string, status = 0): Sent {
  const sentinel = [...open().plan.writes, ...open().plan.undo].find(({ script }) => script?.does === does)?.script
    ?.sentinel;
  const whole = `drawbridge-begin ${sentinel}\n${stdout}\ndrawbridge-end ${sentinel} ${status}\n`;
  return { kind: 'done', output: { value: [{ message: `Enable succeeded: \n[stdout]\n${whole}\n[stderr]\n` }] } };
}

const there: Got = { found: true, body: { properties: { vmId: vm.vmId.toUpperCase() } } };
const off: Sent = {
  kind: 'refused',
  status: 409,
  code: 'OperationNotAllowed',
  because: 'The VM is not running.',
  hint: 'Start it.',
};

async function partsWith(sent: Sent | (() => Sent), got: Got = there) {
  const clock = { nowMs: askedAtMs };
  const sentPaths: string[] = [];
  const parts = await jobParts({
    clock,
    azure: {
      writes: {
        get: async () => got,
        async send({ path }) {
          sentPaths.push(path);
          return typeof sent === 'function' ? sent() : sent;
        },
        inEffect: () => Promise.reject(new Error('the world does not show what a script did')),
        rulesNamed: async () => ({ rules: [], unread: [] }),
        taggedAddresses: async () => ({ addresses: [], unread: [] }),
      },
    },
  });
  return { parts, clock, sentPaths, now: async () => (await parts.store.requests.get(id)) as VmRequest };
}

describe('at its end', () => {
  test.each<[name: string, sent: Sent, got: Got, words: RegExp]>([
    ['taken away', answer('remove-key', 'did removed'), there, /taken off the VM/],
    ['not there any more', answer('remove-key', 'did absent'), there, /not there any more/],
    ['the VM is gone', off, { found: false }, /`myVM` is not there any more/],
    ['the VM is another one', off, { found: true, body: { properties: { vmId: 'another' } } }, /made anew since/],
  ])('%s: closed', async (_, sent, got, words) => {
    const { parts, clock, now } = await partsWith(sent, got);
    await parts.store.requests.insert(open(), [], []);
    clock.nowMs += hour;
    await closeGrant(id, parts);
    expect(await now()).toMatchObject({ state: 'closed', ending: { message: expect.stringMatching(words) } });
  });

  test.each<[name: string, sent: Sent, got: Got, words: RegExp]>([
    ['the VM is off', off, there, /not running\. Start it/],
    ['Azure is busy', { kind: 'busy', because: 'Another script is running.' }, there, /Another script/],
    ['nobody knows', { kind: 'unknown', because: 'Azure did not answer.' }, there, /did not answer/],
    ['the file is a link', answer('remove-key', 'did gone', 21), there, /is a link/],
    ['somebody else answered', { kind: 'done', output: { value: [] } }, there, /no output/],
    ['who the VM is cannot be told', off, { found: true, body: {} }, /same machine/],
  ])('%s: tried again', async (_, sent, got, words) => {
    const { parts, clock, now } = await partsWith(sent, got);
    await parts.store.requests.insert(open(), [], []);
    clock.nowMs += hour;
    await closeGrant(id, parts);
    expect(await now()).toMatchObject({
      state: 'closing',
      closeTries: { times: 1, because: expect.stringMatching(words) },
    });
    expect((await now()).lease).toBeUndefined();
  });

  test('the pass that closes doors does not wait for it: it has one of its own', async () => {
    const { parts, clock, sentPaths, now } = await partsWith(answer('remove-key', 'did removed'));
    await parts.store.requests.insert(open(), [], []);
    clock.nowMs += hour;
    await closingPass(parts)();
    expect([(await now()).state, sentPaths]).toEqual(['active', []]);
    await guestClosingPass(parts)();
    expect([(await now()).state, sentPaths]).toEqual(['closed', [`${vm.id}/runCommand`]]);
  });

  test('a VM that is off is told of ever more seldom, and anew when the reason is another', async () => {
    let sent: Sent = off;
    const { parts, clock } = await partsWith(() => sent);
    await parts.store.requests.insert(open(), [], []);
    clock.nowMs += hour;
    const toldTimes = async () => {
      const events = await parts.store.events.of(id);
      return events.filter(({ kind }) => kind === 'close-failed').map(({ data }) => data.times);
    };
    for (let times = 1; times <= 9; times += 1) {
      await closeGrant(id, parts);
      clock.nowMs += 300_000;
    }
    expect(await toldTimes()).toEqual([1, 2, 4, 8]);
    sent = answer('remove-key', 'did gone', 22);
    await closeGrant(id, parts);
    expect(await toldTimes()).toEqual([1, 2, 4, 8, 10]);
  });
});

describe('letting it in', () => {
  const executing = (writes: VmRequest['writes'] = {}) => asked({ state: 'executing', lease, writes });

  async function sendOne(sent: Sent, request: VmRequest) {
    const { parts, now } = await partsWith(sent);
    await parts.store.requests.insert(request, [], []);
    const [write] = request.plan.writes;
    if (write === undefined) throw new Error('no write');
    const end = await sendWrite(
      { request: { ...request, closesAtMs: askedAtMs + hour }, write, index: 0, nsgs: [] },
      parts,
    );
    return { end, writes: (await now()).writes };
  }

  test('what the script told is kept', async () => {
    const { end } = await sendOne(
      answer('add-key', 'did added\nfile /home/a/.ssh/authorized_keys\nasked sshd\nexpiring itself'),
      executing(),
    );
    expect(end).toMatchObject({ kind: 'done', told: expect.stringMatching(/It stands in/) });
  });

  test.each<[name: string, sent: Sent, kind: string, isLeft: boolean]>([
    ['the script refused', answer('add-key', '', 11), 'failed', false],
    ['Azure refused', off, 'failed', false],
    ['the script broke off', answer('add-key', '', 127), 'failed', true],
    ['Azure did not answer', { kind: 'unknown', because: 'No answer.' }, 'unsure', true],
    ['it is not its output', { kind: 'done', output: { value: [] } }, 'unsure', true],
  ])('%s: what may be there is taken back, and nothing else', async (_, sent, kind, isLeft) => {
    const { end, writes } = await sendOne(sent, executing());
    expect(end.kind).toBe(kind);
    expect(0 in writes).toBe(isLeft);
  });

  test('the script refused the second time: what the first did is not known', async () => {
    const { end, writes } = await sendOne(answer('add-key', '', 11), executing(sentOnly));
    expect(end.kind).toBe('failed');
    expect(writes[0]?.status).toBe('sent');
  });

  test('what nobody knows for half an hour is taken back', async () => {
    const silent: Sent = { kind: 'unknown', because: 'No answer.' };
    expect((await sendOne(silent, executing(sentOnly))).end.kind).toBe('unsure');
    const old = { ...executing(sentOnly), createdAtMs: askedAtMs - 30 * 60_000 };
    expect(await sendOne(silent, old)).toMatchObject({ end: { kind: 'failed' }, writes: { 0: { status: 'sent' } } });
  });

  test('after a crash it is sent again, and nobody guesses', async () => {
    const { parts } = await partsWith(off);
    const request = executing(sentOnly);
    await parts.store.requests.insert(request, [], []);
    expect(await findEffects(request, parts)).toEqual({ kind: 'known', request });
  });
});

describe('what failed', () => {
  test('is taken back, also where it was to stay', async () => {
    const { parts, sentPaths } = await partsWith(answer('remove-key', 'did absent'));
    const request = asked({ state: 'executing', lease, writes: sentOnly }, 0);
    expect(request.plan.undo).toEqual([]);
    expect(await cleanUp(request, parts)).toMatchObject({ left: [] });
    expect(sentPaths).toEqual([`${vm.id}/runCommand`]);
  });

  test('and was never sent, is not', async () => {
    const { parts, sentPaths } = await partsWith(off);
    expect(await cleanUp(asked({ state: 'executing', lease }), parts)).toEqual({ left: [], told: [] });
    expect(sentPaths).toEqual([]);
  });
});
