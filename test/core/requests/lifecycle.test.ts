import { describe, expect, test } from 'vitest';
import type { Decided } from '../../../src/core/requests/decided.ts';
import { beginExecution, fail, loseSight, noteDone, noteSent, succeed } from '../../../src/core/requests/execution.ts';
import {
  announceEnd,
  closeDue,
  closeNow,
  noteClosed,
  noteCloseFailed,
  noteDrift,
  noteVanished,
  prolong,
} from '../../../src/core/requests/grant.ts';
import { lapse, nextReminderMs, remind } from '../../../src/core/requests/waiting.ts';
import { aGrant, aRequest, askedAtMs } from './a-request.ts';

const minute = 60_000;
const lease = 5 * minute;

function next(decided: Decided) {
  if (decided.kind !== 'change') throw new Error(`refused: ${JSON.stringify(decided.refusal)}`);
  return decided.request;
}

const kinds = (decided: Decided) => (decided.kind === 'change' ? decided.events.map(({ kind }) => kind) : decided.kind);

describe('waiting', () => {
  test('lapses at its time, not before, and only while it waits', () => {
    const request = aRequest();
    expect(lapse(request, request.lapsesAtMs - 1).kind).toBe('refuse');
    expect(next(lapse(request, request.lapsesAtMs)).state).toBe('lapsed');
    expect(lapse(aRequest({ state: 'approved' }), request.lapsesAtMs).kind).toBe('refuse');
  });

  test('reminds at growing intervals', () => {
    let request = aRequest({ lapsesAtMs: askedAtMs + 24 * 60 * minute });
    const waits: number[] = [];
    for (let at = request.reminded.atMs, count = 0; count < 8; count += 1) {
      const due = nextReminderMs(request);
      expect(remind(request, due - 1).kind).toBe('refuse');
      request = next(remind(request, due));
      waits.push((due - at) / minute);
      at = due;
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 320, 320, 320]);
  });
});

describe('carrying out', () => {
  test('each write is noted before and after, and the grant is open at the end', () => {
    let request = next(beginExecution(aRequest({ state: 'approved' }), 'a', askedAtMs, lease));
    expect(request).toMatchObject({ state: 'executing', lease: { owner: 'a', untilMs: askedAtMs + lease } });
    request = next(noteSent(request, 0, { priority: 299, closesAtMs: askedAtMs + 60 * minute }, askedAtMs));
    expect(request.writes).toEqual({ 0: { status: 'sent', priority: 299, atMs: askedAtMs } });
    request = next(noteDone(request, 0, askedAtMs + 1));
    expect(request.writes[0]).toMatchObject({ status: 'done', priority: 299 });
    request = next(succeed(request, { message: 'Open.' }, askedAtMs + 2));
    expect(request).toMatchObject({ state: 'active', openedAtMs: askedAtMs + 2, closesAtMs: askedAtMs + 60 * minute });
    expect(request.lease).toBeUndefined();
  });

  test('nobody takes what somebody else carries out before the lease is over', () => {
    const begun = next(beginExecution(aRequest({ state: 'approved' }), 'a', askedAtMs, lease));
    expect(beginExecution(begun, 'b', askedAtMs + lease - 1, lease).kind).toBe('refuse');
    expect(next(beginExecution(begun, 'b', askedAtMs + lease, lease)).lease?.owner).toBe('b');
  });

  test('what stays is over when it succeeded, a grant only when it is closed', () => {
    const starting = aRequest({ state: 'executing', remediation: 'start-vm' });
    expect(next(succeed(starting, { message: 'Running.' }, askedAtMs)).state).toBe('succeeded');
  });

  test('an unknown outcome is told once and looked at again', () => {
    const begun = next(beginExecution(aRequest({ state: 'approved' }), 'a', askedAtMs, lease));
    const unsure = loseSight(begun, { message: 'Not known.' }, askedAtMs, minute);
    expect(kinds(unsure)).toEqual(['outcome-unknown']);
    const again = next(beginExecution(next(unsure), 'a', askedAtMs + minute, lease));
    expect(again.state).toBe('unknown');
    expect(kinds(loseSight(again, { message: 'Not known.' }, askedAtMs + minute, minute))).toEqual([]);
    expect(next(fail(again, { message: 'It was not done.' }, askedAtMs + minute)).state).toBe('failed');
  });
});

