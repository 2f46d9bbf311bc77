import type { KnownBlock } from '@slack/types';
import type { ActOutcome } from '../core/actions/act.ts';
import { endedWell, isOverSsh } from '../core/actions/act.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { actionIds } from './action-ids.ts';
import { context, preformatted, section } from './blocks.ts';
import { limits, plain } from './limits.ts';
import { mention } from './mention.ts';
import type { Message } from './message.ts';
import { requestTitle } from './request-title.ts';

const mostLines = 25;
const mostCharacters = 2_500;

/** What a command prints while it runs, its end only, with a button that ends it. */
export function outputUnderWay(
  request: VmRequest,
  { tail, totalBytes }: { readonly tail: string; readonly totalBytes: number },
): Message {
  const text = `${mention(request.requester)} asked to ${clippedMrkdwn(requestTitle(request), 300)}: it is under way.`;
  return {
    text,
    blocks: [
      section(`:hourglass_flowing_sand:  ${text}`),
      ...tailBlocks(tail, 'The end of the output so far.'),
      context(totalBytes === 0 ? aboutIt(request) : `${totalBytes} bytes so far · ${aboutIt(request)}`),
      {
        type: 'actions',
        block_id: 'output',
        elements: [
          {
            type: 'button',
            action_id: actionIds.cancelAct,
            text: plain('Cancel', limits.buttonText),
            accessibility_label: plain(`Cancel this on ${request.vm.name}`, limits.buttonLabel).text,
            style: 'danger',
            value: request.id,
          },
        ],
      },
    ],
  };
}

/** How it ended, and the end of what it printed. @param output all of it as text; the whole goes into the thread */
export function outputEnded(request: VmRequest, outcome: ActOutcome, output: string): Message {
  const { isFailure, message, hint, data } = outcome;
  const icon = isFailure ? ':x:' : endedWell(data ?? {}) ? ':white_check_mark:' : ':warning:';
  const what = `${mention(request.requester)} asked to ${clippedMrkdwn(requestTitle(request), 300)}.`;
  const how = clippedMrkdwn(message, 1_000);
  return {
    text: `${what} ${how}`,
    blocks: [
      section(`${icon}  ${what}`, [how, clippedMrkdwn(hint ?? '', 400)].filter((each) => each !== '').join(' ')),
      ...tailBlocks(output, 'The end of the output; the whole of it is in the thread.'),
      context(...whereTheFileIs(request, outcome), aboutIt(request)),
    ],
  };
}

/** Its name and size alone would not say that it is there to be read. */
function whereTheFileIs({ plan }: VmRequest, { isFailure }: ActOutcome): string[] {
  return plan.act?.kind === 'get' && !isFailure ? ['The file is in the thread.'] : [];
}

/** @param whenCut a sentence */
function tailBlocks(text: string, whenCut: string): KnownBlock[] {
  const trimmed = text.trimEnd();
  if (trimmed === '') return [];
  const lines = trimmed.split('\n');
  const last = lines.slice(-mostLines).join('\n');
  // By code points, so that no character is cut in two.
  const shown = [...last].slice(-mostCharacters).join('');
  const isCut = shown.length < trimmed.length;
  return [...(isCut ? [context(whenCut)] : []), preformatted(shown)];
}

function aboutIt({ id, plan, vm }: VmRequest): string {
  const as = isOverSsh(plan.act) ? ` as ${code(plan.act.user)}` : '';
  return clippedMrkdwn(`${code(vm.resourceGroup)} / ${code(vm.name)}${as} · request ${code(id)}`, 400);
}
