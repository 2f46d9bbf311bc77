import type { PinAct } from '../core/actions/act.ts';
import { keyLines } from './fingerprint-report.ts';

/** All keys that are to be trusted, and those whose place they take: an approver compares every one. */
export function pinLines({ keys, replaces }: PinAct): string[] {
  return [
    '*Host keys that are trusted from then on, and no others*',
    ...keyLines(keys),
    ...(replaces.length === 0 ? [] : ['*Instead of those that were approved before*', ...keyLines(replaces)]),
  ];
}
