import { type ActOutcome, isOverSsh } from '../actions/act.ts';
import { botActor, change, type Decided, decline } from './decided.ts';
import { endingData, type Hold, isHeld, leaseOf } from './execution.ts';
import type { ActProgress, VmRequest } from './request.ts';
import { stateWords } from './state-words.ts';
import { isForgotten } from './waiting.ts';

/** What the bot does itself, step by step. A command is begun once: nobody knows what doing it again would do. */

export function beginAct(request: VmRequest, hold: Hold): Decided {
  const { nowMs } = hold;
  if (!isHeld(request, hold) || request.act !== undefined || isForgotten(request, nowMs)) return nothingToDo;
  const begun = { ...request, act: { beganAtMs: nowMs }, lease: leaseOf(hold) };
  return change(begun, {
    kind: 'act-began',
    atMs: nowMs,
    actor: botActor,
    data: { kind: request.plan.act?.kind ?? '' },
  });
}

/** Where people see what comes of it: no event, since nothing happened. */
export function noteShown(request: VmRequest, shown: NonNullable<ActProgress['shown']>): Decided {
  if (request.act === undefined) return nothingToDo;
  return { kind: 'change', request: { ...request, act: { ...request.act, shown } }, events: [], notices: [] };
}

/** What was opened for it is closed at once; else it is over. What came of it is kept although its time was over before. */
export function endAct(request: VmRequest, outcome: ActOutcome, { owner, nowMs }: Omit<Hold, 'leaseMs'>): Decided {
  const isLate = isOutlived(request);
  if (!isLate && !isHeld(request, { owner })) return nothingToDo;
  const { lease: _, ...rest } = request;
  const { isFailure, message, hint } = outcome;
  const ending = { message, ...(hint !== undefined && { hint }) };
  const act = { beganAtMs: nowMs, ...request.act, endedAtMs: nowMs, outcome };
  const data = { ...endingData(ending), ...outcome.data, failed: isFailure };
  const event = { kind: 'act-ended', atMs: nowMs, actor: botActor, data } as const;
  if (isLate) return change({ ...request, act }, event);
  const isOpen = request.closesAtMs !== undefined;
  const state = isOpen ? 'closing' : isFailure ? 'failed' : 'succeeded';
  const ended = { ...rest, act, ending, state, ...(!isOpen && { endedAtMs: nowMs }) } as const;
  return change(ended, event);
}

/** What was opened for it was closed at its time, while it was still at it. */
function isOutlived({ state, act }: VmRequest): boolean {
  return (state === 'closing' || state === 'closed') && act !== undefined && act.outcome === undefined;
}

/** Whether there is something under way that can be ended, and nobody has asked for that yet. */
export function mayBeCancelled({ state, plan, act, cancelAsked }: VmRequest): boolean {
  const isUnderWay = state === 'executing' && isOverSsh(plan.act) && act !== undefined && act.endedAtMs === undefined;
  return isUnderWay && cancelAsked === undefined;
}

/** Somebody wants it ended. Whoever is at it sees to that; what is known of the remote process is told at the end. */
export function askCancel(request: VmRequest, by: string, nowMs: number): Decided {
  if (request.cancelAsked !== undefined && request.state === 'executing')
    return decline('It is being cancelled already.', 'It takes some seconds.');
  if (!mayBeCancelled(request))
    return decline(`Nothing was changed: the request ${stateWords[request.state]}.`, 'Its thread tells who did what.');
  return change({ ...request, cancelAsked: { by, atMs: nowMs } }, { kind: 'cancel-asked', atMs: nowMs, actor: by });
}

const nothingToDo = decline('It is not for this one to carry it out.', 'Nothing is to be done.');
