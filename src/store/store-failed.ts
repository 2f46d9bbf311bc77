import { BotError } from '../errors.ts';

/**
 * The database did not do what was asked of it. What could not be recorded is not carried out; what was sent before it
 * failed may well be, so the sentence does not say that nothing happened.
 */
export function storeFailed(what: 'read' | 'written' | 'reached', cause: unknown): BotError {
  return new BotError({
    code: 'store-failed',
    message: `The bot's memory cannot be ${what}, so nothing more is carried out.`,
    hint: 'Try again in a minute; if it stays so, whoever runs Drawbridge finds the reason in its log.',
    cause,
  });
}

/** A row was read, and it is not what the bot wrote. */
export function damagedRow(what: string, cause: unknown): BotError {
  return new BotError({
    code: 'store-damaged',
    message: `The bot's memory of ${what} is damaged, so nothing more is carried out with it.`,
    hint: 'Whoever runs Drawbridge finds the reason in its log, and can put a backup back.',
    cause,
  });
}

/** What can be read; of what is damaged somebody is told, and it is left out. */
export function unlessDamaged<T>(read: () => T, damaged: (error: BotError) => void): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BotError) || error.code !== 'store-damaged') throw error;
    damaged(error);
    return undefined;
  }
}
