import { CronExpressionParser } from 'cron-parser';

const hour = 60 * 60_000;
/** The latest slot is looked for in the last hour first, and longer ago only where none is there. */
const windowsMs = [hour, 26 * hour, 8 * 24 * hour, 40 * 24 * hour, 400 * 24 * hour];
/** Counted from well before: of an hour that comes twice, the first alone is a slot. */
const runUpMs = 4 * hour;

/**
 * The latest slot of a schedule that is over and later than the last one that was served. A time that a change of clocks
 * leaves out comes an hour later, and one that comes twice is one slot.
 *
 * @param schedule five cron fields
 * @param timezone IANA name
 */
export function slotDue(schedule: string, timezone: string, nowMs: number, lastSlotMs: number): number | undefined {
  for (const windowMs of windowsMs) {
    const fromMs = Math.max(lastSlotMs, nowMs - windowMs);
    const slot = latestIn(schedule, timezone, fromMs, nowMs);
    if (slot !== undefined || fromMs === lastSlotMs) return slot;
  }
  return undefined;
}

/** The next one after a moment; undefined: there is none. @throws Error when it is no schedule */
export function nextSlot(schedule: string, timezone: string, afterMs: number): number | undefined {
  const slots = slotsAfter(schedule, timezone, afterMs - runUpMs);
  for (const slot of slots) if (slot > afterMs) return slot;
  return undefined;
}

// Forward only: backwards the parser passes over times that a change of clocks left out.
function latestIn(schedule: string, timezone: string, fromMs: number, toMs: number): number | undefined {
  let latest: number | undefined;
  for (const slot of slotsAfter(schedule, timezone, fromMs - runUpMs)) {
    if (slot > toMs) break;
    if (slot > fromMs) latest = slot;
  }
  return latest;
}

function* slotsAfter(schedule: string, tz: string, afterMs: number): Generator<number> {
  const expression = CronExpressionParser.parse(schedule, { tz, currentDate: afterMs });
  while (expression.hasNext()) yield expression.next().getTime();
}
