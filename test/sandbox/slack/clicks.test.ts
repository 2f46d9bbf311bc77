import { expect, it } from 'vitest';
import { startApp, until } from './start-app.ts';

const alice = 'U0ALICE';
const general = 'C0GENERAL';
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const options = ['one', 'two'].map((value) => ({ text: plain(value), value }));

const blocks = [
  {
    type: 'actions',
    block_id: 'pick',
    elements: [
      { type: 'static_select', action_id: 'menu', options, initial_option: options[0] },
      { type: 'checkboxes', action_id: 'boxes', options },
      { type: 'overflow', action_id: 'more', options },
      { type: 'button', text: plain('Go'), value: 'request-1', style: 'primary', url: 'https://example.com/' },
    ],
  },
  {
    type: 'input',
    block_id: 'note',
    label: plain('Note'),
    element: { type: 'plain_text_input', action_id: 'text' },
  },
];

/** A message with the blocks above, and what the app hears of clicks in it. */
async function withMessage() {
  const bodies: Record<string, unknown>[] = [];
  const running = await startApp((app) => {
    app.action(/.*/, async ({ ack, body }) => {
      bodies.push({ ...body });
      await ack();
    });
  });
  const { ts = '' } = await running.app.client.chat.postMessage({ channel: general, text: 'pick', blocks });
  const click = (blockId: string, actionId: string, state?: Record<string, unknown>, user = alice) =>
    running.slack.workspace.click(user, {
      place: { in: 'message', channel: general, ts },
      blockId,
      actionId,
      ...(state === undefined ? {} : { state }),
    });
  const message = () => running.slack.workspace.view(alice).channels[0]?.messages[0];
  return { running, bodies, click, ts, message };
}

it('remembers what each person chose, and sends it with the next click', async () => {
  const { running, bodies, click, ts, message } = await withMessage();
  await using _running = running;
  const elements = message()?.blocks[0]?.elements as { action_id: string }[];
  const go = elements[3]?.action_id ?? '';
  expect(await click('pick', 'menu', { selected_option: { value: 'two' } })).toEqual({ ok: true });
  expect(await click('pick', 'boxes', { selected_options: [{ value: 'one' }] })).toEqual({ ok: true });
  expect(await click('note', 'text', { value: 'because' })).toEqual({ ok: true });
  expect(await click('pick', go)).toEqual({ ok: true });
  expect(await click('pick', go, undefined, 'U0BOB')).toEqual({ ok: true });
  expect(bodies).toHaveLength(4);
  const [, , hers, his] = bodies;
  expect(hers).toMatchObject({
    type: 'block_actions',
    api_app_id: 'A0SANDBOX',
    enterprise: null,
    is_enterprise_install: false,
    team: { id: 'T0SANDBOX', domain: 'contoso' },
    channel: { id: general, name: 'general' },
    container: { type: 'message', message_ts: ts, channel_id: general, is_ephemeral: false },
    message: { type: 'message', ts, text: 'pick', bot_id: 'B0DRAWBRIDGE', app_id: 'A0SANDBOX' },
    state: {
      values: {
        pick: {
          menu: { type: 'static_select', selected_option: options[1] },
          boxes: { type: 'checkboxes', selected_options: [options[0]] },
        },
        note: { text: { type: 'plain_text_input', value: 'because' } },
      },
    },
  });
  const action = (hers?.actions as Record<string, unknown>[] | undefined)?.[0];
  expect(action).toMatchObject({
    type: 'button',
    action_id: go,
    block_id: 'pick',
    value: 'request-1',
    text: plain('Go'),
  });
  expect(action?.action_ts).toMatch(/^\d{10}\.\d{6}$/);
  expect(his).toMatchObject({
    user: { id: 'U0BOB' },
    state: { values: { pick: { menu: { selected_option: options[0] } }, note: { text: { value: null } } } },
  });
});

it('knows no element that is not there, and offers nothing else', async () => {
  const { running, bodies, click, ts } = await withMessage();
  await using _running = running;
  expect(await click('pick', 'nothing')).toMatchObject({ ok: false });
  expect(await click('nowhere', 'menu')).toMatchObject({ ok: false });
  expect(await click('pick', 'more', { selected_option: { value: 'three' } })).toMatchObject({ ok: false });
  expect(await click('pick', 'more')).toMatchObject({ ok: false });
  await running.app.client.chat.delete({ channel: general, ts });
  expect(await click('pick', 'more', { selected_option: { value: 'two' } })).toMatchObject({ ok: false });
  expect(bodies).toEqual([]);
});

it('leaves the message out of the payload when only one person sees it', async () => {
  const { running, bodies } = await withMessage();
  await using _running = running;
  const { app, slack } = running;
  const { message_ts: ts = '' } = await app.client.chat.postEphemeral({
    channel: general,
    user: alice,
    text: 'x',
    blocks,
  });
  await until(slack, () => slack.workspace.view(alice).channels[0]?.messages.length === 2);
  const place = { in: 'message', channel: general, ts, ephemeral: true } as const;
  await slack.workspace.click(alice, {
    place,
    blockId: 'pick',
    actionId: 'more',
    state: { selected_option: options[0] ?? {} },
  });
  expect(bodies[0]).toMatchObject({ container: { is_ephemeral: true }, actions: [{ selected_option: options[0] }] });
  expect(bodies[0]).not.toHaveProperty('message');
  expect(bodies[0]).toHaveProperty('response_url');
});
