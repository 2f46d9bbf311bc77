import { type ActionId, actionOf } from '../actions/all-actions.ts';
import type { GrantWords } from './action.ts';

const door: GrantWords = {
  open: 'Open',
  closed: 'Closed',
  ends: 'closes by itself',
  sessions: 'sessions that are open then stay open',
  closing: 'New connections are shut out. Sessions that are open stay open.',
  over: 'Nobody new gets in through it; sessions that were open go on until they end.',
  still: 'the door is open',
};

/** A door only keeps new connections out; what is something else says so itself. */
export function grantWords(action: ActionId | undefined): GrantWords {
  return (action === undefined ? undefined : actionOf(action).grant) ?? door;
}
