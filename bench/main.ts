import { availableParallelism } from 'node:os';
import { allBenches } from './all-benches.ts';
import type { Bench } from './bench.ts';
import { keeps, table } from './report/table.ts';

process.exitCode = await main(process.argv.slice(2));

/** 0 when every bound holds, 1 when one is broken or a measure fails, 2 when a name is unknown. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !allBenches.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    console.error(
      `There is no measure ${unknown.join(', ')}. Measures: ${allBenches.map(({ name }) => name).join(', ')}`,
    );
    return 2;
  }
  console.log(`Node ${process.versions.node}, ${availableParallelism()} cores`);
  let allHold = true;
  for (const bench of allBenches) {
    if (names.length === 0 || names.includes(bench.name)) allHold = (await holds(bench)) && allHold;
  }
  return allHold ? 0 : 1;
}

async function holds(bench: Bench): Promise<boolean> {
  console.log(`\n${bench.name}: ${bench.what}`);
  try {
    const rows = await bench.run();
    console.log(table(rows));
    return rows.every((row) => row.limit?.kind !== 'bound' || keeps(row));
  } catch (error) {
    console.error('  could not be measured:', error);
    return false;
  }
}
