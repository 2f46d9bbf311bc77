import type { RequestState } from './request.ts';

/** Every step that exists. What is not here cannot happen; each is one compare-and-set in the store. */
export const transitions = {
  pending: ['approved', 'denied', 'cancelled', 'lapsed'],
  approved: ['executing', 'lapsed', 'failed'],
  // What was to be open for a time is closed when that is over, however far it came.
  executing: ['succeeded', 'active', 'failed', 'unknown', 'closing'],
  // What was sent is looked at again until it is known what became of it.
  unknown: ['succeeded', 'active', 'failed', 'closing'],
  active: ['closing', 'closed'],
  closing: ['closed'],
  denied: [],
  cancelled: [],
  lapsed: [],
  succeeded: [],
  failed: [],
  closed: [],
} as const satisfies Readonly<Record<RequestState, readonly RequestState[]>>;

/** @returns whether one step leads from the one state to the other; staying where it is is no step and always allowed */
export function mayBecome(from: RequestState, to: RequestState): boolean {
  return from === to || (transitions[from] as readonly RequestState[]).includes(to);
}

/** Nothing will happen to it any more: its cards have no buttons. */
export function isOver(state: RequestState): boolean {
  return transitions[state].length === 0;
}
