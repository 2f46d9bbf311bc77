import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';

const approvals = 'C0APPROVE';
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });
const hours = (count: number) => ({ text: plain(count === 1 ? '1 hour' : `${count} hours`), value: String(count) });

interface Request {
  readonly vm: string;
  readonly by: string;
  readonly reason: string;
  readonly hours: string;
  readonly tell: readonly string[];
  card: string;
  open: boolean;
}

/**
 * A small app that asks for approval in the ways that Drawbridge's requests will: cards in an approvals channel that are
 * updated in place, their threads as a log, direct messages, private refusals, forms. Real Bolt, no Azure.
 */
export function registerApprovals(app: App): void {
  const requests: Request[] = [];
  const requestOf = (value: string | undefined) => requests[Number(value)];

  app.command('/vm', async ({ ack, body, client, command }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: askForm(command.text) });
  });

  app.view('ask', async ({ ack, body, view, client }) => {
    const { values } = view.state;
    const reason = values.reason?.text?.value ?? '';
    if (reason.startsWith('because')) {
      await ack({ response_action: 'errors', errors: { reason: 'Say why.' } });
      return;
    }
    await ack();
    const request = {
      vm: view.private_metadata,
      by: body.user.id,
      reason,
      hours: values.hours?.hours?.selected_option?.text.text ?? '',
      tell: values.tell?.who?.selected_users ?? [],
      card: '',
      open: true,
    };
    const id = String(requests.push(request) - 1);
    const card = await client.chat.postMessage({ channel: approvals, ...cardOf(request, id, 'waiting') });
    request.card = card.ts ?? '';
    await note(client, request, `Asked by <@${request.by}>`);
    await tellDirectly(client, request.by, `You asked to open port 22 of *${request.vm}*.`);
    for (const user of request.tell) await tellDirectly(client, user, `<@${request.by}> asked for *${request.vm}*.`);
  });

  app.action({ type: 'block_actions', action_id: 'approve' }, async ({ ack, action, body, client }) => {
    await ack();
    const id = action.type === 'button' ? action.value : undefined;
    const request = requestOf(id);
    if (request === undefined) return;
    if (request.by === body.user.id || !request.open) {
      const text = request.open ? 'You cannot approve your own request.' : 'This request is over.';
      await client.chat.postEphemeral({ channel: approvals, user: body.user.id, text });
      return;
    }
    await settleRequest(client, request, id ?? '', `approved by <@${body.user.id}>`);
  });

  app.action({ type: 'block_actions', action_id: 'deny' }, async ({ ack, action, body, client }) => {
    await ack();
    const id = action.type === 'button' ? (action.value ?? '') : '';
    const view = denyForm(requestOf(id)?.vm ?? '', id);
    await client.views.open({ trigger_id: body.trigger_id, view });
  });

  app.view('deny', async ({ ack, body, view, client }) => {
    await ack();
    const id = view.private_metadata;
    const request = requestOf(id);
    const why = view.state.values.why?.text?.value ?? '';
    if (request?.open) await settleRequest(client, request, id, `denied by <@${body.user.id}>: ${why}`);
  });

  app.action({ type: 'block_actions', action_id: 'withdraw' }, async ({ ack, action, client }) => {
    await ack();
    const request = requestOf(action.type === 'button' ? action.value : undefined);
    if (request?.open) await client.chat.delete({ channel: approvals, ts: request.card });
  });
}

async function settleRequest(client: WebClient, request: Request, id: string, how: string): Promise<void> {
  request.open = false;
  await client.chat.update({ channel: approvals, ts: request.card, ...cardOf(request, id, how) });
  await note(client, request, `Request ${how}`);
  await tellDirectly(client, request.by, `Your request for *${request.vm}* was ${how}.`);
}

async function note(client: WebClient, request: Request, text: string): Promise<void> {
  await client.chat.postMessage({ channel: approvals, thread_ts: request.card, text });
}

async function tellDirectly(client: WebClient, user: string, text: string): Promise<void> {
  const { channel } = await client.conversations.open({ users: user });
  await client.chat.postMessage({ channel: channel?.id ?? '', text });
}

function cardOf(request: Request, id: string, state: string) {
  const text = `${request.vm}: port 22 for ${request.hours}, ${state}`;
  const buttons = {
    type: 'actions' as const,
    block_id: 'buttons',
    elements: [
      {
        type: 'button' as const,
        action_id: 'approve',
        value: id,
        style: 'primary' as const,
        text: plain('Approve'),
        confirm: {
          title: plain('Open the port?'),
          text: mrkdwn(`Port 22 of *${request.vm}* opens for ${request.hours}.`),
          confirm: plain('Open it'),
          deny: plain('Not yet'),
        },
      },
      { type: 'button' as const, action_id: 'deny', value: id, style: 'danger' as const, text: plain('Deny') },
      { type: 'button' as const, action_id: 'withdraw', value: id, text: plain('Withdraw') },
    ],
  };
  return {
    text,
    blocks: [
      { type: 'header' as const, text: plain(`Open port 22 of ${request.vm}`) },
      { type: 'section' as const, text: mrkdwn(`<@${request.by}> for ${request.hours}: ${request.reason}`) },
      { type: 'context' as const, elements: [mrkdwn(state)] },
      ...(request.open ? [buttons] : []),
    ],
  };
}

function askForm(vm: string) {
  return {
    type: 'modal' as const,
    callback_id: 'ask',
    private_metadata: vm,
    title: plain('Open port 22'),
    submit: plain('Ask'),
    blocks: [
      { type: 'section' as const, text: mrkdwn(`Port 22 of *${vm}*`) },
      {
        type: 'input' as const,
        block_id: 'hours',
        label: plain('For how long'),
        element: {
          type: 'static_select' as const,
          action_id: 'hours',
          options: [1, 2, 4].map(hours),
          initial_option: hours(1),
        },
      },
      {
        type: 'input' as const,
        block_id: 'reason',
        label: plain('Reason'),
        element: {
          type: 'plain_text_input' as const,
          action_id: 'text',
          multiline: true,
          min_length: 10,
          max_length: 200,
        },
      },
      {
        type: 'input' as const,
        block_id: 'tell',
        label: plain('Tell also'),
        optional: true,
        element: { type: 'multi_users_select' as const, action_id: 'who' },
      },
    ],
  };
}

function denyForm(vm: string, id: string) {
  return {
    type: 'modal' as const,
    callback_id: 'deny',
    private_metadata: id,
    title: plain('Deny'),
    submit: plain('Deny'),
    blocks: [
      {
        type: 'input' as const,
        block_id: 'why',
        label: plain(`Why not ${vm}?`),
        element: { type: 'plain_text_input' as const, action_id: 'text', multiline: true },
      },
    ],
  };
}
