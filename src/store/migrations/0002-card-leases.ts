import type { Migration } from './migration.ts';

/** Who shows a request's cards, so that no second copy is posted beside the first. */
export const cardLeases: Migration = {
  name: '0002-card-leases',
  async up(tx) {
    await tx.schema
      .alterTable('requests')
      .addColumn('cards_leased_until', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
