import type { Json } from '../canonical-json.ts';
import { botActor, change, type Decided, decline } from './decided.ts';
import type { Ending, VmRequest } from './request.ts';

/**
 * Carrying out, step by step, each written down before and after: whoever takes over after a crash sees what was sent
 * and what is done. A lease says who is at it.
 */

/** Takes an approved request, or one that somebody began and left. */
export function beginExecution(request: VmRequest, owner: string, nowMs: number, leaseMs: number): Decided {
  const lease = { owner, untilMs: nowMs + leaseMs };
  const data = { owner, digest: request.digest };
  const event = { kind: 'execution-began', atMs: nowMs, actor: botActor, data } as const;
  if (request.state === 'approved') return change({ ...request, state: 'executing', lease }, event);
  const isUnderWay = request.state === 'executing' || request.state === 'unknown';
  if (!isUnderWay) return decline('It is not to be carried out.', 'Nothing is to be done.');
  if (request.lease !== undefined && nowMs < request.lease.untilMs) {
    return decline('Somebody else carries it out.', 'Nothing is to be done.');
  }
  return change({ ...request, lease }, { ...event, data: { ...data, again: true } });
}

/** Before a write goes out. What is in its holes is kept, so that it can be recognised and sent again as it was. */
export function noteSent(
  request: VmRequest,
  index: number,
  holes: { readonly priority: number | undefined; readonly closesAtMs: number | undefined },
  nowMs: number,
): Decided {
  if (!isUnderWay(request)) return notUnderWay;
  const { priority, closesAtMs } = holes;
  const progress = { status: 'sent', atMs: nowMs, ...(priority !== undefined && { priority }) } as const;
  const writes = { ...request.writes, [index]: progress };
  return change(
    { ...request, writes, ...(closesAtMs !== undefined && { closesAtMs }) },
    { kind: 'write-sent', atMs: nowMs, actor: botActor, data: writeData(request, index, holes) },
  );
}

export function noteDone(request: VmRequest, index: number, nowMs: number): Decided {
  if (!isUnderWay(request)) return notUnderWay;
  const writes = { ...request.writes, [index]: { ...request.writes[index], status: 'done', atMs: nowMs } as const };
  return change(
    { ...request, writes },
    { kind: 'write-done', atMs: nowMs, actor: botActor, data: writeData(request, index, {}) },
  );
}

/** Everything is in place: a grant is open from now on, anything else is over. */
export function succeed(request: VmRequest, ending: Ending, nowMs: number): Decided {
  if (!isUnderWay(request)) return notUnderWay;
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

export function fail(request: VmRequest, ending: Ending, nowMs: number): Decided {
  if (!isUnderWay(request) && request.state !== 'approved') return notUnderWay;
  const { lease: _, ...rest } = request;
  const over = { ...rest, state: 'failed', endedAtMs: nowMs, ending } as const;
  return change(over, { kind: 'failed', atMs: nowMs, actor: botActor, data: endingData(ending) });
}

/** It was sent and nobody can tell yet what became of it; it is looked at again when the lease is over. */
export function loseSight(request: VmRequest, ending: Ending, nowMs: number, againAfterMs: number): Decided {
  if (!isUnderWay(request)) return notUnderWay;
  const lease = { owner: botActor, untilMs: nowMs + againAfterMs };
  const unsure = { ...request, state: 'unknown', lease, ending } as const;
  // Told once: afterwards it is only looked at again.
  if (request.state === 'unknown') return { kind: 'change', request: unsure, events: [], notices: [] };
  return change(unsure, { kind: 'outcome-unknown', atMs: nowMs, actor: botActor, data: endingData(ending) });
}

/** Nothing was sent yet, and Azure could not be asked: it is tried again a little later, by whoever comes first. */
export function putOff(request: VmRequest, nowMs: number, againAfterMs: number): Decided {
  if (request.state !== 'executing') return notUnderWay;
  const lease = { owner: botActor, untilMs: nowMs + againAfterMs };
  return { kind: 'change', request: { ...request, lease }, events: [], notices: [] };
}

function isUnderWay({ state }: VmRequest): boolean {
  return state === 'executing' || state === 'unknown';
}

const notUnderWay = decline('It is not being carried out.', 'Nothing is to be done.');

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
