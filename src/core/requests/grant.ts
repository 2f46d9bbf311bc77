import { runsInGuest } from '../actions/runs-in-guest.ts';
import { botActor, change, type Decided, decline } from './decided.ts';
import { endingData, type Hold, isOverdue } from './execution.ts';
import { mayBeProlonged } from './may-be-prolonged.ts';
import type { Ending, VmRequest } from './request.ts';
import { stateWords } from './state-words.ts';

/** The life of a grant: open until its time, then closed, whatever happens; closing is tried until it works. */

const announceEndBeforeMs = 10 * 60_000;
/** Pauses between tries to close: they grow, and never longer than five minutes. */
const closePausesMs = [15_000, 30_000, 60_000, 120_000, 300_000];

/** The reminder before the end, once. Short grants get none: their end was announced when they began. */
export function announceEnd(request: VmRequest, nowMs: number): Decided {
  const { state, closesAtMs = 0, openedAtMs = 0, endAnnounced } = request;
  const isLong = closesAtMs - openedAtMs > 2 * announceEndBeforeMs;
  const isDue = nowMs >= closesAtMs - announceEndBeforeMs && nowMs < closesAtMs;
  if (state !== 'active' || endAnnounced || !isLong || !isDue) return nothingToDo;
  const data = { closesAtMs, mayBeProlonged: mayBeProlonged(request) };
  const event = { kind: 'end-announced', atMs: nowMs, actor: botActor, data } as const;
  return change({ ...request, endAnnounced: true }, event);
}

/** Somebody is done before the time is over. */
export function closeNow(request: VmRequest, by: string, nowMs: number): Decided {
  // What was sent and is not known may be open as well.
  const mayBeOpen = request.state === 'active' || (request.state === 'unknown' && request.closesAtMs !== undefined);
  if (!mayBeOpen || request.extends !== undefined) {
    return decline(`Nothing was changed: the request ${stateWords[request.state]}.`, 'Its thread tells who did what.');
  }
  if (request.plan.undo.length === 0) {
    return decline(
      'Microsoft Defender opened this, and closes it at its time: it cannot be closed early.',
      'Remove the rule in the Azure portal if it must be closed at once.',
    );
  }
  return closing(request, by, nowMs);
}

/** At its time, or again when closing was begun and left, or failed and is due. */
export function closeDue(request: VmRequest, { owner, nowMs, leaseMs }: Hold): Decided {
  const { state, lease, closeTries } = request;
  // Also what was sent, and never came to be known as open: whatever there is of it goes.
  const mayBeOpen = state === 'active' || ((state === 'executing' || state === 'unknown') && !request.extends);
  if (mayBeOpen) return isOverdue(request, nowMs) ? closing(request, botActor, nowMs) : nothingToDo;
  if (state !== 'closing') return nothingToDo;
  if (lease !== undefined && nowMs < lease.untilMs) return nothingToDo;
  if (closeTries !== undefined && nowMs < closeTries.nextAtMs) return nothingToDo;
  const taken = { ...request, lease: { owner, untilMs: nowMs + leaseMs } };
  return change(taken, { kind: 'close-began', atMs: nowMs, actor: botActor, data: { owner } });
}

function closing(request: VmRequest, by: string, nowMs: number): Decided {
  const data = { closesAtMs: request.closesAtMs ?? nowMs };
  const { lease: _, ...rest } = request;
  return change({ ...rest, state: 'closing' }, { kind: 'close-began', atMs: nowMs, actor: by, data });
}

export function noteClosed(request: VmRequest, ending: Ending, nowMs: number): Decided {
  if (request.state !== 'closing' && request.state !== 'active') return nothingToDo;
  const { lease: _, closeTries: __, ...rest } = request;
  const over = { ...rest, state: 'closed', endedAtMs: nowMs, ending } as const;
  return change(over, { kind: 'closed', atMs: nowMs, actor: botActor, data: endingData(ending) });
}

/** Somebody else has taken away what was open. While the bot itself closes it, that it is gone says nothing. */
export function noteVanished(request: VmRequest, ending: Ending, nowMs: number): Decided {
  return request.state === 'active' ? noteClosed(request, ending, nowMs) : nothingToDo;
}

/** It is tried again after a pause that grows; each failure is told in the approvals channel. */
export function noteCloseFailed(request: VmRequest, because: string, nowMs: number): Decided {
  if (request.state !== 'closing') return nothingToDo;
  const { lease: _, ...rest } = request;
  const times = (request.closeTries?.times ?? 0) + 1;
  const nextAtMs = nowMs + (closePausesMs[times - 1] ?? 300_000);
  const data = { because, times, nextAtMs };
  const tried = { ...rest, closeTries: { times, nextAtMs, because } };
  // A VM that is off may stay so for days: nobody would read what is said every five minutes.
  const isNews = !runsInGuest(request.plan) || because !== request.closeTries?.because || Math.log2(times) % 1 === 0;
  if (!isNews) return { kind: 'change', request: tried, events: [], notices: [] };
  return change(tried, { kind: 'close-failed', atMs: nowMs, actor: botActor, data });
}

/** A new approval gave it more time: the rule in Azure says so already. */
export function prolong(request: VmRequest, by: string, closesAtMs: number, nowMs: number): Decided {
  if (request.state !== 'active') {
    return decline(`The grant ${stateWords[request.state]}.`, 'Ask for a new one.');
  }
  const { endAnnounced: _, ...rest } = request;
  const before = request.closesAtMs ?? 0;
  // Of two extensions the longer one holds; and who comes back after a crash may have given this one already.
  if (closesAtMs <= before) return nothingToDo;
  const data = { closesAtMs, before };
  return change({ ...rest, closesAtMs }, { kind: 'extended', atMs: nowMs, actor: by, data });
}

/**
 * What is in Azure is not what was granted: told once for each difference, and again when it comes back.
 * @param what empty: it is as it was granted
 */
export function noteDrift(request: VmRequest, what: string, nowMs: number): Decided {
  if (request.state !== 'active' || (request.drift ?? '') === what) return nothingToDo;
  if (what === '') {
    const { drift: _, ...mended } = request;
    return { kind: 'change', request: mended, events: [], notices: [] };
  }
  return change({ ...request, drift: what }, { kind: 'drift-seen', atMs: nowMs, actor: botActor, data: { what } });
}

/** A rule of a request that is over was found in Azure and taken away again. */
export function noteStray(request: VmRequest, what: string, nowMs: number): Decided {
  return change(request, { kind: 'stray-closed', atMs: nowMs, actor: botActor, data: { what } });
}

const nothingToDo = decline('There is nothing to do.', 'Nothing is to be done.');
