import type { App, ViewResponseAction } from '@slack/bolt';
import { expect, it } from 'vitest';
import type { SlackServer } from '../../../sandbox/slack/server.ts';
import type { FormValues } from '../../../sandbox/slack/workspace.ts';
import { startApp, until } from './start-app.ts';

const alice = 'U0ALICE';
const general = 'C0GENERAL';
const plain = (text: string) => ({ type: 'plain_text' as const, text });

const input = (block_id: string, element: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: 'input',
  block_id,
  label: plain(block_id),
  element: { action_id: 'value', ...element },
  ...more,
});

const form = (...blocks: { type: string }[]) => ({
  type: 'modal' as const,
  callback_id: 'form',
  title: plain('Form'),
  submit: plain('Send'),
  private_metadata: 'request-1',
  notify_on_close: true,
  blocks,
});

const reason = input('reason', { type: 'plain_text_input', min_length: 3, max_length: 10 });

/** An app whose command opens a form, and which answers submissions as told. */
async function withForm(
  view: ReturnType<typeof form>,
  answer?: () => ViewResponseAction | undefined,
  more?: (app: App) => void,
) {
  const bodies: Record<string, unknown>[] = [];
  const running = await startApp((app) => {
    app.command('/vm', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view });
    });
    app.view('form', async ({ ack, body }) => {
      bodies.push({ ...body });
      const action = answer?.();
      await (action === undefined ? ack() : ack(action));
    });
    app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
      bodies.push({ ...body });
      await ack();
    });
    more?.(app);
  });
  const { slack } = running;
  await slack.workspace.type(alice, general, '/vm');
  await until(slack, () => modals(slack).length === 1);
  const id = modals(slack)[0]?.id ?? '';
  return { running, slack, bodies, id };
}

function modals(slack: SlackServer) {
  return slack.workspace.view(alice).modals;
}

const typed = (value: string): FormValues => ({ reason: { value: { type: 'plain_text_input', value } } });

it('sends what was entered, and what the app had put there', async () => {
  const port = input('port', { type: 'number_input', is_decimal_allowed: false, initial_value: '22' });
  const note = input('note', { type: 'plain_text_input' }, { optional: true });
  const { running, slack, bodies, id } = await withForm(form(reason, port, note));
  await using _running = running;
  expect(await slack.workspace.submitModal(alice, id, typed('deploy'))).toEqual({ ok: true });
  expect(modals(slack)).toEqual([]);
  expect(bodies).toMatchObject([
    {
      type: 'view_submission',
      user: { id: alice },
      response_urls: [],
      view: {
        id,
        callback_id: 'form',
        private_metadata: 'request-1',
        root_view_id: id,
        previous_view_id: null,
        state: {
          values: {
            reason: { value: { type: 'plain_text_input', value: 'deploy' } },
            port: { value: { type: 'number_input', value: '22' } },
            note: { value: { type: 'plain_text_input', value: null } },
          },
        },
      },
    },
  ]);
});

it.each([
  { what: 'nothing', element: { type: 'plain_text_input' }, state: {} },
  { what: 'too little', element: { type: 'plain_text_input', min_length: 3 }, state: { value: 'ab' } },
  { what: 'too much', element: { type: 'plain_text_input', max_length: 3 }, state: { value: 'abcd' } },
  { what: 'no number', element: { type: 'number_input', is_decimal_allowed: false }, state: { value: '2.5' } },
  {
    what: 'too small',
    element: { type: 'number_input', is_decimal_allowed: true, min_value: '3' },
    state: { value: '2.5' },
  },
  { what: 'no address', element: { type: 'email_text_input' }, state: { value: 'nobody' } },
  { what: 'no link', element: { type: 'url_text_input' }, state: { value: 'nowhere' } },
  { what: 'nobody', element: { type: 'users_select' }, state: { selected_user: null } },
  {
    what: 'too many',
    element: { type: 'multi_users_select', max_selected_items: 1 },
    state: { selected_users: ['U0ALICE', 'U0BOB'] },
  },
])('does not bother the app with $what', async ({ element, state }) => {
  const { running, slack, bodies, id } = await withForm(form(input('it', element)));
  await using _running = running;
  const values = { it: { value: { type: element.type, ...state } } };
  expect(await slack.workspace.submitModal(alice, id, values)).toMatchObject({ ok: false });
  expect(Object.keys(modals(slack)[0]?.errors ?? {})).toEqual(['it']);
  expect(bodies).toEqual([]);
});

