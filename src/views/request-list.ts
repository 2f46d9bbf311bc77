import type { KnownBlock } from '@slack/types';
import type { VmRequest } from '../core/requests/request.ts';
import { stateWords } from '../core/requests/state-words.ts';
import { durationWords } from '../core/text/duration.ts';
import { clippedMrkdwn } from '../core/text/escape.ts';
import { actionIds } from './action-ids.ts';
import { context, section } from './blocks.ts';
import { limits, plain } from './limits.ts';
import { mention } from './mention.ts';
import type { Message } from './message.ts';
import { momentWords } from './moment-words.ts';
import { requestTitle } from './request-title.ts';

const mostShown = 15;

/**
 * Requests or grants as one private list, with the one button that makes sense for each.
 * @param empty what to say where there are none
 * @param viewer Slack user id: sees buttons on what is theirs
 */
export function requestList(parts: {
  title: string;
  empty: string;
  requests: readonly VmRequest[];
  viewer: string;
  nowMs: number;
}): Message {
  const { title, empty, requests, viewer, nowMs } = parts;
  if (requests.length === 0) return { text: empty, blocks: [section(empty)] };
  const rows = requests.slice(0, mostShown).flatMap((request) => row(request, viewer, nowMs));
  const left = requests.length - mostShown;
  return {
    text: `${title}: ${requests.length}`,
    blocks: [section(`*${title}*`), ...rows, ...(left > 0 ? [context(`${left} more are not shown.`)] : [])],
  };
}

function row(request: VmRequest, viewer: string, nowMs: number): KnownBlock[] {
  const what = clippedMrkdwn(requestTitle(request), 300);
  const who = request.requester === viewer ? 'You' : mention(request.requester);
  const text = `*${who}*: ${what}\nIt ${stateWords[request.state]}${timeLeft(request, nowMs)}. Request \`${request.id}\``;
  const action = actionFor(request, viewer);
  if (action === undefined) return [section(text)];
  const [actionId, label] = action;
  return [
    {
      ...section(text),
      block_id: `request-${request.id}`,
      accessory: {
        type: 'button',
        action_id: actionId,
        text: plain(label, limits.buttonText),
        accessibility_label: plain(`${label}: request ${request.id}`, limits.buttonLabel).text,
        value: request.id,
      },
    },
  ];
}

function actionFor({ state, requester, plan, closesAtMs }: VmRequest, viewer: string): [string, string] | undefined {
  if (state === 'pending')
    return requester === viewer ? [actionIds.cancel, 'Cancel'] : [actionIds.showRequest, 'Show exact request'];
  const mayBeOpen = state === 'active' || (state === 'unknown' && closesAtMs !== undefined);
  if (!mayBeOpen || plan.undo.length === 0) return undefined;
  return [actionIds.closeGrant, requester === viewer ? "I'm done" : 'Close now'];
}

function timeLeft({ state, closesAtMs, lapsesAtMs, endedAtMs }: VmRequest, nowMs: number): string {
  if (state === 'active' && closesAtMs !== undefined)
    return `, ${durationWords(closesAtMs - nowMs)} left (until ${momentWords(closesAtMs)})`;
  if (state === 'pending') return `, ${durationWords(lapsesAtMs - nowMs)} left`;
  return endedAtMs === undefined ? '' : ` (${momentWords(endedAtMs)})`;
}
