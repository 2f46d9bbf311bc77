import type { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { scriptClock } from '../../../sandbox/clock.ts';
import { type SlackServer, startSlack } from '../../../sandbox/slack/server.ts';
import { slackSchema } from '../../../sandbox/world/schema.ts';
import { startApp, startMs, until } from './start-app.ts';

const alice = 'U0ALICE';
const general = 'C0GENERAL';
const silence = () => new Promise<never>(() => {});

/** Lets the sockets of this process carry what was sent. */
async function turns(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** Lets everything happen that waits for nothing but a socket of this process. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

it('says dispatch_failed when no app is connected', async () => {
  await using running = await startApp(() => {});
  await running.app.stop();
  await turns(() => running.slack.connections() === 0);
  expect(await running.slack.workspace.type(alice, general, '/vm')).toEqual({
    ok: false,
    notice: '/vm failed with the error "dispatch_failed"',
  });
});

it('gives an app three seconds of the clock to acknowledge', async () => {
  let heard = 0;
  await using running = await startApp((app) => {
    app.command('/vm', async () => {
      heard += 1;
      await silence();
    });
    app.action('late', silence);
  });
  const { slack, clock } = running;
  const typed = slack.workspace.type(alice, general, '/vm');
  await turns(() => heard === 1);
  clock.advance(2999);
  expect(await Promise.race([typed, Promise.resolve('waiting')])).toBe('waiting');
  clock.advance(1);
  expect(await typed).toEqual({ ok: false, notice: '/vm failed with the error "operation_timeout"' });
});

interface Delivered {
  readonly type: string;
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
  readonly payload?: { readonly event_id?: string };
}

/** A connection that hears everything and acknowledges nothing; Bolt acknowledges events by itself. */
async function mute(slack: SlackServer): Promise<{ socket: WebSocket; heard: Delivered[] }> {
  const headers = { authorization: `Bearer ${slack.appToken}` };
  const answer = await fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers });
  const { url } = (await answer.json()) as { url: string };
  const heard: Delivered[] = [];
  const socket = new WebSocket(url);
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  await turns(() => heard.length === 1);
  expect(heard.splice(0)).toMatchObject([{ type: 'hello', num_connections: 1 }]);
  return { socket, heard };
}

it('tries an event again at once, after a minute and after five minutes', async () => {
  const clock = scriptClock(startMs);
  const slack = await startSlack({ clock, spec: slackSchema.parse({}) });
  const { socket, heard } = await mute(slack);
  await slack.workspace.openHome(alice);
  for (const [index, waitMs] of [0, 60_000, 300_000].entries()) {
    await turns(() => heard.length === index + 1);
    clock.advance(3000);
    await settled();
    if (waitMs === 0) continue;
    clock.advance(waitMs - 1);
    await settled();
    expect(heard).toHaveLength(index + 1);
    clock.advance(1);
  }
  await turns(() => heard.length === 4);
  expect(heard.map((each) => [each.type, each.retry_attempt, each.retry_reason])).toEqual([
    ['events_api', 0, ''],
    ['events_api', 1, 'timeout'],
    ['events_api', 2, 'timeout'],
    ['events_api', 3, 'timeout'],
  ]);
  expect(new Set(heard.map((each) => each.payload?.event_id)).size).toBe(1);
  socket.terminate();
  await slack.close();
});

it('does not wait for an acknowledgement from a connection that is gone', async () => {
  const slack = await startSlack({ clock: scriptClock(startMs), spec: slackSchema.parse({}) });
  const { socket, heard } = await mute(slack);
  const typed = slack.workspace.type(alice, general, '/vm');
  await turns(() => heard.length === 1);
  socket.terminate();
  expect(await typed).toEqual({ ok: false, notice: '/vm failed with the error "operation_timeout"' });
  await slack.close();
});

it('lets nobody in without a ticket, and each ticket in once', async () => {
  const slack = await startSlack({ clock: scriptClock(startMs), spec: slackSchema.parse({}) });
  const { socket } = await mute(slack);
  const refusal = (url: string) =>
    new Promise((resolve) => new WebSocket(url).on('error', (error) => resolve(error.message)));
  expect(await refusal(socket.url)).toContain('401');
  expect(await refusal(`${slack.apiUrl.replace('http', 'ws').replace('/api/', '/link/')}?ticket=guess`)).toContain(
    '401',
  );
  socket.terminate();
  await slack.close();
});

