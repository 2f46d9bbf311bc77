import { expect, test } from 'vitest';
import { postHead } from '../../src/jobs/post-head.ts';
import { aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { approvalsChannel, jobParts } from './parts.ts';

const minute = 60_000;

test('the head is posted once a day, and what Slack did not take again after ten minutes', async () => {
  const clock = { nowMs: askedAtMs };
  const posted: string[] = [];
  let isDown = true;
  const parts = await jobParts({
    clock,
    poster: {
      async post(channel) {
        if (isDown) throw new Error('Slack is down');
        posted.push(channel);
        return '1.1';
      },
    },
  });
  await postHead(parts);
  const event = { kind: 'requested', atMs: askedAtMs, actor: 'U0ALICE', data: {} } as const;
  await parts.store.requests.insert(aRequest({}), [event], []);
  await expect(postHead(parts)).rejects.toThrow('Slack is down');
  isDown = false;
  clock.nowMs += 9 * minute;
  await postHead(parts);
  expect(posted).toEqual([]);
  clock.nowMs += minute;
  await postHead(parts);
  await postHead(parts);
  expect(posted).toEqual([approvalsChannel]);
  clock.nowMs += 24 * 60 * minute;
  await postHead(parts);
  expect(posted).toHaveLength(2);
});
