import { sql, type Transaction } from 'kysely';
import { canonicalJson, type Json } from '../../core/canonical-json.ts';
import type { Migration } from './migration.ts';

/** What is asked for is called an action: there are commands among them, which mend nothing. */
export const actions: Migration = {
  name: '0002-actions',
  async up(tx) {
    await sql`alter table requests rename column remediation to action`.execute(tx);
    const rows = await sql<{ id: string; body: string }>`select id, body from requests`.execute(tx);
    for (const { id, body } of rows.rows) await rename(tx, id, JSON.parse(body));
  },
};

async function rename(tx: Transaction<unknown>, id: string, request: Record<string, unknown>): Promise<void> {
  const { remediation, ...rest } = request;
  const body = canonicalJson({ ...rest, action: remediation } as Json);
  await sql`update requests set body = ${body} where id = ${id}`.execute(tx);
}