it('redelivers on demand, and Slack does not sort out doubles', async () => {
  const heard: string[] = [];
  await using running = await startApp((app) => {
    app.command('/vm', async ({ ack, command }) => {
      heard.push(command.trigger_id);
      await ack();
    });
  });
  await running.slack.workspace.type(alice, general, '/vm');
  await running.slack.faults.redeliver();
  expect(heard).toHaveLength(2);
  expect(heard[0]).toBe(heard[1]);
});

it.concurrent.each(['refresh_requested', 'warning', 'drop'] as const)(
  'is found again by an app after %s',
  async (reason) => {
    // Bolt waits as long before it connects again.
    const clientPingTimeoutMs = 500;
    const register = (app: App) => app.command('/vm', async ({ ack }) => ack('here'));
    await using running = await startApp(register, { clientPingTimeoutMs });
    const { slack } = running;
    slack.faults.disconnect(reason);
    await turns(() => slack.connections() === 0);
    await turns(() => slack.connections() === 1);
    expect(await slack.workspace.type(alice, general, '/vm')).toEqual({ ok: true });
  },
);

it('gives each envelope to one of several connections', async () => {
  const heard: string[] = [];
  const register = (name: string) => (app: App) =>
    app.command('/vm', async ({ ack }) => {
      heard.push(name);
      await ack();
    });
  await using running = await startApp(register('one'));
  await running.connect(register('two'));
  for (let round = 0; round < 4; round += 1) await running.slack.workspace.type(alice, general, '/vm');
  expect(heard.toSorted()).toEqual(['one', 'one', 'two', 'two']);
});

it('opens connections for the app token only', async () => {
  await using running = await startApp(() => {});
  const open = (token?: string) =>
    new WebClient(token, { slackApiUrl: running.slack.apiUrl, retryConfig: { retries: 0 } }).apps.connections.open({});
  await expect(open('xapp-wrong')).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
  await expect(open(running.slack.botToken)).rejects.toMatchObject({ data: { error: 'not_allowed_token_type' } });
  await expect(open()).rejects.toMatchObject({ data: { error: 'not_authed' } });
});

it('sends mentions, direct messages and joins as events, and nothing the app did not subscribe to', async () => {
  const events: Record<string, unknown>[] = [];
  await using running = await startApp(
    (app) => {
      app.event(/.*/, async ({ event }) => void events.push({ ...event }));
    },
    {
      spec: {
        channels: [
          { id: 'C0NEW', name: 'new', bot: false },
          { id: general, name: 'general' },
        ],
      },
    },
  );
  const { workspace } = running.slack;
  await workspace.type(alice, general, 'nobody in particular');
  await workspace.type(alice, general, 'help @drawbridge');
  await workspace.type(alice, 'D0ALICE', 'hello & bye');
  await workspace.type(alice, 'C0NEW', 'not heard by @drawbridge');
  await workspace.type(alice, 'C0NEW', '/invite @drawbridge');
  await workspace.openHome(alice);
  await turns(() => events.length === 4);
  expect(events.map((each) => [each.type, each.channel_type, each.text])).toEqual([
    ['app_mention', undefined, 'help <@U0DRAWBRIDGE>'],
    ['message', 'im', 'hello &amp; bye'],
    ['member_joined_channel', 'C', undefined],
    ['app_home_opened', undefined, undefined],
  ]);
});

it('says the same things under the same names when a script runs twice', async () => {
  const run = async () => {
    await using running = await startApp((app) => {
      app.command('/vm', async ({ ack, client, body }) => {
        await ack('checking');
        await client.chat.postMessage({ channel: body.channel_id, text: body.trigger_id });
        await client.views.open({
          trigger_id: body.trigger_id,
          view: {
            type: 'modal',
            title: { type: 'plain_text', text: 'A' },
            blocks: [{ type: 'divider' }],
          },
        });
      });
    });
    const { slack, clock } = running;
    clock.advance(1500);
    await slack.workspace.type(alice, general, '/vm');
    await until(slack, () => slack.workspace.view(alice).modals.length === 1);
    return slack.workspace.view(alice);
  };
  expect(await run()).toEqual(await run());
});
