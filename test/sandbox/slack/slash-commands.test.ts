import { expect, it } from 'vitest';
import type { SlackServer } from '../../../sandbox/slack/server.ts';
import { startApp } from './start-app.ts';

const alice = 'U0ALICE';
const general = 'C0GENERAL';

function lines(slack: SlackServer, user: string): unknown[] {
  const channel = slack.workspace.view(user).channels.find((each) => each.id === general);
  return (channel?.messages ?? []).map((each) => [each.text, each.ephemeral]);
}

it.each([
  { answer: 'plain words', alice: [['plain words', true]], bob: [] },
  { answer: { text: 'as an object' }, alice: [['as an object', true]], bob: [] },
  { answer: { text: 'for all', response_type: 'in_channel' }, alice: [['for all', false]], bob: [['for all', false]] },
  { answer: undefined, alice: [], bob: [] },
] as const)('shows what comes with the acknowledgement: %o', async ({ answer, alice: own, bob }) => {
  await using running = await startApp((app) => {
    app.command('/vm', async ({ ack }) => ack(answer));
  });
  expect(await running.slack.workspace.type(alice, general, '/vm')).toEqual({ ok: true });
  expect(lines(running.slack, alice)).toEqual(own);
  expect(lines(running.slack, 'U0BOB')).toEqual(bob);
});

it('refuses an acknowledgement with bad blocks', async () => {
  await using running = await startApp((app) => {
    app.command('/vm', async ({ ack }) => ack({ text: 'x', blocks: [{ type: 'nonsense' }] }));
  });
  expect(await running.slack.workspace.type(alice, general, '/vm')).toEqual({
    ok: false,
    notice: '/vm failed with the error "invalid_command_response"',
  });
});

it('knows only registered commands, and none in threads', async () => {
  await using running = await startApp(() => {});
  const { workspace } = running.slack;
  expect(await workspace.type(alice, general, '/vmm x')).toEqual({ ok: false, notice: '/vmm is not a valid command.' });
  expect(await workspace.type(alice, general, '/vm x', '1.0')).toEqual({
    ok: false,
    notice: '/vm is not supported in threads. Sorry!',
  });
  expect(running.slack.calls.filter((call) => call.method !== 'auth.test' && call.ok !== true)).toEqual([]);
});

const typed = 'add @bob @ops #general https://example.com/?a=1&b=2 a<b @nobody “x” --y';

it.each([
  { escape: false, text: 'add @bob @ops #general https://example.com/?a=1&amp;b=2 a&lt;b @nobody “x” --y' },
  {
    escape: true,
    text: 'add <@U0BOB|bob> <!subteam^S0OPS|@ops> <#C0GENERAL|general> <https://example.com/?a=1&amp;b=2> a&lt;b @nobody “x” --y',
  },
])('hands the text on as Slack does (should_escape $escape)', async ({ escape: shouldEscape, text }) => {
  const heard: string[] = [];
  await using running = await startApp(
    (app) => {
      app.command('/vm', async ({ ack, command }) => {
        heard.push(command.text);
        await ack();
      });
    },
    {
      commands: [{ command: '/vm', should_escape: shouldEscape }],
      spec: { userGroups: [{ id: 'S0OPS', handle: 'ops', users: ['U0BOB'] }] },
    },
  );
  await running.slack.workspace.type(alice, general, `/vm   ${typed} `);
  expect(heard).toEqual([text]);
});

it.each([
  { channel: 'C0GENERAL', name: 'general' },
  { channel: 'G0SECRET', name: 'privategroup' },
  { channel: 'D0ALICE', name: 'directmessage' },
])('names $channel $name in the payload', async ({ channel, name }) => {
  const heard: unknown[] = [];
  await using running = await startApp(
    (app) => {
      app.command('/vm', async ({ ack, command }) => {
        heard.push([command.channel_id, command.channel_name]);
        await ack();
      });
    },
    {
      spec: {
        channels: [
          { id: general, name: 'general' },
          { id: 'G0SECRET', name: 'secret', private: true },
        ],
      },
    },
  );
  await running.slack.workspace.type(alice, channel, '/vm');
  expect(heard).toEqual([[channel, name]]);
});

it('lets nobody write to a bot whose messages tab is read-only', async () => {
  await using running = await startApp(() => {}, { messagesTabReadOnly: true });
  const { workspace } = running.slack;
  const readOnly = workspace.view(alice).channels.filter((each) => each.readOnly);
  expect(readOnly.map((each) => each.id)).toEqual(['D0ALICE']);
  expect(await workspace.type(alice, 'D0ALICE', 'hi')).toMatchObject({ ok: false });
  expect(await workspace.type(alice, general, 'hi')).toEqual({ ok: true });
});

it('lets nobody type where they are not', async () => {
  await using running = await startApp(() => {}, {
    spec: { channels: [{ id: 'C0BOBS', name: 'bobs', members: ['U0BOB'] }] },
  });
  expect(await running.slack.workspace.type(alice, 'C0BOBS', 'hi')).toMatchObject({ ok: false });
  expect(await running.slack.workspace.type('U0NOBODY', 'C0BOBS', 'hi')).toMatchObject({ ok: false });
});
