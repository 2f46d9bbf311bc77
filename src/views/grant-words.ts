import { type DoableId, remediationOf } from '../core/remediations/all-remediations.ts';
import type { GrantWords } from '../core/remediations/remediation.ts';

const door: GrantWords = {
  open: 'Open',
  closed: 'Closed',
  ends: 'closes by itself',
  sessions: 'sessions that are open then stay open',
};

/** A door only keeps new connections out; what is something else says so itself. */
export function grantWords(remediation: DoableId): GrantWords {
  return remediationOf(remediation).grant ?? door;
}
