import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BotError } from '../errors.ts';

/** The wait blocks the whole process, Slack's three seconds included: short, and tried again without blocking. */
const busyTimeoutMs = 100;

/**
 * Opens the file, or makes it and its folder, which then only its owner may enter.
 * @param how `look`: it must be there, and cannot be written
 */
export function openSqlite(path: string, how: 'write' | 'look'): DatabaseSync {
  if (how === 'look') {
    if (!existsSync(path)) throw notThere(path);
    return new DatabaseSync(path, { timeout: busyTimeoutMs, readOnly: true });
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  try {
    // Without `full` a power cut can take back what was committed in WAL mode: https://sqlite.org/pragma.html#pragma_synchronous
    db.exec('pragma journal_mode = wal; pragma synchronous = full');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function notThere(path: string): BotError {
  return new BotError({
    code: 'store-failed',
    message: `There is no memory of the bot at ${path}.`,
    hint: 'Look at store.path in the configuration and at the folder that this is started in.',
  });
}
