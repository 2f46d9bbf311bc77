import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connected, connect } from '../azure/connected-azure.ts';
import { look } from './look.ts';
import { type Bend, type Ids, machine, worldFile } from './machine.ts';

/** One VM of an export, what bends it, and what the checks must say of it. */
export interface Row {
  readonly bend: (ids: Ids) => Bend;
  readonly from?: string;
  readonly port?: number;
  /** Statuses by id of the check; the others are free. */
  readonly expect: Readonly<Record<string, string>>;
  readonly verdict: 'ready' | 'unclear' | 'blocked';
  /** The line to type; left out: not looked at. */
  readonly ssh?: string;
}

/** All VMs of the rows live in one subscription, are read by the real clients, and are held against their rows. */
export function describeRows(title: string, rows: Readonly<Record<string, Row>>): void {
  let connected: Connected;
  beforeAll(async () => {
    const resources = Object.entries(rows).flatMap(([name, row], at) => machine(name, at, row.bend));
    connected = await connect(worldFile(resources));
  });
  afterAll(() => connected.arm.close());

  describe(title, () => {
    test.each(Object.entries(rows))('%s', async (name, row) => {
      const seen = await look(connected, name, row.from, row.port);
      expect(seen.statuses).toMatchObject(row.expect);
      expect(seen.verdict.kind).toBe(row.verdict);
      if (row.ssh !== undefined) expect(seen.ssh?.line).toBe(row.ssh);
    });
  });
}
