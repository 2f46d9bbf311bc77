import { isoSecond, parseIsoSecond } from '../text/iso-time.ts';
import { type Refusal, refuse } from '../text/refusal.ts';

const dayMs = 24 * 60 * 60_000;
/** After a year somebody has to look again. */
const longestWaiverDays = 365;

/** A day in UTC as a date picker has it: `2026-11-26`. */
export function dayOf(ms: number): string {
  return isoSecond(ms).slice(0, 10);
}

export function latestDay(nowMs: number): string {
  return dayOf(nowMs + longestWaiverDays * dayMs);
}

/** The end of the chosen day in UTC. @param day as a date picker sends it */
export function parseWaiveUntil(day: string, nowMs: number): { readonly ok: true; readonly untilMs: number } | Refusal {
  const startMs = parseIsoSecond(`${day}T00:00:00Z`);
  if (startMs === undefined) return refuse('There is no day.', 'Pick the last day on which it is to be left out.');
  if (day <= dayOf(nowMs))
    return refuse('That day is not after today.', 'Pick a later one: waivers end with a day, in UTC.');
  if (day > latestDay(nowMs))
    return refuse(
      'That is more than a year from now.',
      `Pick a day until ${latestDay(nowMs)}; it can be waived again then.`,
    );
  return { ok: true, untilMs: startMs + dayMs };
}
