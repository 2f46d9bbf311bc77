import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';
import type { StoreConfig } from '../../src/config/store-place.ts';
import { Secret } from '../../src/secret.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { parts } from './parts.ts';

/** An empty memory of its own for one test, and a way to get at it behind the bot's back. */
export interface Place {
  readonly config: StoreConfig;
  /** What the process that reads it has in its environment and in config.yml. */
  readonly env: Readonly<Record<string, string>>;
  readonly yaml: string;
  run(sql: string): Promise<void>;
}

export const places: readonly { readonly kind: StoreConfig['kind']; fresh(): Promise<Place> }[] = [
  { kind: 'sqlite', fresh: freshFile },
  { kind: 'postgres', fresh: freshSchema },
];

/** Closed when the test is over. */
export async function open(place: Place): Promise<Store> {
  const store = await openStore(place.config, parts);
  onTestFinished(() => store.close());
  return store;
}

async function freshFile(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'new', 'store.sqlite');
  return {
    config: { kind: 'sqlite', path },
    env: {},
    yaml: `store: { path: ${JSON.stringify(path)} }`,
    async run(sql) {
      const db = new DatabaseSync(path, { timeout: 1000 });
      db.exec(sql);
      db.close();
    },
  };
}

async function freshSchema(): Promise<Place> {
  const schema = `s${randomUUID().replaceAll('-', '')}`;
  const url = `${inject('postgresUrl')}?options=-c%20search_path%3D${schema}`;
  const run = async (sql: string) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await run(`create schema ${schema}`);
  return { config: { kind: 'postgres', url: new Secret(url) }, env: { DATABASE_URL: url }, yaml: '', run };
}
