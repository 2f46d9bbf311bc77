import { expect, test } from 'vitest';
import { deliver } from '../../src/jobs/deliver.ts';
import { aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { approvalsChannel, jobParts } from './parts.ts';

const ids = Array.from('abcdefgh', (letter) => letter.repeat(10));

test('of several who deliver at once, one posts each card', async () => {
  const posted: string[] = [];
  const parts = await jobParts({ poster: { post: async (channel) => `${posted.push(channel)}.1` } });
  for (const id of ids) await parts.store.requests.insert(aRequest({ id }), [], []);
  await Promise.all(Array.from({ length: 6 }, () => deliver(parts)));
  expect(posted.filter((channel) => channel === approvalsChannel)).toHaveLength(ids.length);
  expect(posted.filter((channel) => channel === 'DU0ALICE')).toHaveLength(ids.length);
});

test('what changes while its card is being shown is shown again at once', async () => {
  const shown: string[] = [];
  const parts = await jobParts({
    poster: {
      async post(channel) {
        shown.push(`${channel} new`);
        if (shown.length === 1) {
          const touch = (request: ReturnType<typeof aRequest>) =>
            ({ kind: 'change', request, events: [], notices: [] }) as const;
          await parts.store.requests.update('abcdefghij', touch);
          // Whoever changed it comes by as well, and leaves it to the one who is at it.
          await deliver(parts);
        }
        return '1.1';
      },
      update: async (channel) => shown.push(`${channel} again`) > 0,
    },
  });
  await parts.store.requests.insert(aRequest(), [], []);
  await deliver(parts);
  const both = [approvalsChannel, 'DU0ALICE'];
  // The second one was made after the change already.
  expect(shown).toEqual([...both.map((each) => `${each} new`), `${approvalsChannel} again`]);
});

test('what Slack does not take is tried again after a pause, and keeps nothing else from being shown', async () => {
  const posted: string[] = [];
  const clock = { nowMs: askedAtMs };
  let isDown = true;
  const parts = await jobParts({
    clock,
    poster: {
      async post(channel) {
        if (isDown) throw new Error('internal_error');
        posted.push(channel);
        return '1.1';
      },
    },
  });
  await parts.store.requests.insert(aRequest(), [], []);
  await deliver(parts);
  isDown = false;
  await deliver(parts);
  expect(posted).toEqual([]);
  clock.nowMs += 20_000;
  await deliver(parts);
  expect(posted).toEqual([approvalsChannel, 'DU0ALICE']);
});
