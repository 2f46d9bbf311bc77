import { type DoableId, remediationOf } from './all-remediations.ts';
import type { GrantWords } from './remediation.ts';

const door: GrantWords = {
  open: 'Open',
  closed: 'Closed',
  ends: 'closes by itself',
  sessions: 'sessions that are open then stay open',
  closing: 'New connections are shut out. Sessions that are open stay open.',
  over: 'Nobody new gets in through it; sessions that were open go on until they end.',
};

/** A door only keeps new connections out; what is something else says so itself. */
export function grantWords(remediation: DoableId | undefined): GrantWords {
  return (remediation === undefined ? undefined : remediationOf(remediation).grant) ?? door;
}
