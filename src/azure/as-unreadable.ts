import type { Unreadable } from '../core/facts.ts';
import type { Read } from './reads.ts';
import type { Trouble } from './trouble.ts';

/** The fact that stands for what could not be read. */
export function asUnreadable(trouble: Trouble, read: Read): Unreadable {
  return {
    kind: 'unreadable',
    what: read.what,
    reason: trouble.reason === 'sign-in' ? 'failed' : trouble.reason,
    because: trouble.because,
    ...(trouble.permission === undefined ? { todo: trouble.hint } : { permission: trouble.permission }),
  };
}
