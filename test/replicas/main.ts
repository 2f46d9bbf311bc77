import { holds, rowsAsText } from './row.ts';
import { twoReplicas } from './two-replicas.ts';

const startMs = performance.now();
console.log(
  'Two bots on one PostgreSQL and one Slack app: 500 requests, each approved by two people who press twice, and Slack delivers every press twice',
);
const rows = await twoReplicas();
console.log(rowsAsText(rows));
console.log(`  in ${Math.round((performance.now() - startMs) / 1000)} s`);
process.exitCode = rows.every(holds) ? 0 : 1;
