import type { KnownBlock } from '@slack/types';
import type { AuditRun } from '../core/audit/audit-run.ts';
import { countWords, several } from '../core/audit/finding-words.ts';
import type { Glance } from '../core/audit/glance.ts';
import { clippedMrkdwn } from '../core/text/escape.ts';
import { mentionWords } from './audit-news.ts';
import { scopeWords, unreadLines } from './audit-scope.ts';
import { context, header, section } from './blocks.ts';
import type { Message } from './message.ts';

const most = { reasons: 5, reason: 300 };

/** Nothing is known, and that is said as loudly as an open door: with the reason, to whoever is to be called. */
export function failedReport(run: AuditRun, { unknown }: Glance, mention: readonly string[]): Message {
  const title = 'The audit failed: nothing could be read';
  const known =
    unknown.length === 0
      ? 'Whether doors are open is not known.'
      : `Whether the ${several(unknown.length, 'finding')} of before are still open is not known: they are not resolved.`;
  const calls = [mentionWords(mention)].filter((each) => each !== '');
  return {
    text: [...calls, `${title}.`, known].join(' '),
    blocks: [
      header(`:rotating_light: ${title}`),
      section([...calls, `*${known}*`].join(' '), ...reasonLines(run.survey.notEvaluated)),
      section(...unreadLines(run.survey.subscriptions), 'When that is mended, run it again with `/vm audit`.'),
      context(scopeWords(run)),
    ],
  };
}

function reasonLines(reasons: readonly string[]): string[] {
  const left = reasons.length - most.reasons;
  return [
    ...reasons.slice(0, most.reasons).map((each) => `•  ${clippedMrkdwn(each, most.reason)}`),
    ...(left > 0 ? [`•  and ${countWords(left)} more`] : []),
  ];
}

/** Loud and first: a short list must not pass for a good one. */
export function partialBlocks({ survey }: AuditRun, { unknown }: Glance): KnownBlock[] {
  if (survey.status !== 'partial') return [];
  const { answered, unread } = survey.subscriptions;
  const asked = answered.length + unread.length;
  const title =
    unread.length === 0
      ? 'Not everything could be read'
      : `${countWords(unread.length)} of ${several(asked, 'subscription')} did not answer`;
  const known =
    unknown.length === 0
      ? 'What is open there is *unknown*.'
      : `${several(unknown.length, 'finding')} there ${unknown.length === 1 ? 'is' : 'are'} *unknown* this time, not gone.`;
  return [
    header(`:rotating_light: Partial audit: ${title}`),
    section(known, ...unreadLines(survey.subscriptions)),
    { type: 'divider' },
  ];
}

/** Of how many groups nothing is known; '' where there are none. */
export function unclearWords({ notUnderstood = 0, hidden = 0 }: AuditRun['survey']['counts']): string {
  return [
    ...(notUnderstood > 0 ? [`${several(notUnderstood, 'security group')} could not be understood`] : []),
    ...(hidden > 0 ? [`${several(hidden, 'security group')} before public addresses could not be read`] : []),
  ].join(', ');
}

/** As loud, in a run that read everything: what was read and not understood may be open. */
export function unclearBlocks({ survey }: AuditRun, { unknown, doors }: Glance): KnownBlock[] {
  const { hidden = 0, ...counts } = survey.counts;
  // Where doors are open these come first, and what is hidden every day is said below.
  const unclear = unclearWords(doors.length > 0 ? counts : { ...counts, hidden });
  // Of a partial run it was said already that they are unknown.
  const before = survey.status === 'complete' ? unknown.length : 0;
  if (unclear === '' && before === 0) return [];
  const title = unclear || `${several(before, 'finding')} could not be looked at again`;
  return [
    header(`:rotating_light: ${title}`),
    section(
      ...(unclear !== ''
        ? ['Whether they are open is *unknown*. The thread and the JSON file say which, and why.']
        : []),
      ...(before > 0
        ? [`${several(before, 'finding')} of before ${before === 1 ? 'is' : 'are'} *unknown* this time, not gone.`]
        : []),
    ),
    { type: 'divider' },
  ];
}