it("shows the app's errors under the inputs", async () => {
  const { running, slack, id } = await withForm(form(reason), () => ({
    response_action: 'errors',
    errors: { reason: 'Why?' },
  }));
  await using _running = running;
  expect(await slack.workspace.submitModal(alice, id, typed('because'))).toEqual({ ok: true });
  expect(modals(slack)[0]?.errors).toEqual({ reason: 'Why?' });
});

it.each([
  { name: 'errors for no input', answer: { response_action: 'errors', errors: { nowhere: 'x' } } },
  {
    name: 'a view beyond the limits',
    answer: { response_action: 'update', view: { ...form(), title: plain('x'.repeat(25)) } },
  },
  { name: 'an unknown action', answer: { response_action: 'explode' } },
])('does not take $name', async ({ answer }) => {
  const { running, slack, id } = await withForm(form(reason), () => answer as ViewResponseAction);
  await using _running = running;
  expect(await slack.workspace.submitModal(alice, id, typed('because'))).toMatchObject({ ok: false });
  expect(modals(slack)).toHaveLength(1);
});

it('updates, pushes up to three, and clears', async () => {
  const page = (title: string) => ({ ...form({ type: 'divider' }), title: plain(title) });
  const answers: ViewResponseAction[] = [
    { response_action: 'update', view: page('Updated') },
    { response_action: 'push', view: page('Second') },
    { response_action: 'push', view: page('Third') },
    { response_action: 'push', view: page('Fourth') },
    { response_action: 'clear' },
  ];
  const { running, slack } = await withForm(form(reason), () => answers.shift());
  await using _running = running;
  const seen: unknown[] = [];
  for (let round = 0; round < 5; round += 1) {
    const top = modals(slack).at(-1)?.id ?? '';
    const outcome = await slack.workspace.submitModal(alice, top, typed('because'));
    seen.push([outcome.ok, modals(slack).map((each) => each.title)]);
  }
  expect(seen).toEqual([
    [true, ['Updated']],
    [true, ['Updated', 'Second']],
    [true, ['Updated', 'Second', 'Third']],
    [false, ['Updated', 'Second', 'Third']],
    [true, []],
  ]);
});

it('tells the app when a form is closed', async () => {
  const { running, slack, bodies, id } = await withForm(form(reason));
  await using _running = running;
  expect(await slack.workspace.closeModal('U0BOB', id)).toMatchObject({ ok: false });
  expect(await slack.workspace.closeModal(alice, id)).toEqual({ ok: true });
  await expect.poll(() => bodies.length, { interval: 1 }).toBe(1);
  expect(bodies[0]).toMatchObject({
    type: 'view_closed',
    is_cleared: false,
    view: { id, private_metadata: 'request-1' },
  });
});

it('takes a trigger once, and for three seconds', async () => {
  const triggers: string[] = [];
  await using running = await startApp((app) => {
    app.command('/vm', async ({ ack, body }) => {
      await ack();
      triggers.push(body.trigger_id);
    });
  });
  const { slack, clock, app } = running;
  const open = (trigger_id: string) => app.client.views.open({ trigger_id, view: form(reason) });
  await slack.workspace.type(alice, general, '/vm');
  await slack.workspace.type(alice, general, '/vm');
  const [first = '', second = ''] = triggers;
  clock.advance(3000);
  expect((await open(first)).ok).toBe(true);
  await expect(open(first)).rejects.toMatchObject({ data: { error: 'exchanged_trigger_id' } });
  clock.advance(1);
  await expect(open(second)).rejects.toMatchObject({ data: { error: 'expired_trigger_id' } });
  await expect(open('1.2.3')).rejects.toMatchObject({ data: { error: 'invalid_trigger' } });
});

