import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allBenches } from '../../bench/all-benches.ts';

const folder = new URL('../../bench/', import.meta.url);
const notMeasures = ['all-benches.ts', 'bench.ts', 'main.ts'];
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !notMeasures.includes(name));
const page = readFileSync(new URL('../../docs/benchmarks.md', import.meta.url), 'utf8');

test('the list holds exactly the measures that are in the folder, each under the name of its file', () => {
  expect(files.length).toBeGreaterThanOrEqual(3);
  expect(allBenches.map(({ name }) => `${name}.ts`).sort()).toEqual([...files].sort());
});

test.each(allBenches)('docs/benchmarks.md has a section and the command of $name', ({ name }) => {
  expect(page).toMatch(new RegExp(`^## .*\`${name}\``, 'm'));
  expect(page).toContain(`npm run bench -- ${name}\n`);
});
