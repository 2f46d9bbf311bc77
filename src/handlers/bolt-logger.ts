import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';

/** Bolt's own messages, in the bot's log. Its level is the log's: setting it through Bolt does nothing. */
export function boltLogger(log: Logger): BoltLogger {
  const from = log.child({ from: 'bolt' });
  const words = (parts: unknown[]) =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: (...parts) => from.trace(words(parts)),
    info: (...parts) => from.debug(words(parts)),
    warn: (...parts) => from.warn(words(parts)),
    error: (...parts) => from.error(words(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
