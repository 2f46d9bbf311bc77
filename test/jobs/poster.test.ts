import type { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { createPoster } from '../../src/jobs/poster.ts';

/** Slack as it answers; a channel is shared with another company where its name says so, or where nobody asked for it. */
function poster() {
  const changed: string[] = [];
  const uploaded: object[] = [];
  const client = {
    chat: {
      update: async ({ channel }: { channel: string }) => void changed.push(channel),
      postMessage: async () => ({ ts: '1.1' }),
    },
    files: { uploadV2: async (file: object) => void uploaded.push(file) },
    conversations: { open: async ({ users }: { users: string }) => ({ channel: { id: `D${users}` } }) },
  } as unknown as WebClient;
  return { changed, uploaded, poster: createPoster(client, async (channel) => channel !== 'C0OWN') };
}
const message = { text: 'x', blocks: [] };

// What a process showed before it died is in the store, and whoever takes over has opened no conversation yet.
test('a direct message is changed by a process that did not open it', async () => {
  const { changed, poster: slack } = poster();
  await expect(slack.update('D0ALICE', '1.1', message)).resolves.toBe(true);
  await expect(slack.update('C0OWN', '1.1', message)).resolves.toBe(true);
  expect(changed).toEqual(['D0ALICE', 'C0OWN']);
});

test.each(['C0SHARED', 'G0SHARED'])('nothing is said in %s, where others read along', async (channel) => {
  const { changed, poster: slack } = poster();
  await expect(slack.update(channel, '1.1', message)).rejects.toThrow(/shared with another company/);
  await expect(slack.post(channel, message)).rejects.toThrow(/shared with another company/);
  await expect(slack.upload(channel, undefined, { name: 'x', bytes: new Uint8Array(1) })).rejects.toThrow(/shared/);
  expect(changed).toEqual([]);
});

test('a picture is uploaded with what it shows, and a file without is called by its name', async () => {
  const { uploaded, poster: slack } = poster();
  const bytes = new Uint8Array([1]);
  await slack.upload('C0OWN', '1.1', { name: 'trend.png', bytes, altText: 'Two open doors.' });
  await slack.upload('C0OWN', undefined, { name: 'a.csv', bytes });
  expect(uploaded).toMatchObject([
    { filename: 'trend.png', title: 'Two open doors.', alt_text: 'Two open doors.', thread_ts: '1.1' },
    { filename: 'a.csv', title: 'a.csv' },
  ]);
  expect(uploaded[1]).not.toHaveProperty('alt_text');
});
