import { BotError, type BotErrorCode } from '../errors.ts';
import type { Trouble } from './trouble.ts';

const codes: Readonly<Record<Trouble['reason'], BotErrorCode>> = {
  forbidden: 'azure-forbidden',
  'not-found': 'azure-not-found',
  throttled: 'azure-throttled',
  'timed-out': 'azure-timed-out',
  'sign-in': 'azure-sign-in',
  failed: 'azure-failed',
};

/** The error for a read that nothing can go on without. */
export function toBotError(trouble: Trouble, cause: unknown): BotError {
  return new BotError({ code: codes[trouble.reason], message: trouble.because, hint: trouble.hint, cause });
}
