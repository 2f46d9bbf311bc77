import { describe, expect, test } from 'vitest';
import type { AuditRun } from '../../../src/core/audit/audit-run.ts';
import { trendPoint } from '../../../src/core/audit/trend-point.ts';
import { renderReport } from '../../../src/jobs/audit/render-report.ts';
import { aRun, tracked } from '../../views/audit-runs.ts';

const render = renderReport((error) => {
  throw error;
});
const rendered = (run: AuditRun, ...before: AuditRun[]) =>
  render(run, { trend: [...before, run].map(trendPoint), mention: [], isFirst: before.length === 0 });
const open = aRun([tracked()]);

describe('a report', () => {
  test('has its files named by its minute, so that two of a day stay apart', async () => {
    const { files, picture } = await rendered(open, open);
    const names = [picture, ...files].map((file) => file?.name);
    expect(names).toEqual([
      'drawbridge-audit-2026-11-26T0700Z.png',
      'drawbridge-audit-2026-11-26T0700Z.csv',
      'drawbridge-audit-2026-11-26T0700Z.json',
    ]);
  });

  test('has a picture that is a PNG, and words for it', async () => {
    const { picture } = await rendered(open, aRun([]), aRun([tracked(), tracked({ severity: 'low' })]));
    expect(
      Buffer.from(picture?.bytes ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(picture?.altText).toBe('Findings of the last 3 audits: at first none; now 1 critical.');
  });

  test('has no picture of the first audit, and speaks of no time before it', async () => {
    const { picture, first } = await rendered(open);
    expect(picture).toBeUndefined();
    expect(first([]).text).toContain('This is the first report here');
    expect(first([]).text).not.toContain('Since last time');
  });

  test.each([
    ['nothing is open', aRun([tracked({ severity: 'info' })]), true],
    ['something is', open, false],
    ['not all was read', aRun([], { status: 'partial' }), false],
  ])('is one line or more: %s', async (_, run, isOneLine) => {
    expect(await rendered(run, open)).toMatchObject({ isOneLine });
  });
});
