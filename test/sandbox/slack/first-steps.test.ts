import { expect, it } from 'vitest';
import { startApp, until } from './start-app.ts';

const alice = 'U0ALICE';
const general = 'C0GENERAL';

it('carries a slash command to Bolt and its answers back', async () => {
  const payloads: Record<string, unknown>[] = [];
  await using running = await startApp((app) => {
    app.command('/vm', async ({ ack, body, respond, client }) => {
      await ack();
      payloads.push(body);
      await respond({ text: 'only you' });
      await client.chat.postMessage({
        channel: general,
        text: 'for all',
        blocks: [
          {
            type: 'actions',
            block_id: 'doors',
            elements: [
              { type: 'button', action_id: 'share', text: { type: 'plain_text', text: 'Share' }, value: 'request-1' },
            ],
          },
        ],
      });
    });
    app.action('share', async ({ ack, respond, body }) => {
      await ack();
      payloads.push({ ...body });
      await respond({ text: 'shared', replace_original: true });
    });
  });
  const { workspace } = running.slack;
  expect(await workspace.type(alice, general, '/vm connect-check a&b <x>')).toEqual({ ok: true });
  const messages = () => workspace.view(alice).channels.find((each) => each.id === general)?.messages ?? [];
  await until(running.slack, () => messages().length === 2);
  expect(payloads[0]).toMatchObject({
    command: '/vm',
    text: 'connect-check a&amp;b &lt;x&gt;',
    user_id: alice,
    channel_name: 'general',
    is_enterprise_install: 'false',
  });
  expect(messages().map((each) => [each.text, each.ephemeral])).toEqual([
    ['only you', true],
    ['for all', false],
  ]);
  const ts = messages()[1]?.ts ?? '';
  const place = { in: 'message', channel: general, ts } as const;
  expect(await workspace.click(alice, { place, blockId: 'doors', actionId: 'share' })).toEqual({ ok: true });
  await until(running.slack, () => messages()[1]?.text === 'shared');
  expect(payloads[1]).toMatchObject({
    type: 'block_actions',
    user: { id: alice, username: 'alice' },
    container: { type: 'message', message_ts: ts, is_ephemeral: false },
    actions: [{ type: 'button', action_id: 'share', block_id: 'doors', value: 'request-1' }],
  });
  expect(workspace.view('U0BOB').channels.find((each) => each.id === general)?.messages).toHaveLength(1);
});
