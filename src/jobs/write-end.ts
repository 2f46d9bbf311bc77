import type { Sent } from '../azure/writes.ts';
import type { End, NotDone } from './execute-request.ts';

/** How one write ended. */
export type WriteEnd =
  | {
      readonly kind: 'done';
      /** What a script told of what it did. */
      readonly told?: string;
    }
  | Exclude<End, { kind: 'succeeded' }>;

export function endOf(sent: Sent): WriteEnd {
  switch (sent.kind) {
    case 'done':
      return { kind: 'done' };
    case 'unknown':
      return { kind: 'unsure', ending: { message: sent.because, hint: 'It is looked at again until it is known.' } };
    case 'refused':
      return failed(sent.because, sent.hint);
    case 'busy':
    case 'outdated':
      return failed(sent.because, 'Ask again in some minutes.');
  }
}

export function failed(message: string, hint: string): NotDone {
  return { kind: 'failed', ending: { message, hint } };
}
