import { sql, type Transaction } from 'kysely';
import type { Migration } from './migration.ts';

export const firstTables: Migration = {
  name: '0001-first-tables',
  async up(tx) {
    await requestsAndCards(tx);
    await eventChain(tx);
    await tx.schema
      .createTable('notices')
      .addColumn('id', 'bigint', (column) => column.primaryKey())
      .addColumn('request_id', 'text', (column) => column.notNull().references('requests.id'))
      .addColumn('to_kind', 'text', (column) => column.notNull())
      .addColumn('to_user', 'text')
      .addColumn('about', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('leased_until', 'bigint', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .execute();
    await tx.schema
      .createTable('addresses')
      .addColumn('user_id', 'text', (column) => column.primaryKey())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('warning', 'text')
      .addColumn('typed_at', 'bigint', (column) => column.notNull())
      .execute();
    await tx.schema
      .createTable('shelf')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('until_at', 'bigint', (column) => column.notNull())
      .execute();
    await tx.schema.createIndex('shelf_until').on('shelf').column('until_at').execute();
  },
};

async function requestsAndCards(tx: Transaction<unknown>): Promise<void> {
  await tx.schema
    .createTable('requests')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('requester', 'text', (column) => column.notNull())
    .addColumn('vm_key', 'text', (column) => column.notNull())
    .addColumn('remediation', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('shown_version', 'integer', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  for (const column of ['state', 'requester', 'vm_key'])
    await tx.schema.createIndex(`requests_${column}`).on('requests').columns([column, 'created_at']).execute();
  // Holds the few whose cards are behind: they are looked for all the time, and nearly all others are over.
  await tx.schema
    .createIndex('requests_stale')
    .on('requests')
    .columns(['created_at', 'id'])
    .where(sql<boolean>`shown_version < version`)
    .execute();
  await tx.schema
    .createTable('cards')
    .addColumn('request_id', 'text', (column) => column.notNull().references('requests.id'))
    .addColumn('audience', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text')
    .addColumn('ts', 'text')
    .addColumn('shown_version', 'integer', (column) => column.notNull())
    .addColumn('claimed_until', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('cards_key', ['request_id', 'audience'])
    .execute();
}

async function eventChain(tx: Transaction<unknown>): Promise<void> {
  await tx.schema
    .createTable('events')
    .addColumn('seq', 'bigint', (column) => column.primaryKey())
    .addColumn('prev', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    // No reference: a stray door may carry the id of a request that this store never had.
    .addColumn('request_id', 'text')
    .addColumn('data', 'text', (column) => column.notNull())
    .execute();
  await tx.schema.createIndex('events_request').on('events').columns(['request_id', 'seq']).execute();
  await tx.schema
    .createTable('chain')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('last_notice', 'bigint', (column) => column.notNull())
    .execute();
  await sql`insert into chain (id, seq, hash, last_notice) values (1, 0, ${'0'.repeat(64)}, 0)`.execute(tx);
}
