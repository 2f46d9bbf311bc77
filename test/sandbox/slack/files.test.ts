import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scriptClock } from '../../../sandbox/clock.ts';
import { renderMessage } from '../../../sandbox/script/render-message.ts';
import { type SlackServer, startSlack } from '../../../sandbox/slack/server.ts';
import { slackSchema } from '../../../sandbox/world/schema.ts';
import { startMs } from './start-app.ts';

const spec = slackSchema.parse({
  users: [{ id: 'U0ALICE', name: 'alice' }],
  channels: [
    { id: 'C0GENERAL', name: 'general' },
    { id: 'C0OUTSIDE', name: 'outside', bot: false },
    { id: 'G0HIDDEN', name: 'hidden', private: true, bot: false },
  ],
});

let slack: SlackServer;
let client: WebClient;
beforeAll(async () => {
  slack = await startSlack({ spec, clock: scriptClock(startMs) });
  client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
});
afterAll(() => slack.close());

const lines = Array.from({ length: 9 }, (_, index) => `line ${index + 1}`).join('\n');
const view = () => slack.workspace.view('U0ALICE');
const lastMessage = (channelId: string) =>
  view()
    .channels.find(({ id }) => id === channelId)
    ?.messages.at(-1);

describe('a file that the bot uploads', () => {
  it('stands in the thread, with its name, its size and its first lines', async () => {
    const root = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'running' });
    const thread_ts = String(root.ts);
    await client.filesUploadV2({
      channel_id: 'C0GENERAL',
      thread_ts,
      filename: 'uptime.txt',
      file: Buffer.from(`${lines}\n`),
      initial_comment: 'The whole output',
    });
    const message = lastMessage('C0GENERAL');
    expect(message).toMatchObject({ threadTs: thread_ts, text: 'The whole output' });
    expect(message?.files).toMatchObject([
      { name: 'uptime.txt', mimetype: 'text/plain', size: 63, preview: { lines: 9 } },
    ]);
    expect(message && renderMessage(message, view())).toEqual([
      'The whole output',
      '[file uptime.txt, 63 B]',
      ...[1, 2, 3, 4, 5].map((number) => `  | line ${number}`),
      '  | (4 more lines)',
    ]);
  });

  it('is in the same thread when a reply is named', async () => {
    const root = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'root' });
    const reply = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'reply', thread_ts: String(root.ts) });
    await client.filesUploadV2({
      channel_id: 'C0GENERAL',
      thread_ts: String(reply.ts),
      filename: 'a.txt',
      content: 'a',
    });
    expect(lastMessage('C0GENERAL')?.threadTs).toBe(root.ts);
  });

  it('goes to a person through their direct channel', async () => {
    const opened = await client.conversations.open({ users: 'U0ALICE' });
    await client.filesUploadV2({ channel_id: String(opened.channel?.id), filename: 'a.txt', content: 'for you' });
    expect(lastMessage(String(opened.channel?.id))?.files).toMatchObject([{ name: 'a.txt' }]);
  });

  const pictures: readonly (readonly [string, object, string])[] = [
    [
      'what the app says it shows',
      { alt_text: 'Two open doors,\none less than yesterday.' },
      'Two open doors, one less',
    ],
    ['its title, where the app says nothing', { title: 'The trend' }, 'The trend'],
  ];
  it.each(pictures)('is, as a picture, named by %s', async (_name, more, words) => {
    await client.filesUploadV2({ channel_id: 'C0GENERAL', filename: 'trend.png', file: Buffer.from('PNG'), ...more });
    const message = lastMessage('C0GENERAL');
    expect(message?.files).toMatchObject([{ mimetype: 'image/png' }]);
    expect(message && renderMessage(message, view()).join('\n')).toContain(`[picture trend.png: ${words}`);
  });

  const types: readonly (readonly [string, Buffer, string, boolean])[] = [
    ['passwd', Buffer.from('root:x:0:0\n'), 'text/plain', true],
    ['auth.log.1', Buffer.from('grün\n'), 'text/plain', true],
    ['state.json', Buffer.from('{}'), 'application/json', true],
    ['core', Buffer.from([0x7f, 0x45, 0x00, 0xff]), 'application/octet-stream', false],
  ];
  it.each(types)('%s is taken for what is in it', async (filename, file, mimetype, isRead) => {
    await client.filesUploadV2({ channel_id: 'C0GENERAL', filename, file });
    const [shown] = lastMessage('C0GENERAL')?.files ?? [];
    expect(shown).toMatchObject({ name: filename, mimetype });
    expect(shown?.preview !== undefined).toBe(isRead);
    const message = lastMessage('C0GENERAL');
    expect(message && renderMessage(message, view())).toContain(`[file ${filename}, ${file.length} B]`);
  });

  const refusals: readonly (readonly [string, string, string | undefined, string])[] = [
    ['a channel that it is not in', 'C0OUTSIDE', undefined, 'not_in_channel'],
    ['a private channel that it cannot see', 'G0HIDDEN', undefined, 'channel_not_found'],
    ['a channel that is not there', 'C0NOWHERE', undefined, 'channel_not_found'],
    ['a person instead of a channel', 'U0ALICE', undefined, 'channel_not_found'],
    ['a thread that is not there', 'C0GENERAL', '1.000001', 'thread_not_found'],
  ];
  it.each(refusals)('is refused for %s', async (_name, channel_id, thread_ts, error) => {
    const upload = client.filesUploadV2({
      channel_id,
      filename: 'a.txt',
      content: 'a',
      ...(thread_ts && { thread_ts }),
    } as Parameters<WebClient['filesUploadV2']>[0]);
    await expect(upload).rejects.toMatchObject({ data: { error } });
  });

  it('may not be empty, nor larger than Slack takes', async () => {
    await expect(client.files.getUploadURLExternal({ filename: 'a', length: 0 })).rejects.toMatchObject({
      data: { error: 'invalid_arguments' },
    });
    await expect(client.files.getUploadURLExternal({ filename: 'a', length: 1_000_000_001 })).rejects.toMatchObject({
      data: { error: 'file_upload_size_restricted' },
    });
  });
});
