import type { Migration } from './migration.ts';

export const audits: Migration = {
  name: '0004-audits',
  async up(tx) {
    await tx.schema
      .createTable('audit_runs')
      .addColumn('id', 'text', (column) => column.primaryKey())
      // Which was the last does not hang on the clock: that may have been set back.
      .addColumn('seq', 'bigint', (column) => column.notNull().unique())
      .addColumn('audit_trigger', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      // 1 while somebody is at it, else null: of all replicas one runs an audit.
      .addColumn('active', 'integer', (column) => column.unique())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('leased_until', 'bigint', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('progress', 'text')
      .addColumn('point', 'text')
      .addColumn('body', 'text')
      .execute();
    await tx.schema
      .createTable('audit_slots')
      .addColumn('slot', 'bigint', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute();
    await tx.schema
      .createTable('audit_posts')
      .addColumn('run_id', 'text', (column) => column.notNull())
      .addColumn('channel_id', 'text', (column) => column.notNull())
      .addColumn('ts', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_posts_key', ['run_id', 'channel_id'])
      .execute();
    await tx.schema
      .createTable('audit_waivers')
      .addColumn('finding_key', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('until_at', 'bigint', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_waivers_key', ['finding_key', 'at', 'person'])
      .execute();
  },
};
