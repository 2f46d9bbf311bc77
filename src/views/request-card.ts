import type { KnownBlock } from '@slack/types';
import { actionOf } from '../core/actions/all-actions.ts';
import type { RequestState, VmRequest } from '../core/requests/request.ts';
import { stateWords } from '../core/requests/state-words.ts';
import { isOver } from '../core/requests/transitions.ts';
import { durationWords } from '../core/text/duration.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { actBlocks } from './act-blocks.ts';
import type { Audience } from './audience.ts';
import { context, header, section } from './blocks.ts';
import { mention } from './mention.ts';
import type { Message } from './message.ts';
import { momentWords } from './moment-words.ts';
import { requestButtons } from './request-buttons.ts';
import { requestHeading } from './request-heading.ts';
import { requestTitle } from './request-title.ts';
import { stateLines } from './state-lines.ts';

/** In characters, but for `writes`; `notes`: all of them together. */
const most = { says: 220, writes: 6, notes: 2400, note: 600, reason: 1500, place: 500, address: 200 };

/** Less of a note says nothing. */
const shortest = 40;

/** Nothing was done in Azure, and nothing will be. */
const undone: ReadonlySet<RequestState> = new Set(['denied', 'cancelled', 'lapsed']);

/**
 * The card of one request: where it stands, then everything an approver must see. Every copy is made anew at each
 * change; what is over is short.
 */
export function requestCard(request: VmRequest, audience: Audience): Message {
  const { requester, state } = request;
  const title = clippedMrkdwn(requestTitle(request), 300);
  const asks = state === 'pending' ? 'asks' : 'asked';
  const buttons = requestButtons(request, audience);
  return {
    text: `${mention(requester)} ${asks} to ${title}: it ${stateWords[state]}.`,
    blocks: [
      header(requestHeading(request)),
      section(`${mention(requester)} ${asks} to *${title.replaceAll('*', '∗')}*.`, ...stateLines(request, audience)),
      section(...aboutIt(request)),
      ...(request.plan.act === undefined ? [] : actBlocks(request.plan.act)),
      ...(undone.has(state) || request.plan.writes.length === 0 ? [] : [section(...changes(request))]),
      ...notes(request),
      context(proof(request)),
      ...(buttons.length === 0 ? [] : [{ type: 'actions', block_id: 'request', elements: buttons } as const]),
    ],
  };
}

function aboutIt({ reason, vm, action, params, fromTypedAtMs, createdAtMs }: VmRequest): string[] {
  const subscription =
    vm.subscriptionName === undefined
      ? code(vm.subscriptionId)
      : `${code(vm.subscriptionName)} (${code(`${vm.subscriptionId.slice(0, 8)}…`)})`;
  const place = `${code(vm.name)}, group ${code(vm.resourceGroup)}, subscription ${subscription}`;
  const ageMs = createdAtMs - fromTypedAtMs;
  const typed = ageMs < 60_000 ? 'typed with the request' : `typed ${durationWords(ageMs)} before the request`;
  return [
    `*Why*  ${reason === undefined ? '_no reason given_' : clippedMrkdwn(reason, most.reason)}`,
    `*${actionOf(action).about === 'nsg' ? 'Security group' : 'VM'}*  ${clippedMrkdwn(place, most.place)}`,
    ...(actionOf(action).opensTo ? [`*From*  ${clippedMrkdwn(code(params.from), most.address)}, ${typed}`] : []),
  ];
}

function changes({ state, plan, params }: VmRequest): string[] {
  const heading =
    state === 'closed' || state === 'succeeded' ? '*What was changed in Azure*' : '*What changes in Azure*';
  const lines = [heading, ...listed(plan.writes)];
  const { durationMs } = params;
  if (plan.act !== undefined)
    return plan.undo.length === 0 ? lines : [...lines, '_As soon as it ends:_', ...listed(plan.undo)];
  if (durationMs === undefined) return lines;
  if (plan.opensFromMs !== undefined) {
    return [
      ...lines,
      `_It closes ${momentWords(plan.opensFromMs + durationMs)} instead of ${momentWords(plan.opensFromMs)}._`,
    ];
  }
  const after = durationWords(durationMs);
  if (plan.undo.length === 0) return [...lines, `_After ${after} Azure undoes it by itself._`];
  return [...lines, `_After ${after}:_`, ...listed(plan.undo)];
}

function listed(writes: VmRequest['plan']['writes']): string[] {
  const lines = writes.slice(0, most.writes).map(({ says }) => `•  ${clippedMrkdwn(says, most.says)}`);
  return writes.length > most.writes ? [...lines, `•  and ${writes.length - most.writes} more`] : lines;
}

/** What to know before deciding, and while it lasts. */
function notes({ state, notes: all }: VmRequest): KnownBlock[] {
  if (all.length === 0 || isOver(state)) return [];
  const lines: string[] = [];
  let left = most.notes;
  for (const note of all) {
    if (left < shortest) break;
    const line = clippedMrkdwn(note, Math.min(most.note, left));
    lines.push(line);
    left -= line.length + 1;
  }
  const missing = all.length - lines.length;
  return [context(...lines, ...(missing > 0 ? [`_and ${missing} more_`] : []))];
}

function proof({ id, digest, createdAtMs, policy }: VmRequest): string {
  return [
    `Asked ${momentWords(createdAtMs)}`,
    clippedMrkdwn(`Policy rule ${code(policy.rule)}`, 200),
    `Request \`${id}\``,
    `Digest \`${digest.slice(0, 16)}…\``,
  ].join(' · ');
}
