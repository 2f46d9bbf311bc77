import { expect, test } from 'vitest';
import type { TrackedFinding, Waiver } from '../../../src/core/audit/audit-run.ts';
import { withWaivers } from '../../../src/core/audit/with-waivers.ts';
import { auditRun, dayMs, finding, tracked, waiver } from './make.ts';

const a = finding('a');
const held = waiver(a);

test.each<[string, Partial<TrackedFinding>, readonly Waiver[], number, string]>([
  ['given after the run', {}, [held], 5, 'waived'],
  ['given after the run, of another finding', {}, [waiver(finding('b'))], 5, ''],
  ['given after the run for one that is back from another', { lapsedWaiver: held }, [held], 5, 'waived'],
  ['as the run has it', { waiver: held }, [held], 5, 'waived'],
  ['ended since', { waiver: held }, [held], 10, 'lapsed'],
  ['taken back since', { waiver: held }, [], 5, 'lapsed'],
  ['lapsed in the run', { lapsedWaiver: held }, [], 5, 'lapsed'],
  ['there is none', {}, [], 5, ''],
  ['of what is gone', { change: 'resolved' }, [held], 5, ''],
])('a run is shown with the waivers of now: %s', (_, parts, waivers, day, answer) => {
  const [now] = withWaivers(auditRun([tracked(a, parts)]), waivers, day * dayMs).findings;
  expect(now?.waiver ? 'waived' : now?.lapsedWaiver ? 'lapsed' : '').toBe(answer);
});
