import { sql } from 'kysely';
import type { Migration } from './migration.ts';

export const hostKeys: Migration = {
  name: '0003-host-keys',
  async up(tx) {
    await tx.schema
      .createTable('host_keys')
      .addColumn('request_id', 'text', (column) => column.primaryKey())
      .addColumn('vm_key', 'text', (column) => column.notNull())
      .addColumn('pinned_at', 'bigint', (column) => column.notNull())
      .addColumn('replaced_at', 'bigint')
      .addColumn('body', 'text', (column) => column.notNull())
      .execute();
    // For each VM one pin holds; those before it stay as what was once believed.
    await tx.schema
      .createIndex('host_keys_current')
      .unique()
      .on('host_keys')
      .column('vm_key')
      .where(sql<boolean>`replaced_at is null`)
      .execute();
    await tx.schema.createIndex('host_keys_vm').on('host_keys').columns(['vm_key', 'pinned_at']).execute();
  },
};
