import type { StoreKind } from './places.ts';
import type { Result } from './result.ts';

const rows: readonly { readonly what: string; count(results: readonly Result[]): number }[] = [
  { what: 'points', count: (results) => results.length },
  { what: 'killed', count: (results) => results.filter(({ killed }) => killed).length },
  { what: 'came back', count: (results) => results.filter(({ cameBack }) => cameBack).length },
  { what: 'late closes', count: (results) => sum(results, ({ verdict }) => verdict?.lateCloses.length) },
  { what: 'double executions', count: (results) => sum(results, ({ verdict }) => verdict?.doubleExecutions.length) },
  { what: 'lost requests', count: (results) => sum(results, ({ verdict }) => verdict?.lostRequests.length) },
  { what: 'broken chains', count: (results) => sum(results, ({ verdict }) => verdict?.brokenChains.length) },
  { what: 'cards posted twice', count: (results) => sum(results, ({ verdict }) => verdict?.cardsTwice) },
];

const names: Readonly<Record<StoreKind, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' };

/** One column for each database. */
export function crashTable(results: ReadonlyMap<StoreKind, readonly Result[]>): string {
  const head = ['', ...[...results.keys()].map((kind) => names[kind])];
  const body = rows.map(({ what, count }) => [what, ...[...results.values()].map((each) => String(count(each)))]);
  return [head, ...body]
    .map(([what = '', ...cells]) => `  ${what.padEnd(20)}${cells.map((cell) => cell.padStart(12)).join('')}`.trimEnd())
    .join('\n');
}

function sum(results: readonly Result[], count: (result: Result) => number | undefined): number {
  return results.reduce((total, result) => total + (count(result) ?? 0), 0);
}
