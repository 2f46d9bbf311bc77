import { afterEach, expect, test, vi } from 'vitest';
import { beginExecution } from '../../src/core/requests/execution.ts';
import { holdOf } from '../../src/jobs/hold-of.ts';
import { type JobParts, leaseMs } from '../../src/jobs/job-parts.ts';
import { whileLeased } from '../../src/jobs/while-leased.ts';
import { aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { jobParts } from './parts.ts';

afterEach(() => void vi.useRealTimers());

const id = 'abcdefghij';

async function takes(parts: JobParts): Promise<boolean> {
  const begun = await parts.store.requests.update(id, (request) => beginExecution(request, holdOf(parts)));
  return begun.kind === 'changed';
}

test('a lease is kept as long as the work goes on, and the version stays', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const clock = { nowMs: askedAtMs };
  const parts = await jobParts({ clock });
  const other = { ...parts, owner: 'another process' };
  await parts.store.requests.insert(aRequest({ state: 'approved' }), [], []);
  await whileLeased(id, parts, async () => {
    expect(await takes(parts)).toBe(true);
    for (let third = 0; third < 30; third += 1) {
      clock.nowMs += leaseMs / 3;
      vi.advanceTimersByTime(leaseMs / 3);
      await vi.waitFor(async () =>
        expect((await parts.store.requests.get(id))?.lease?.untilMs).toBe(clock.nowMs + leaseMs),
      );
      expect(await takes(other)).toBe(false);
    }
    expect((await parts.store.requests.get(id))?.version).toBe(2);
  });
  clock.nowMs += leaseMs;
  expect(await takes(other)).toBe(true);
});

test('nothing is done twice at a time in one process, however far the clock went', async () => {
  const parts = await jobParts({});
  let times = 0;
  await whileLeased(id, parts, async () => {
    times += 1;
    await whileLeased(id, parts, async () => {
      times += 1;
    });
  });
  expect(times).toBe(1);
});
