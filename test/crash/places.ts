import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '../store/start-postgres.ts';
import type { StorePlace } from './messages.ts';

export type StoreKind = StorePlace['kind'];

/** Empty memories, one for each run. */
export interface Places {
  fresh(): Promise<StorePlace>;
  close(): Promise<void>;
}

export function openPlaces(kind: StoreKind): Promise<Places> {
  return kind === 'sqlite' ? sqlitePlaces() : postgresPlaces();
}

async function sqlitePlaces(): Promise<Places> {
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-crash-'));
  let made = 0;
  return {
    async fresh() {
      made += 1;
      return { kind: 'sqlite', path: join(folder, String(made), 'store.sqlite') };
    },
    async close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One server, a schema for each. */
async function postgresPlaces(): Promise<Places> {
  const server = await startPostgres();
  const client = new Client({ connectionString: server.url });
  await client.connect();
  let made = 0;
  return {
    async fresh() {
      made += 1;
      // Somebody else may ask for one meanwhile.
      const schema = `run${made}`;
      await client.query(`create schema ${schema}`);
      return { kind: 'postgres', url: `${server.url}?options=-c%20search_path%3D${schema}` };
    },
    async close() {
      await client.end();
      await server.stop();
    },
  };
}
