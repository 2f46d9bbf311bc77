import { expect, test } from 'vitest';
import type { AuditRun, TrackedFinding } from '../../../src/core/audit/audit-run.ts';
import { isDoor } from '../../../src/core/audit/is-door.ts';
import { severities } from '../../../src/core/audit/severity.ts';
import { trendPoint } from '../../../src/core/audit/trend-point.ts';
import { finding, survey, tracked, waiver } from './make.ts';

const a = finding('a');

function runOf(...findings: TrackedFinding[]): AuditRun {
  return {
    id: 'run-1',
    trigger: { kind: 'schedule', slotMs: 1000 },
    startedAtMs: 2000,
    endedAtMs: 3000,
    survey: survey({ status: 'partial' }),
    findings,
  };
}

test('a point counts what is there, waived ones apart, and what could not be read with the rest', () => {
  const run = runOf(
    tracked(a, { change: 'new' }),
    tracked(finding('b', { severity: 'info' })),
    tracked(finding('c'), { waiver: waiver(finding('c')) }),
    tracked(finding('d'), { change: 'unknown' }),
    tracked(finding('e'), { change: 'resolved' }),
    tracked(finding('f'), { change: 'vanished', waiver: waiver(finding('f')) }),
  );
  expect(trendPoint(run)).toEqual({
    atMs: 2000,
    status: 'partial',
    counts: { critical: 2, high: 0, medium: 0, low: 0, info: 1 },
    waived: 1,
  });
});

test('open doors are those from medium on', () => {
  expect(severities.filter((severity) => isDoor({ severity }))).toEqual(['critical', 'high', 'medium']);
});
