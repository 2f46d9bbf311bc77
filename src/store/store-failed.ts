import { BotError } from '../errors.ts';

const tellOperator = 'Try again in a minute; if it stays so, whoever runs Drawbridge finds the reason in its log.';

/** The database did not do what was asked of it. Nothing may be carried out that could not be recorded. */
export function storeFailed(what: 'read' | 'written' | 'reached', cause: unknown): BotError {
  const message = `The bot's memory cannot be ${what}, so nothing was carried out.`;
  return new BotError({ code: 'store-failed', message, hint: tellOperator, cause });
}

/** A row was read, and it is not what the bot wrote. */
export function damagedRow(what: string, cause: unknown): BotError {
  return new BotError({
    code: 'store-damaged',
    message: `The bot's memory of ${what} is damaged, so nothing was carried out.`,
    hint: 'Whoever runs Drawbridge finds the reason in its log, and can put a backup back.',
    cause,
  });
}
