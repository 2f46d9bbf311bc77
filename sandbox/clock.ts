import type { Clock, Deadline } from '../src/clock.ts';

interface Pending {
  readonly at: number;
  readonly controller: AbortController;
}

/**
 * The sandbox's clock: real time plus an offset that `advance` moves. A script's clock stands still between its lines
 * and does not wait for what will never come: when a server reports that it will not answer (`hang`) and nothing else is
 * going on, time jumps to the next deadline.
 */
export interface SandboxClock extends Clock {
  /** Between the lines of a script no time passes, however long something takes. */
  readonly standsStill: boolean;
  advance(byMs: number): void;
  /** Called by a server that will never answer this request; `over` aborts when the other side gave up. */
  hang(over: AbortSignal): void;
}

export function realSandboxClock(): SandboxClock {
  let offsetMs = 0;
  const pending = new Set<Pending>();
  const now = () => Date.now() + offsetMs;
  return {
    standsStill: false,
    now,
    deadline(afterMs) {
      const deadline = pend(pending, now() + afterMs);
      const timer = setTimeout(() => fire(pending, deadline.entry), afterMs);
      timer.unref();
      return {
        signal: deadline.signal,
        clear: () => {
          clearTimeout(timer);
          deadline.clear();
        },
      };
    },
    advance(byMs) {
      offsetMs += byMs;
      fireDue(pending, now());
    },
    hang() {},
  };
}

/**
 * Before a hanging request is taken for all that is left, nothing must have happened in so many turns of the event loop,
 * each with this pause before it. Turns and not only time: on a busy machine all of the time may pass in one turn,
 * and what arrived meanwhile is not yet seen.
 */
const quietTurns = 10;
const turnMs = 10;

/** @param startMs epoch milliseconds at which the script begins */
export function scriptClock(startMs: number): SandboxClock {
  let nowMs = startMs;
  let changes = 0;
  const pending = new Set<Pending>();
  const jumpToNext = () => {
    if (pending.size === 0) return;
    nowMs = Math.max(nowMs, Math.min(...[...pending].map((entry) => entry.at)));
    fireDue(pending, nowMs);
  };
  return {
    standsStill: true,
    now: () => nowMs,
    deadline(afterMs) {
      changes += 1;
      const deadline = pend(pending, nowMs + afterMs);
      return {
        signal: deadline.signal,
        clear: () => {
          changes += 1;
          deadline.clear();
        },
      };
    },
    advance(byMs) {
      nowMs += byMs;
      fireDue(pending, nowMs);
    },
    hang(over) {
      let seen = changes;
      let quiet = 0;
      const watch = setInterval(() => {
        if (over.aborted) return clearInterval(watch);
        quiet = changes === seen ? quiet + 1 : 0;
        seen = changes;
        if (quiet < quietTurns) return;
        quiet = 0;
        jumpToNext();
      }, turnMs);
    },
  };
}

function pend(pending: Set<Pending>, at: number): Deadline & { readonly entry: Pending } {
  const entry = { at, controller: new AbortController() };
  pending.add(entry);
  return { entry, signal: entry.controller.signal, clear: () => void pending.delete(entry) };
}

function fireDue(pending: Set<Pending>, nowMs: number): void {
  for (const entry of [...pending].filter((each) => each.at <= nowMs).sort((a, b) => a.at - b.at)) fire(pending, entry);
}

function fire(pending: Set<Pending>, entry: Pending): void {
  pending.delete(entry);
  entry.controller.abort(new DOMException('The deadline passed', 'TimeoutError'));
}
