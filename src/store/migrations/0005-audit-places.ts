import { sql } from 'kysely';
import type { Migration } from './migration.ts';

export const auditPlaces: Migration = {
  name: '0005-audit-places',
  async up(tx) {
    // A row for each place that is told: what it knows, and the run that it is still to be told.
    await tx.schema
      .createTable('audit_places')
      .addColumn('place', 'text', (column) => column.primaryKey())
      .addColumn('known', 'text')
      .addColumn('telling', 'text')
      .addColumn('run_id', 'text')
      .addColumn('standing', 'text', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('leased_until', 'bigint', (column) => column.notNull())
      .execute();
    // An audit is over when it is written down: telling it keeps no other from beginning.
    await sql`update audit_runs set state = 'done', active = null where state = 'posting'`.execute(tx);
  },
};
