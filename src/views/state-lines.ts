import { grantWords } from '../core/actions/grant-words.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { clippedMrkdwn } from '../core/text/escape.ts';
import { clippedWithMentions } from '../core/text/mention.ts';
import type { Audience } from './audience.ts';
import { mention } from './mention.ts';
import { momentWords } from './moment-words.ts';

/** Each text from outside, in characters. */
const most = 600;

/**
 * Where it stands and what happens next: who decided, until when, what went wrong. What the person who asked does now
 * has a line of its own: the ssh command is found, and copied.
 */
export function stateLines(request: VmRequest, audience: Audience): string[] {
  const { state, ending } = request;
  const todo = audience === 'requester' && (state === 'active' || state === 'succeeded') ? clipped(ending?.hint) : '';
  return [
    sentences(request)
      .filter((each) => each !== '')
      .join(' '),
    todo,
  ].filter((each) => each !== '');
}

function sentences(request: VmRequest): readonly string[] {
  const { state, action, policy, lapsesAtMs, closesAtMs, endedAtMs, closeTries, cancelAsked, ending, act, reopenedBy } =
    request;
  const decided = decidedBy(request);
  const { open, closed, ends } = grantWords(action);
  switch (state) {
    case 'pending':
      // Whoever may approve is called once, when the card is posted: an update of a message calls nobody again.
      return [
        `Needs ${clippedWithMentions(policy.approvers, most)}.${counted(request)}`,
        `It lapses ${momentWords(lapsesAtMs)}.`,
      ];
    case 'approved':
    case 'executing':
      return [
        decided,
        'It is being carried out.',
        ...(cancelAsked === undefined ? [] : [`${mention(cancelAsked.by)} has asked to end it.`]),
      ];
    case 'active':
      return [`${open} until ${momentWords(closesAtMs ?? 0)}, then it ${ends}.`, decided];
    case 'closing':
      return closeTries === undefined
        ? [clipped(act?.outcome?.message), 'It is being closed.']
        : [
            `Closing failed (try ${closeTries.times}): ${clipped(closeTries.because)}`,
            `It is tried again ${momentWords(closeTries.nextAtMs)}.`,
          ];
    case 'closed':
      if (act?.outcome !== undefined)
        return [decided, clipped(act.outcome.message), clipped(act.outcome.hint), clipped(ending?.message)];
      return [`${closed} ${momentWords(endedAtMs ?? 0)}.`, decided, clipped(ending?.message)];
    case 'denied':
      return [decided];
    case 'cancelled':
      return ['Taken back by the person who asked.'];
    case 'lapsed':
      return ['Nobody decided in time.'];
    case 'succeeded':
      return [
        decided,
        clipped(ending?.message),
        reopenedBy === undefined ? '' : `Reopened since, by request \`${reopenedBy}\`.`,
      ];
    case 'failed':
    case 'unknown':
      return [decided, clipped(ending?.message), clipped(ending?.hint)];
  }
}

function counted({ decisions, policy }: VmRequest): string {
  const given = decisions.filter(({ verdict }) => verdict === 'approve');
  if (given.length === 0) return '';
  return ` Approved by ${given.map(({ by }) => mention(by)).join(', ')} (${given.length} of ${policy.approvals}).`;
}

function decidedBy({ decisions, policy }: VmRequest): string {
  const no = decisions.find(({ verdict }) => verdict === 'deny');
  if (no !== undefined) return `Denied by ${mention(no.by)}: ${clipped(no.reason)}`;
  if (policy.without === 'auto') return 'The policy asks for no approval.';
  if (policy.without === 'break-glass') return '*Break-glass*: nobody approved it.';
  return decisions.length === 0 ? '' : `Approved by ${decisions.map(({ by }) => mention(by)).join(', ')}.`;
}

function clipped(text: string | undefined): string {
  return text === undefined ? '' : clippedMrkdwn(text, most);
}
