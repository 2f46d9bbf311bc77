import type { Button } from '@slack/types';
import type { RequestState, VmRequest } from '../core/requests/request.ts';
import { stateWords } from '../core/requests/state-words.ts';
import { isOver } from '../core/requests/transitions.ts';
import { durationWords } from '../core/text/duration.ts';
import { clippedMrkdwn, code, mrkdwn } from '../core/text/escape.ts';
import { clippedWithMentions } from '../core/text/mention.ts';
import { actionIds } from './action-ids.ts';
import { context, header, section } from './blocks.ts';
import { limits, plain } from './limits.ts';
import { mention } from './mention.ts';
import type { Message } from './message.ts';
import { momentWords } from './moment-words.ts';
import { remediationWords } from './remediation-words.ts';
import { requestTitle } from './request-title.ts';

const icons: Readonly<Record<RequestState, string>> = {
  pending: ':hourglass_flowing_sand:',
  approved: ':white_check_mark:',
  denied: ':no_entry:',
  cancelled: ':leftwards_arrow_with_hook:',
  lapsed: ':hourglass:',
  executing: ':gear:',
  succeeded: ':large_green_circle:',
  failed: ':x:',
  unknown: ':grey_question:',
  active: ':large_green_circle:',
  closing: ':lock:',
  closed: ':lock:',
};

const most = { says: 300, writes: 8, note: 300, reason: 1500, ending: 600 };

/** Who reads this copy of the card: it has the buttons that they can use. */
export type Audience = 'approvers' | 'requester';

/** The card of one request: everything an approver must see, and where it stands. Every copy is made anew at each change. */
export function requestCard(request: VmRequest, audience: Audience): Message {
  const { requester, remediation, vm, reason, plan, notes } = request;
  const asks = clippedMrkdwn(requestTitle(request), 300);
  const buttons = buttonsFor(request, audience);
  return {
    text: `${mention(requester)} asks to ${asks}: it ${stateWords[request.state]}.`,
    blocks: [
      header(`${icons[request.state]} ${remediationWords[remediation].name}: ${vm.name}`),
      section(`${mention(requester)} asks to *${asks.replaceAll('*', '∗')}*.`, stateLine(request)),
      context(where(request), ...(audience === 'approvers' ? [called(request)] : [])),
      section(`*Why*  ${reason === undefined ? '_no reason was asked for_' : clippedMrkdwn(reason, most.reason)}`),
      section('*What changes in Azure*', ...changes(plan.writes), ...undoing(request)),
      ...(notes.length === 0 ? [] : [context(...notes.slice(0, 6).map((note) => clippedMrkdwn(note, most.note)))]),
      context(proof(request)),
      ...(buttons.length === 0 ? [] : [{ type: 'actions', block_id: 'request', elements: buttons } as const]),
    ],
  };
}

function stateLine(request: VmRequest): string {
  const { state, lapsesAtMs, closesAtMs, ending, closeTries } = request;
  const line = `${icons[state]}  It ${stateWords[state]}`;
  if (state === 'pending') return `${line}; it lapses ${momentWords(lapsesAtMs)}.${counted(request)}`;
  if (state === 'active' && closesAtMs !== undefined)
    return `${line} until ${momentWords(closesAtMs)}.${decidedBy(request)}`;
  if (state === 'closing' && closeTries !== undefined)
    return `${line}. Trying again ${momentWords(closeTries.nextAtMs)}.`;
  const said = ending === undefined || !isOver(state) ? '' : ` ${clippedMrkdwn(ending.message, most.ending)}`;
  return `${line}.${decidedBy(request)}${said}`;
}

function counted({ decisions, policy }: VmRequest): string {
  const given = decisions.filter(({ verdict }) => verdict === 'approve');
  if (given.length === 0) return '';
  return ` Approved by ${given.map(({ by }) => mention(by)).join(', ')} (${given.length} of ${policy.approvals}).`;
}

