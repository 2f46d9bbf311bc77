import { sql } from 'kysely';
import { BotError } from '../errors.ts';
import type { Database, Reading, Writing } from './database.ts';
import { allMigrations } from './migrations/all-migrations.ts';

/** Any number that nobody else uses in the same database: "draw" in ASCII. */
const advisoryLock = 0x64726177;

/** Brings the tables up to date, one process at a time. @throws BotError when they are newer than this program */
export async function migrate(database: Database, nowMs: number): Promise<void> {
  await database.write(async (tx) => {
    // On SQLite the transaction itself is the lock.
    if (database.kind === 'postgres') await sql`select pg_advisory_xact_lock(${advisoryLock})`.execute(tx);
    await createList(tx);
    const applied = await appliedMigrations(tx);
    for (const migration of allMigrations.filter(({ name }) => !applied.includes(name))) {
      await migration.up(tx as unknown as Parameters<typeof migration.up>[0]);
      await tx.insertInto('migrations').values({ name: migration.name, applied_at: nowMs }).execute();
    }
  });
}

/** @throws BotError when the tables are newer than this program */
export async function appliedMigrations(db: Reading): Promise<string[]> {
  const applied = (await db.selectFrom('migrations').select('name').execute()).map(({ name }) => name);
  const newer = applied.filter((name) => !allMigrations.some((each) => each.name === name)).sort();
  if (newer.length === 0) return applied;
  throw new BotError({
    code: 'store-failed',
    message: `The bot's memory was written by a newer Drawbridge: it has had the steps ${newer.join(', ')}.`,
    hint: 'Start that version or a newer one, or put back the backup that was made before it.',
  });
}

async function createList(tx: Writing): Promise<void> {
  await tx.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('applied_at', 'bigint', (column) => column.notNull())
    .execute();
}
