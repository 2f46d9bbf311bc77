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
    expect(lapse(aRequest({ state: 'active' }), request.lapsesAtMs).kind).toBe('refuse');
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

const hold = (owner: string, nowMs: number, leaseMs = lease) => ({ owner, nowMs, leaseMs });

describe('carrying out', () => {
  const closesAtMs = askedAtMs + 60 * minute;
  const begun = next(beginExecution(aRequest({ state: 'approved' }), hold('a', askedAtMs)));
  const sent = next(noteSent(begun, 0, { priority: 299, closesAtMs }, hold('a', askedAtMs)));

  test('each write is noted before and after, and the grant is open at the end', () => {
    expect(begun).toMatchObject({ state: 'executing', lease: { owner: 'a', untilMs: askedAtMs + lease } });
    expect(sent.writes).toEqual({ 0: { status: 'sent', priority: 299, atMs: askedAtMs } });
    const done = next(noteDone(sent, 0, hold('a', askedAtMs + 1)));
    expect(done.writes[0]).toMatchObject({ status: 'done', priority: 299 });
    const open = next(succeed(done, { message: 'Open.' }, hold('a', askedAtMs + 2)));
    expect(open).toMatchObject({ state: 'active', openedAtMs: askedAtMs + 2, closesAtMs });
    expect(open.lease).toBeUndefined();
  });

  test('each step renews the lease, and who has lost it does nothing more', () => {
    expect(sent.lease?.untilMs).toBe(askedAtMs + lease);
    const later = next(noteSent(begun, 0, { priority: 299, closesAtMs }, hold('a', askedAtMs + minute)));
    expect(later.lease?.untilMs).toBe(askedAtMs + minute + lease);
    const taken = next(beginExecution(sent, hold('b', askedAtMs + lease)));
    for (const late of [
      noteSent(taken, 0, { priority: 299, closesAtMs }, hold('a', askedAtMs + lease)),
      noteDone(taken, 0, hold('a', askedAtMs + lease)),
      succeed(taken, { message: 'Open.' }, hold('a', askedAtMs + lease)),
      fail(taken, { message: 'No.' }, hold('a', askedAtMs + lease)),
      loseSight(taken, { message: 'Who knows.' }, hold('a', askedAtMs + lease)),
    ]) {
      expect(late.kind).toBe('refuse');
    }
  });

  test('nobody takes what somebody else carries out before the lease is over', () => {
    expect(beginExecution(begun, hold('b', askedAtMs + lease - 1)).kind).toBe('refuse');
    expect(next(beginExecution(begun, hold('b', askedAtMs + lease))).lease?.owner).toBe('b');
  });

  test('nothing goes out after the end, and nobody begins again then', () => {
    expect(noteSent(sent, 0, { priority: 299, closesAtMs }, hold('a', closesAtMs)).kind).toBe('refuse');
    expect(beginExecution(sent, hold('b', closesAtMs)).kind).toBe('refuse');
    expect(next(closeDue(sent, hold('b', closesAtMs))).state).toBe('closing');
  });

  test('what was approved long ago is not carried out any more: it lapses', () => {
    const approved = aRequest({ state: 'approved' });
    const late = askedAtMs + 15 * minute;
    expect(lapse(approved, late - 1).kind).toBe('refuse');
    expect(beginExecution(approved, hold('a', late)).kind).toBe('refuse');
    expect(next(lapse(approved, late)).state).toBe('lapsed');
  });

  test('what stays is over when it succeeded, a grant only when it is closed', () => {
    const starting = aRequest({ state: 'approved', action: 'start-vm' });
    const going = next(beginExecution(starting, hold('a', askedAtMs)));
    expect(next(succeed(going, { message: 'Running.' }, hold('a', askedAtMs))).state).toBe('succeeded');
  });

  test('an unknown outcome is told once and looked at again', () => {
    const unsure = loseSight(begun, { message: 'Not known.' }, hold('a', askedAtMs, minute));
    expect(kinds(unsure)).toEqual(['outcome-unknown']);
    expect(beginExecution(next(unsure), hold('a', askedAtMs + minute - 1)).kind).toBe('refuse');
    const again = next(beginExecution(next(unsure), hold('a', askedAtMs + minute)));
    expect(again.state).toBe('unknown');
    expect(kinds(loseSight(again, { message: 'Not known.' }, hold('a', askedAtMs + minute, minute)))).toEqual([]);
    expect(next(fail(again, { message: 'It was not done.' }, hold('a', askedAtMs + minute))).state).toBe('failed');
  });

  test('what is not known to be open is closed at its end, or when somebody wants it', () => {
    const unsure = next(loseSight(sent, { message: 'Not known.' }, hold('a', askedAtMs, minute)));
    expect(closeDue(unsure, hold('b', closesAtMs - 1)).kind).toBe('refuse');
    expect(next(closeDue(unsure, hold('b', closesAtMs))).state).toBe('closing');
    expect(next(closeNow(unsure, 'U0ALICE', askedAtMs + 1)).state).toBe('closing');
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
    expect(closeDue(aGrant(), hold('a', closesAtMs - 1)).kind).toBe('refuse');
    const closing = next(closeDue(aGrant(), hold('a', closesAtMs)));
    expect(closing).toMatchObject({ state: 'closing' });
    const taken = next(closeDue(closing, hold('a', closesAtMs)));
    expect(closeDue(taken, hold('b', closesAtMs + 1)).kind).toBe('refuse');
    expect(next(noteClosed(taken, { message: 'Closed.' }, closesAtMs)).state).toBe('closed');
  });

  test('closing that fails is tried again after growing pauses, for ever, and told each time', () => {
    let request = next(closeDue(next(closeDue(aGrant(), hold('a', closesAtMs))), hold('a', closesAtMs)));
    let now = closesAtMs;
    const pauses: number[] = [];
    for (let count = 0; count < 7; count += 1) {
      const failed = noteCloseFailed(request, 'locked', now);
      expect(failed.kind === 'change' && failed.notices.map(({ to }) => to.kind)).toEqual(['thread', 'channel']);
      request = next(failed);
      const due = request.closeTries?.nextAtMs ?? 0;
      pauses.push((due - now) / 1000);
      expect(closeDue(request, hold('a', due - 1)).kind).toBe('refuse');
      now = due;
      request = next(closeDue(request, hold('a', now)));
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
    // Given twice, or less than there is already, it changes nothing and is not told again.
    expect(prolong(longer, 'U0ALICE', closesAtMs + 30 * minute, closesAtMs).kind).toBe('refuse');
    expect(prolong(longer, 'U0ALICE', closesAtMs + minute, closesAtMs).kind).toBe('refuse');
    expect(prolong(aGrant({ state: 'closing' }), 'U0ALICE', closesAtMs + minute, closesAtMs).kind).toBe('refuse');
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
    const mended = noteDrift(told, '', askedAtMs + 3);
    expect(kinds(mended)).toEqual([]);
    expect(kinds(noteDrift(next(mended), 'Somebody edited it.', askedAtMs + 4))).toEqual(['drift-seen']);
  });
});
