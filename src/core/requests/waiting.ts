import { botActor, change, type Decided, decline } from './decided.ts';
import type { VmRequest } from './request.ts';

/** What time does to a request that nobody decides. */

/** Minutes after the request, and then after each reminder: they grow, and nobody is tagged again. */
const remindAfterMs = [10, 20, 40, 80, 160, 320].map((minutes) => minutes * 60_000);
const lastStep = 320 * 60_000;

/** What was approved is done at once or not at all: an approval is not kept for when the bot is back after a weekend. */
const approvalGoodForMs = 15 * 60_000;

/** Whether an approved request was left lying for so long that nobody would expect it to be carried out any more. */
export function isTooLateToBegin({ decisions, createdAtMs }: VmRequest, nowMs: number): boolean {
  return nowMs - (decisions.at(-1)?.atMs ?? createdAtMs) >= approvalGoodForMs;
}

/** Somebody took it to carry it out, and nothing of it was sent or begun before it was too late: so it is not done any more. */
export function isForgotten(request: VmRequest, nowMs: number): boolean {
  return isUntouched(request) && isTooLateToBegin(request, nowMs);
}

/** Nothing of it was ever sent or begun. */
export function isUntouched({ writes, act }: VmRequest): boolean {
  return Object.keys(writes).length === 0 && act === undefined;
}

/** A request that was not decided, or not begun, in time is over; lapsed is not denied. */
export function lapse(request: VmRequest, nowMs: number): Decided {
  const isUndecided = request.state === 'pending' && nowMs >= request.lapsesAtMs;
  const isLeftLying = request.state === 'approved' && isTooLateToBegin(request, nowMs);
  if (!isUndecided && !isLeftLying) return decline('It has not lapsed.', 'Nothing is to be done.');
  return change(
    { ...request, state: 'lapsed', endedAtMs: nowMs },
    {
      kind: 'lapsed',
      atMs: nowMs,
      actor: botActor,
      data: { approved: isLeftLying },
    },
  );
}

/** @returns epoch milliseconds at which the approvers are to be reminded next */
export function nextReminderMs({ reminded }: VmRequest): number {
  return reminded.atMs + (remindAfterMs[reminded.times] ?? lastStep);
}

export function remind(request: VmRequest, nowMs: number): Decided {
  const isDue = request.state === 'pending' && nowMs < request.lapsesAtMs && nowMs >= nextReminderMs(request);
  if (!isDue) return decline('No reminder is due.', 'Nothing is to be done.');
  const reminded = { times: request.reminded.times + 1, atMs: nowMs };
  return change(
    { ...request, reminded },
    { kind: 'reminded', atMs: nowMs, actor: botActor, data: { lapsesAtMs: request.lapsesAtMs } },
  );
}