it('pushes by trigger, up to three, and refuses twins and giants', async () => {
  const triggers: string[] = [];
  const press = { type: 'actions', block_id: 'b', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] };
  const { running, slack } = await withForm(form(press), undefined, (app) => {
    app.action('go', async ({ ack, body }) => {
      await ack();
      triggers.push('trigger_id' in body ? body.trigger_id : '');
    });
  });
  await using _running = running;
  const push = async (view: ReturnType<typeof form> & { external_id?: string }) => {
    const top = modals(slack).at(-1)?.id ?? '';
    await slack.workspace.click(alice, { place: { in: 'view', viewId: top }, blockId: 'b', actionId: 'go' });
    return running.app.client.views.push({ trigger_id: triggers.at(-1) ?? '', view });
  };
  const named = { ...form(press), external_id: 'only-one' };
  const second = await push(named);
  expect(second.view).toMatchObject({ root_view_id: modals(slack)[0]?.id, previous_view_id: modals(slack)[0]?.id });
  await expect(push(named)).rejects.toMatchObject({ data: { error: 'duplicate_external_id' } });
  const text = { type: 'mrkdwn', text: 'x'.repeat(3000) };
  const giant = form(...Array.from({ length: 90 }, () => ({ type: 'section', text })));
  await expect(push(giant)).rejects.toMatchObject({ data: { error: 'view_too_large' } });
  await push(form(press));
  await expect(push(form(press))).rejects.toMatchObject({ data: { error: 'push_limit_reached' } });
  expect(modals(slack)).toHaveLength(3);
});

it('acts on elements in a view, keeps what was entered, and knows an old hash', async () => {
  const menu = {
    type: 'actions',
    block_id: 'menu',
    elements: [
      {
        type: 'static_select',
        action_id: 'size',
        options: ['small', 'large'].map((value) => ({ text: plain(value), value })),
      },
    ],
  };
  const actions: Record<string, unknown>[] = [];
  const { running, slack, id } = await withForm(form(reason, menu), undefined, (app) => {
    app.action('size', async ({ ack, body, client }) => {
      await ack();
      actions.push({ ...body });
      const view = 'view' in body ? body.view : undefined;
      const update = (hash: string) =>
        client.views.update({ view_id: id, hash, view: form(reason, menu, { type: 'divider' }) });
      await expect(update('0.old')).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
      await update(view?.hash ?? '');
    });
  });
  await using _running = running;
  const click = (value: string) =>
    slack.workspace.click(alice, {
      place: { in: 'view', viewId: id },
      blockId: 'menu',
      actionId: 'size',
      state: { selected_option: { value } },
      values: typed('half'),
    });
  expect(await click('huge')).toMatchObject({ ok: false });
  expect(await click('large')).toEqual({ ok: true });
  await until(slack, () => modals(slack)[0]?.blocks.length === 3);
  expect(actions).toMatchObject([
    {
      type: 'block_actions',
      container: { type: 'view', view_id: id },
      actions: [{ action_id: 'size', selected_option: { text: plain('large'), value: 'large' } }],
      view: { state: { values: { reason: { value: { value: 'half' } } } } },
    },
  ]);
  expect(actions[0]).not.toHaveProperty('response_url');
  expect(await slack.workspace.submitModal(alice, id, {})).toEqual({ ok: true });
});

it('shows a Home tab to the person it was published for', async () => {
  await using running = await startApp((app) => {
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', callback_id: 'home', blocks: [{ type: 'header', text: plain(`Hello ${event.user}`) }] },
      });
    });
  });
  const { workspace } = running.slack;
  await workspace.openHome(alice);
  await until(running.slack, () => workspace.view(alice).home !== undefined);
  expect(workspace.view(alice).home).toMatchObject({ type: 'home', callbackId: 'home', blocks: [{ type: 'header' }] });
  expect(workspace.view('U0BOB').home).toBeUndefined();
});

it('runs shortcuts on messages and without', async () => {
  const heard: Record<string, unknown>[] = [];
  await using running = await startApp(
    (app) => {
      app.shortcut(/.*/, async ({ ack, shortcut }) => {
        heard.push({ ...shortcut });
        await ack();
      });
    },
    {
      shortcuts: [
        { name: 'Check', callback_id: 'check', type: 'message' },
        { name: 'Start', callback_id: 'start', type: 'global' },
      ],
    },
  );
  const { workspace } = running.slack;
  await workspace.type(alice, general, 'look at this');
  const ts = workspace.view(alice).channels[0]?.messages[0]?.ts ?? '';
  expect(await workspace.shortcut(alice, 'check', { channel: general, ts })).toEqual({ ok: true });
  expect(await workspace.shortcut(alice, 'start')).toEqual({ ok: true });
  expect(await workspace.shortcut(alice, 'check')).toMatchObject({ ok: false });
  expect(await workspace.shortcut(alice, 'nothing')).toMatchObject({ ok: false });
  expect(heard).toMatchObject([
    { type: 'message_action', callback_id: 'check', message_ts: ts, message: { text: 'look at this' } },
    { type: 'shortcut', callback_id: 'start' },
  ]);
});
