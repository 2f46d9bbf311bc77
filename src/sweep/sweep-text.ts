import { onTerminal } from '../core/text/on-terminal.ts';
import type { Sweep, SweptDoor } from '../jobs/sweep-doors.ts';

/** 0: nothing is left open that should be closed. 1: something is, or may be. 2: not everything could be looked at. */
export type SweepStatus = 0 | 1 | 2;

const leftOpen: ReadonlySet<SweptDoor['status']> = new Set(['still open', 'due', 'unproven']);

export function sweepStatus({ doors, unread }: Sweep): SweepStatus {
  if (doors.some(({ status }) => leftOpen.has(status))) return 1;
  return unread.length > 0 ? 2 : 0;
}

/** One line a door, what could not be searched, and at the end what it all means. */
export function sweepLines(sweep: Sweep): string[] {
  const { doors, unread } = sweep;
  return [
    ...doors.map(({ status, id, because }) => onTerminal(`${status.padEnd(10)}  ${id}  ${because}`)),
    ...unread.map((because) => onTerminal(`${'not looked'.padEnd(10)}  ${because}`)),
    ending(sweep),
  ];
}

/** The same for machines: one object. */
export function sweepJson(sweep: Sweep): string {
  return JSON.stringify({ doors: sweep.doors, unread: sweep.unread, status: sweepStatus(sweep) });
}

function ending(sweep: Sweep): string {
  const closed = sweep.doors.filter(({ status }) => status === 'closed').length;
  const open = sweep.doors.filter(({ status }) => leftOpen.has(status)).length;
  const sentences = [
    ...(closed === 0 ? [] : [`${closed} closed.`]),
    ...(open === 0 ? [] : [`${open} open that should be closed, or that somebody should look at.`]),
    ...(sweep.unread.length === 0 ? [] : ['Not everything could be searched.']),
  ];
  return sentences.length === 0 ? 'Nothing is open that should be closed.' : sentences.join(' ');
}
