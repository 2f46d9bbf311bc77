import type { Json } from '../canonical-json.ts';
import { botActor, change, type Decided, decline } from './decided.ts';
import type { Ending, VmRequest } from './request.ts';
import { isForgotten, isTooLateToBegin } from './waiting.ts';

/**
 * Carrying out, step by step, each written down before and after: whoever takes over after a crash sees what was sent
 * and what is done. A lease says who is at it; it is renewed with every step, and who has lost it stops.
 */

/** Who is at it, now, and for how long from now on. */
export interface Hold {
  readonly owner: string;
  readonly nowMs: number;
  readonly leaseMs: number;
}

/** Takes an approved request, or one that somebody began and left. */
export function beginExecution(request: VmRequest, hold: Hold): Decided {
  const { owner, nowMs } = hold;
  const data = { owner, digest: request.digest };
  const event = { kind: 'execution-began', atMs: nowMs, actor: botActor, data } as const;
  if (request.state === 'approved') {
    if (isTooLateToBegin(request, nowMs)) return nothingToDo;
    return change({ ...request, state: 'executing', lease: leaseOf(hold) }, event);
  }
  const isFree = request.lease === undefined || nowMs >= request.lease.untilMs;
  if (!isUnderWay(request) || !isFree || isOverdue(request, nowMs)) return nothingToDo;
  return change({ ...request, lease: leaseOf(hold) }, { ...event, data: { ...data, again: true } });
}

/** Before a write goes out. What is in its holes is kept, so that it can be recognised and sent again as it was. */
export function noteSent(
  request: VmRequest,
  index: number,
  holes: { readonly priority: number | undefined; readonly closesAtMs: number | undefined },
  hold: Hold,
): Decided {
  const { priority, closesAtMs } = holes;
  const isOver = closesAtMs !== undefined && hold.nowMs >= closesAtMs;
  if (!isHeld(request, hold) || isOver || isForgotten(request, hold.nowMs)) return nothingToDo;
  const progress = { status: 'sent', atMs: hold.nowMs, ...(priority !== undefined && { priority }) } as const;
  const writes = { ...request.writes, [index]: progress };
  return change(
    { ...request, writes, lease: leaseOf(hold), ...(closesAtMs !== undefined && { closesAtMs }) },
    { kind: 'write-sent', atMs: hold.nowMs, actor: botActor, data: writeData(request, index, holes) },
  );
}

/** @param told what a script told of what it did */
export function noteDone(request: VmRequest, index: number, hold: Hold, told?: string): Decided {
  if (!isHeld(request, hold)) return nothingToDo;
  const done = {
    ...request.writes[index],
    status: 'done',
    atMs: hold.nowMs,
    ...(told !== undefined && { told }),
  } as const;
  return change(
    { ...request, writes: { ...request.writes, [index]: done }, lease: leaseOf(hold) },
    { kind: 'write-done', atMs: hold.nowMs, actor: botActor, data: writeData(request, index, {}) },
  );
}

/** It was sent, and surely changed nothing: there is nothing of it that would have to be taken back. */
export function noteNotDone(request: VmRequest, index: number, hold: Hold): Decided {
  if (!isHeld(request, hold) || request.writes[index]?.status !== 'sent') return nothingToDo;
  const writes = Object.fromEntries(Object.entries(request.writes).filter(([at]) => at !== String(index)));
  return { kind: 'change', request: { ...request, writes, lease: leaseOf(hold) }, events: [], notices: [] };
}

/** Everything is in place: a grant is open from now on, anything else is over. */
export function succeed(request: VmRequest, ending: Ending, { owner, nowMs }: Omit<Hold, 'leaseMs'>): Decided {
  if (!isHeld(request, { owner })) return nothingToDo;
  const { lease: _, ...rest } = request;
  const data = endingData(ending);
  if (request.closesAtMs === undefined || request.extends !== undefined) {
    const done = { ...rest, state: 'succeeded', endedAtMs: nowMs, ending } as const;
    return change(done, { kind: 'succeeded', atMs: nowMs, actor: botActor, data });
  }
  const open = { ...rest, state: 'active', openedAtMs: nowMs, ending } as const;
  return change(open, {
    kind: 'opened',
    atMs: nowMs,
    actor: botActor,
    data: { ...data, closesAtMs: request.closesAtMs },
  });
}