function decidedBy({ decisions, policy }: VmRequest): string {
  if (policy.without === 'auto') return ' The policy asks for no approval.';
  if (policy.without === 'break-glass') return ' *Break-glass*: nobody approved it.';
  const [first] = decisions;
  if (first === undefined) return '';
  const verb = decisions.some(({ verdict }) => verdict === 'deny') ? 'Denied' : 'Approved';
  return ` ${verb} by ${decisions.map(({ by }) => mention(by)).join(', ')}.`;
}

function where({ vm, createdAtMs }: VmRequest): string {
  const subscription =
    vm.subscriptionName === undefined
      ? code(vm.subscriptionId)
      : `${code(vm.subscriptionName)} (${code(vm.subscriptionId)})`;
  const place = `${code(vm.name)} in group ${code(vm.resourceGroup)}, subscription ${subscription}, ${code(vm.location)}`;
  return `${clippedMrkdwn(place, 500)} · asked ${momentWords(createdAtMs)}`;
}

/** Whoever may approve is called once, when the card is posted: an update of a message calls nobody again. */
function called({ policy }: VmRequest): string {
  const rule = mrkdwn(`Policy rule ${code(policy.rule)}`);
  return policy.without === undefined ? `${rule}: needs ${clippedWithMentions(policy.approvers, 500)}.` : `${rule}.`;
}

function changes(writes: VmRequest['plan']['writes']): string[] {
  const lines = writes.slice(0, most.writes).map(({ says }) => `•  ${clippedMrkdwn(says, most.says)}`);
  return writes.length > most.writes ? [...lines, `•  and ${writes.length - most.writes} more`] : lines;
}

function undoing({ plan, params }: VmRequest): string[] {
  if (params.durationMs === undefined) return [];
  const time = durationWords(params.durationMs);
  if (plan.undo.length === 0) return [`_It ends after ${time}._`];
  return [`_After ${time}:_`, ...changes(plan.undo)];
}

function proof({ id, digest, params, fromTypedAtMs, createdAtMs }: VmRequest): string {
  const age =
    createdAtMs - fromTypedAtMs < 60_000 ? 'just now' : `${durationWords(createdAtMs - fromTypedAtMs)} before`;
  const from = `Address ${code(params.from)}, typed ${age}`;
  return `Request \`${id}\` · digest \`${digest.slice(0, 16)}…\` · ${clippedMrkdwn(from, 200)}`;
}

function buttonsFor(request: VmRequest, audience: Audience): Button[] {
  const { state, id, plan, params, extends: prolongs } = request;
  if (isOver(state)) return [];
  const button = (actionId: string, label: string, says: string, more: Partial<Button> = {}): Button => ({
    type: 'button',
    action_id: actionId,
    text: plain(label, limits.buttonText),
    accessibility_label: plain(says, limits.buttonLabel).text,
    value: id,
    ...more,
  });
  const show = button(actionIds.showRequest, 'Show exact request', 'Show exact request to Azure, with its digest');
  const isOpen = state === 'active';
  const mayClose = isOpen && plan.undo.length > 0;
  const done = button(actionIds.closeGrant, "I'm done", "I'm done: close it now", { confirm: closing });
  const extend = button(actionIds.extendGrant, 'Extend', 'Extend: ask for more time');
  const cancel = button(actionIds.cancel, 'Cancel', 'Cancel this request of mine');
  if (audience === 'requester') {
    const mayExtend = mayClose && params.durationMs !== undefined && prolongs === undefined;
    return [
      ...(state === 'pending' ? [cancel] : []),
      ...(mayClose ? [done] : []),
      ...(mayExtend ? [extend] : []),
      show,
    ];
  }
  if (state === 'pending')
    return [
      button(actionIds.approve, 'Approve', `Approve: ${remediationWords[request.remediation].name}`, {
        style: 'primary',
      }),
      button(actionIds.deny, 'Deny', 'Deny, with a reason', { style: 'danger' }),
      show,
    ];
  return [...(mayClose ? [button(actionIds.closeGrant, 'Close now', 'Close now', { confirm: closing })] : []), show];
}

const closing = {
  title: plain('Close it now?', 100),
  text: plain('New connections are shut out. Sessions that are open stay open.', 300),
  confirm: plain('Close', 30),
  deny: plain('Keep it open', 30),
};
