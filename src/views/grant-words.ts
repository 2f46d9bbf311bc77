import type { DoableId } from '../core/remediations/remediation.ts';

/** How it is said of a grant that it began, and that it ends. */
export interface GrantWords {
  readonly open: string;
  readonly closed: string;
  /** Follows "it". */
  readonly ends: string;
  /** What becomes of connections then. */
  readonly sessions: string;
}

const door: GrantWords = {
  open: 'Open',
  closed: 'Closed',
  ends: 'closes by itself',
  sessions: 'sessions that are open then stay open',
};

/** A door only keeps new connections out; an address takes those that there are along. */
export function grantWords(remediation: DoableId): GrantWords {
  if (remediation !== 'associate-public-ip') return door;
  return {
    open: 'In place',
    closed: 'Taken away',
    ends: 'is taken away by itself',
    sessions: 'connections through it end then',
  };
}
