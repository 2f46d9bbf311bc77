/** Every kind of trouble that a person is told about in words of our own. */
export type BotErrorCode =
  | 'vm-not-found'
  | 'no-subscription'
  | 'azure-forbidden'
  | 'azure-not-found'
  | 'azure-throttled'
  | 'azure-timed-out'
  | 'azure-sign-in'
  | 'azure-failed'
  | 'store-failed'
  | 'store-damaged';

interface BotErrorParts {
  readonly code: BotErrorCode;
  /** One sentence for the person: what went wrong. */
  readonly message: string;
  /** One sentence for the person: what to do now. */
  readonly hint: string;
  readonly cause?: unknown;
}

/**
 * Trouble that is only reported, never branched on. It is thrown at an adapter's border and turned into a visible
 * sentence in one place; anything else that is thrown is a bug, and the person gets a reference number.
 */
export class BotError extends Error {
  readonly code: BotErrorCode;
  readonly hint: string;

  constructor(parts: BotErrorParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = 'BotError';
    this.code = parts.code;
    this.hint = parts.hint;
  }
}
