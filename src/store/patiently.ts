import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseError } from 'pg';
import { BotError } from '../errors.ts';

/** With SQLite's own wait in each try: about four seconds. */
const maxTries = 30;
const pauseMs = { from: 5, to: 35 };

/** SQLITE_BUSY and SQLITE_LOCKED, the low byte of extended codes: https://sqlite.org/rescode.html */
const sqliteLocked = [5, 6];
/** serialization_failure, deadlock_detected: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const postgresAgain = ['40001', '40P01'];

/** Does it again while somebody else is in the way. Nothing of a try that failed stays. */
export async function patiently<Done>(work: () => Promise<Done>): Promise<Done> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === maxTries || !isInTheWay(error)) throw error;
      // By chance, so that two that met once do not meet again.
      await pause(pauseMs.from + Math.random() * (pauseMs.to - pauseMs.from));
    }
  }
}

function isInTheWay(error: unknown): boolean {
  if (!(error instanceof BotError) || error.code !== 'store-failed') return false;
  const { cause } = error;
  if (cause instanceof DatabaseError) return postgresAgain.includes(cause.code ?? '');
  if (!(cause instanceof Error) || !('errcode' in cause)) return false;
  return sqliteLocked.includes(Number(cause.errcode) & 0xff);
}
