import { describe, expect, it } from 'vitest';
import { auditCsv } from '../../../src/core/audit/audit-csv.ts';
import { auditFileName } from '../../../src/core/audit/audit-file-name.ts';
import { auditJson } from '../../../src/core/audit/audit-json.ts';
import { findingRef } from '../../../src/core/audit/finding-ref.ts';
import { aFinding, aGrant, aRun, aWaiver, slotMs, tracked } from '../../views/audit-runs.ts';

/** RFC 4180, read by the letter. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    record.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}

const fieldsOf = (run: ReturnType<typeof aRun>, at = 1) => {
  const records = parseCsv(auditCsv(run));
  return Object.fromEntries((records[0] ?? []).map((title, column) => [title, records[at]?.[column]]));
};

describe('auditCsv', () => {
  it('has a record for each finding, in the order of the run', () => {
    const run = aRun([tracked({ name: 'a' }, { change: 'new' }), tracked({ name: 'b' }, { change: 'resolved' })]);
    expect(parseCsv(auditCsv(run)).map((record) => [record[4], record[2]])).toEqual([
      ['name', 'change'],
      ['a', 'new'],
      ['b', 'resolved'],
    ]);
    expect(new Set(parseCsv(auditCsv(run)).map((record) => record.length)).size).toBe(1);
  });

  it('says of a finding all that the report says', () => {
    expect(fieldsOf(aRun([tracked({ remarks: ['One.', 'Two, "quoted".'] }, { waiver: aWaiver() })]))).toMatchObject({
      ref: findingRef(aFinding().key),
      severity: 'critical',
      subscription: 'Production',
      verdict: 'open',
      kinds: 'all-internet',
      'public IPv4 addresses': '3702258431',
      sources: '0.0.0.0/0',
      rules: '100 allow-ssh: Tcp * -> *:22',
      'ways to machines': 'Internet -> 20.51.230.13:22 -> myNIC -> myVM (running)',
      remarks: 'One.\nTwo, "quoted".',
      owner: 'alice@example.com',
      'first seen (UTC)': '2026-11-14T07:00:00Z',
      'waived by': 'U0ALICE',
      'waived until (UTC)': '2026-11-30T07:00:00Z',
      'reason of the waiver': 'The vendor connects until the move is over',
      id: aFinding().id,
    });
  });

  it('says who changed it last', () => {
    const lastChange = { by: 'dave', atMs: slotMs, operation: 'write', resourceId: '/nsg' };
    const run = aRun([tracked({}, { change: 'new', lastChange })]);
    expect(fieldsOf(run)).toMatchObject({ 'changed last by': 'dave', 'changed last (UTC)': '2026-11-26T07:00:00Z' });
    expect(JSON.parse(auditJson(run)).findings[0].lastChange).toEqual({
      by: 'dave',
      at: '2026-11-26T07:00:00Z',
      operation: 'write',
      resourceId: '/nsg',
    });
  });

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@x', '\t=1'])('is no formula to a spreadsheet: %s', (name) => {
    expect(fieldsOf(aRun([tracked({ name })])).name).toBe(`'${name}`);
  });

  it('is a head line alone when there is nothing', () => {
    expect(parseCsv(auditCsv(aRun([])))).toHaveLength(1);
  });

  it('says how many sources and ways it leaves out', () => {
    const fields = fieldsOf(aRun([tracked({ moreSources: 3, morePaths: 4 })]));
    expect(fields.sources).toBe('0.0.0.0/0\nand 3 more');
    expect(fields['ways to machines']).toMatch(/\nand 4 more$/);
  });
});

describe('auditJson', () => {
  it('says everything, with times that people and programs can read', () => {
    const run = aRun([tracked({}, { change: 'new', lapsedWaiver: aWaiver() })], { grants: [aGrant()] });
    const document = JSON.parse(auditJson(run));
    expect(document.run).toMatchObject({
      id: 'run-1',
      trigger: { kind: 'schedule', slot: '2026-11-26T07:00:00Z' },
      startedAt: '2026-11-26T07:00:00Z',
      endedAt: '2026-11-26T07:00:12Z',
      status: 'complete',
      counts: { nsgs: 2000 },
    });
    expect(document.findings).toEqual([
      {
        ...aFinding(),
        ref: findingRef(aFinding().key),
        change: 'new',
        firstSeenAt: '2026-11-14T07:00:00Z',
        lapsedWaiver: expect.objectContaining({ by: 'U0ALICE', until: '2026-11-30T07:00:00Z' }),
      },
    ]);
    expect(document.openedByDrawbridge).toMatchObject([{ requestId: 'abcdefghij', closesAt: '2026-11-26T08:00:00Z' }]);
    expect(auditJson(run)).not.toMatch(/Ms"/);
  });

  it('names who started it', () => {
    const run = { ...aRun([]), trigger: { kind: 'command', by: 'U0BOB' } } as const;
    expect(JSON.parse(auditJson(run)).run.trigger).toEqual({ kind: 'command', by: 'U0BOB' });
  });
});

it('names files by the minute in UTC', () => {
  expect(auditFileName({ startedAtMs: slotMs + 59_000 }, 'csv')).toBe('drawbridge-audit-2026-11-26T0700Z.csv');
});
