import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Unreadable } from '../core/facts.ts';
import type { BotError } from '../errors.ts';
import { asUnreadable } from './as-unreadable.ts';
import type { Read } from './reads.ts';
import { toBotError } from './to-bot-error.ts';
import { describeTrouble, type Trouble } from './trouble.ts';
import { withinDeadline } from './within-deadline.ts';

/** How a read ended. What went wrong is a value here; it becomes an exception only where nothing can go on. */
export type ReadResult<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly trouble: Trouble;
      readonly unreadable: Unreadable;
      asError(): BotError;
    };

/** Handed to every call of the SDK. */
export interface CallOptions {
  readonly abortSignal: AbortSignal;
}

export interface Reader {
  /** Runs one read of Azure under the deadline. Never rejects. */
  read<T>(read: Read, call: (options: CallOptions) => Promise<T>): Promise<ReadResult<T>>;
}

export interface ReaderParts {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly log: Logger;
}

export function createReader({ clock, timeoutMs, log }: ReaderParts): Reader {
  return {
    async read(read, call) {
      try {
        return { ok: true, value: await withinDeadline(clock, timeoutMs, (abortSignal) => call({ abortSignal })) };
      } catch (error) {
        const trouble = describeTrouble(error, read, timeoutMs);
        const { reason, code } = trouble;
        // Refusals and the like are told to the person; these are for whoever runs the bot.
        if (trouble.unforeseen)
          log.error({ err: error, what: read.what }, 'A read of Azure failed in an unforeseen way');
        else if (reason === 'sign-in' || reason === 'failed')
          log.warn({ err: error, what: read.what }, trouble.because);
        else log.debug({ what: read.what, reason, code }, trouble.because);
        return {
          ok: false,
          trouble,
          unreadable: asUnreadable(trouble, read),
          asError: () => toBotError(trouble, error),
        };
      }
    },
  };
}