export function fail(request: VmRequest, ending: Ending, { owner, nowMs }: Omit<Hold, 'leaseMs'>): Decided {
  if (!isHeld(request, { owner })) return nothingToDo;
  const { lease: _, ...rest } = request;
  const over = { ...rest, state: 'failed', endedAtMs: nowMs, ending } as const;
  return change(over, { kind: 'failed', atMs: nowMs, actor: botActor, data: endingData(ending) });
}

/** It was sent and nobody can tell yet what became of it: looked at again after a pause, by anybody, and told once. */
export function loseSight(request: VmRequest, ending: Ending, { owner, nowMs, leaseMs }: Hold): Decided {
  if (!isHeld(request, { owner })) return nothingToDo;
  const lease = { owner: botActor, untilMs: nowMs + leaseMs };
  const unsure = { ...request, state: 'unknown', lease, ending } as const;
  if (request.state === 'unknown') return { kind: 'change', request: unsure, events: [], notices: [] };
  return change(unsure, { kind: 'outcome-unknown', atMs: nowMs, actor: botActor, data: endingData(ending) });
}

/** It failed half way, and what was done cannot be taken back yet: it is told, and tried again like any other closing. */
export function failAndClose(request: VmRequest, ending: Ending, { owner, nowMs }: Omit<Hold, 'leaseMs'>): Decided {
  if (!isHeld(request, { owner })) return nothingToDo;
  const { lease: _, ...rest } = request;
  const half = { ...rest, state: 'closing', ending } as const;
  return change(half, { kind: 'failed', atMs: nowMs, actor: botActor, data: endingData(ending) });
}

/** So long after the approval it is tried whether Azure can be asked; then the person who waits is told. */
const patienceMs = 5 * 60_000;

/** Nothing was sent, since Azure could not be asked just now: tried again after a pause, by anybody, for some minutes. */
export function putOff(request: VmRequest, ending: Ending, hold: Hold): Decided {
  if (!isHeld(request, hold)) return nothingToDo;
  const { decisions, createdAtMs } = request;
  const approvedAtMs = Math.max(createdAtMs, ...decisions.map(({ atMs }) => atMs));
  if (hold.nowMs >= approvedAtMs + patienceMs) return fail(request, ending, hold);
  const lease = { owner: botActor, untilMs: hold.nowMs + hold.leaseMs };
  return { kind: 'change', request: { ...request, lease }, events: [], notices: [] };
}

export function leaseOf({ owner, nowMs, leaseMs }: Hold): NonNullable<VmRequest['lease']> {
  return { owner, untilMs: nowMs + leaseMs };
}

/** Whether this process is still the one that carries it out. */
export function isHeld(request: VmRequest, { owner }: Pick<Hold, 'owner'>): boolean {
  return isUnderWay(request) && request.lease?.owner === owner;
}

function isUnderWay({ state }: VmRequest): boolean {
  return state === 'executing' || state === 'unknown';
}

/** Its time is over before it was known to be open: it is closed, not carried out. */
export function isOverdue({ closesAtMs }: VmRequest, nowMs: number): boolean {
  return closesAtMs !== undefined && nowMs >= closesAtMs;
}

const nothingToDo = decline('It is not for this one to carry it out.', 'Nothing is to be done.');

function writeData(
  request: VmRequest,
  index: number,
  holes: { readonly [key: string]: number | undefined },
): { [key: string]: Json } {
  const write = request.plan.writes[index];
  const filled = Object.entries(holes).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return { index, says: write?.says ?? '', path: write?.path ?? '', ...Object.fromEntries(filled) };
}

export function endingData({ message, hint }: Ending): { [key: string]: Json } {
  return { message, ...(hint !== undefined && { hint }) };
}
