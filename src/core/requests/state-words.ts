import type { RequestState } from './request.ts';

/** Where a request stands, as it follows "The request": the same words on cards, in lists and in refusals. */
export const stateWords: Readonly<Record<RequestState, string>> = {
  pending: 'waits for approval',
  approved: 'is approved and about to be carried out',
  denied: 'was denied',
  cancelled: 'was cancelled',
  lapsed: 'lapsed: it was not decided, or not carried out, in time',
  executing: 'is being carried out',
  succeeded: 'was carried out',
  failed: 'could not be carried out',
  unknown: 'was sent to Azure, and whether it took effect is not known yet',
  active: 'is open',
  closing: 'is being closed',
  closed: 'is closed',
};