describe('a grant', () => {
  const closesAtMs = askedAtMs + 60 * minute;

  test('its end is announced once, ten minutes before', () => {
    expect(announceEnd(aGrant(), closesAtMs - 10 * minute - 1).kind).toBe('refuse');
    const told = next(announceEnd(aGrant(), closesAtMs - 10 * minute));
    expect(announceEnd(told, closesAtMs - minute).kind).toBe('refuse');
    expect(announceEnd(aGrant({ closesAtMs: askedAtMs + 15 * minute }), askedAtMs + 6 * minute).kind).toBe('refuse');
  });

  test('is closed at its time: first the step, then somebody takes the work', () => {
    expect(closeDue(aGrant(), 'a', closesAtMs - 1, lease).kind).toBe('refuse');
    const closing = next(closeDue(aGrant(), 'a', closesAtMs, lease));
    expect(closing).toMatchObject({ state: 'closing' });
    const taken = next(closeDue(closing, 'a', closesAtMs, lease));
    expect(closeDue(taken, 'b', closesAtMs + 1, lease).kind).toBe('refuse');
    expect(next(noteClosed(taken, { message: 'Closed.' }, closesAtMs)).state).toBe('closed');
  });

  test('closing that fails is tried again after growing pauses, for ever, and told each time', () => {
    let request = next(closeDue(next(closeDue(aGrant(), 'a', closesAtMs, lease)), 'a', closesAtMs, lease));
    let now = closesAtMs;
    const pauses: number[] = [];
    for (let count = 0; count < 7; count += 1) {
      const failed = noteCloseFailed(request, 'locked', now);
      expect(failed.kind === 'change' && failed.notices.map(({ to }) => to.kind)).toEqual(['thread', 'channel']);
      request = next(failed);
      const due = request.closeTries?.nextAtMs ?? 0;
      pauses.push((due - now) / 1000);
      expect(closeDue(request, 'a', due - 1, lease).kind).toBe('refuse');
      now = due;
      request = next(closeDue(request, 'a', now, lease));
    }
    expect(pauses).toEqual([15, 30, 60, 120, 300, 300, 300]);
  });

  test('is closed early, but not what Defender opened', () => {
    expect(next(closeNow(aGrant(), 'U0ALICE', askedAtMs + 1)).state).toBe('closing');
    const jit = aGrant({ plan: { ...aGrant().plan, undo: [] } });
    expect(closeNow(jit, 'U0ALICE', askedAtMs + 1)).toMatchObject({
      refusal: { problem: expect.stringContaining('Defender') },
    });
    expect(closeNow(aGrant({ state: 'closed' }), 'U0ALICE', askedAtMs + 1).kind).toBe('refuse');
  });

  test('more time moves the end, and it is announced anew', () => {
    const told = next(announceEnd(aGrant(), closesAtMs - minute));
    const longer = next(prolong(told, 'U0ALICE', closesAtMs + 30 * minute, closesAtMs - minute));
    expect(longer.closesAtMs).toBe(closesAtMs + 30 * minute);
    expect(announceEnd(longer, closesAtMs + 25 * minute).kind).toBe('change');
    expect(next(prolong(longer, 'U0ALICE', closesAtMs + minute, closesAtMs)).closesAtMs).toBe(closesAtMs + 30 * minute);
    expect(prolong(aGrant({ state: 'closing' }), 'U0ALICE', closesAtMs + minute, closesAtMs).kind).toBe('refuse');
  });

  test('of which it is not known whether it is open is closed at its time, unless somebody is at it', () => {
    const lostSight = { owner: 'drawbridge', untilMs: closesAtMs + minute };
    const atWork = { owner: 'a', untilMs: closesAtMs + minute };
    const unknown = aGrant({ state: 'unknown', lease: lostSight });
    expect(closeDue(unknown, 'b', closesAtMs - 1, lease).kind).toBe('refuse');
    expect(next(closeDue(unknown, 'b', closesAtMs, lease))).toMatchObject({ state: 'closing' });
    for (const state of ['unknown', 'executing'] as const) {
      expect(closeDue(aGrant({ state, lease: atWork }), 'b', closesAtMs, lease).kind).toBe('refuse');
      expect(next(closeDue(aGrant({ state, lease: atWork }), 'b', atWork.untilMs, lease)).state).toBe('closing');
    }
    expect(closeDue(aGrant({ state: 'unknown', extends: 'zzzzzzzzzz' }), 'b', closesAtMs, lease).kind).toBe('refuse');
  });

  test('that vanished is over, but not while the bot itself closes it', () => {
    const ending = { message: 'Somebody took it away.' };
    expect(next(noteVanished(aGrant(), ending, askedAtMs + 1)).state).toBe('closed');
    for (const state of ['closing', 'closed'] as const)
      expect(noteVanished(aGrant({ state }), ending, askedAtMs + 1).kind).toBe('refuse');
  });

  test('a difference is told once', () => {
    const told = next(noteDrift(aGrant(), 'Somebody edited it.', askedAtMs));
    expect(noteDrift(told, 'Somebody edited it.', askedAtMs + 1).kind).toBe('refuse');
    expect(noteDrift(told, 'It is gone.', askedAtMs + 2).kind).toBe('change');
  });
});
