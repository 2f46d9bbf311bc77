import type { KnownBlock } from '@slack/types';
import type { AuditRun } from '../core/audit/audit-run.ts';
import { countWords, several } from '../core/audit/finding-words.ts';
import { type Glance, glanceOf } from '../core/audit/glance.ts';
import { groupMention, userMention } from '../core/text/mention.ts';
import { findingCard, severityIcons } from './audit-finding.ts';
import { grantsLine, scopeWords, unreadLines } from './audit-scope.ts';
import { context, header, section } from './blocks.ts';
import type { Message } from './message.ts';

/** `cardText`: characters of all cards together, so that the frame still fits into what Slack takes in one message. */
const most = { cards: 5, cardText: 9_000, mentions: 10 };

export interface AuditReportOptions {
  /** Slack ids of people and of user groups that are called when something is new, worse or back. */
  readonly mention: readonly string[];
}

/** A run for the channel: one glance first, then the worst doors. */
export function auditReport(run: AuditRun, options: AuditReportOptions): Message {
  const glance = glanceOf(run);
  if (run.survey.status === 'failed') return failedReport(run, glance);
  if (run.survey.status === 'complete' && glance.doors.length === 0) return cleanReport(run, glance);
  const title = titleOf(run, glance);
  const news = newsWords(glance);
  const cards = worstCards(run, glance);
  return {
    text: sentences(callWords(glance, options), `${notice(run)}: ${title}.`, news),
    blocks: [
      ...partialBlocks(run, glance),
      header(`${icon(glance)} ${title}`),
      ...(news === '' ? [] : [section(sentences(callWords(glance, options), news))]),
      context(scopeWords(run)),
      ...cards.flat(),
      context(...restLines(run, glance, cards.length)),
    ],
  };
}

function worstCards({ endedAtMs }: AuditRun, { doors }: Glance): KnownBlock[][] {
  const cards = doors.slice(0, most.cards).map((each) => findingCard(each, endedAtMs));
  let room = most.cardText;
  return cards.filter((blocks) => {
    for (const block of blocks) room -= block.type === 'section' ? (block.text?.text.length ?? 0) : 0;
    return room >= 0;
  });
}

/** Nothing to do: one line, with what was looked at. */
function cleanReport(run: AuditRun, glance: Glance): Message {
  const { minor, waived, resolved, vanished } = glance;
  const also = [
    ...(resolved.length > 0 ? [`${countWords(resolved.length)} resolved since last time`] : []),
    ...(vanished.length > 0 ? [`${countWords(vanished.length)} deleted`] : []),
    ...(waived.length > 0 ? [`${countWords(waived.length)} waived`] : []),
    ...(minor.length > 0 ? [`${several(minor.length, 'remark')} in the thread`] : []),
    ...(run.survey.grants.length > 0 ? [`${countWords(run.survey.grants.length)} opened by Drawbridge now`] : []),
    ...(run.survey.notEvaluated.length > 0 ? ['what was not evaluated is in the thread'] : []),
  ];
  const title = 'SSH audit: no open doors.';
  const news = also.length === 0 ? '' : ` ${capital(also.join(', '))}.`;
  return {
    text: `${title}${news}`,
    blocks: [context(`:white_check_mark:  *${title}*${news}  ${scopeWords(run)}`)],
  };
}

function failedReport(run: AuditRun, { unknown }: Glance): Message {
  const title = 'The audit failed: nothing could be read';
  const known =
    unknown.length === 0
      ? 'Whether doors are open is not known.'
      : `Whether the ${several(unknown.length, 'finding')} of before are still open is not known: they are not resolved.`;
  return {
    text: `${title}. ${known}`,
    blocks: [
      header(`:rotating_light: ${title}`),
      section(
        `*${known}*`,
        ...unreadLines(run.survey.subscriptions),
        'When that is mended, run it again with `/vm audit`.',
      ),
      context(scopeWords(run)),
    ],
  };
}

/** Loud and first: a short list must not pass for a good one. */
function partialBlocks({ survey }: AuditRun, { unknown }: Glance): KnownBlock[] {
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

function sentences(...given: readonly string[]): string {
  return given.filter((each) => each !== '').join(' ');
}

function notice({ survey }: AuditRun): string {
  return survey.status === 'partial' ? 'Partial SSH audit' : 'SSH audit';
}

function icon({ doors, counts }: Glance): string {
  if (doors.length === 0) return ':large_green_circle:';
  return severityIcons[counts.critical > 0 ? 'critical' : counts.high > 0 ? 'high' : 'medium'];
}

function titleOf({ survey }: AuditRun, { doors, counts }: Glance): string {
  if (doors.length === 0) return `No open doors${survey.status === 'partial' ? ' in what could be read' : ''}`;
  const each = (['critical', 'high', 'medium'] as const).filter((severity) => counts[severity] > 0);
  return `${several(doors.length, 'open door')}: ${each.map((one) => `${countWords(counts[one])} ${one}`).join(', ')}`;
}

/** What is new, worse, better and resolved since the last run, and one count for all that is as it was. */
function newsWords({ doors, resolved, vanished }: Glance): string {
  const of = (change: string) => doors.filter((each) => each.change === change).length;
  const back = doors.filter((each) => each.lapsedWaiver !== undefined && each.change === 'unchanged').length;
  const news = [
    [of('new'), 'new'],
    [of('worse'), 'worse'],
    [back, 'back from a waiver'],
    [of('better'), 'better'],
    [resolved.length, 'resolved'],
    [vanished.length, 'deleted'],
  ] as const;
  const said = news.filter(([count]) => count > 0).map(([count, word]) => `*${countWords(count)} ${word}*`);
  const unchanged = of('unchanged') - back;
  if (said.length === 0 && unchanged === 0) return '';
  if (said.length === 0) return `Nothing has changed since last time: ${countWords(unchanged)} as before.`;
  return `Since last time: ${said.join(', ')}${unchanged > 0 ? `; ${countWords(unchanged)} unchanged` : ''}.`;
}

/** Nobody is called for what is as it was. */
function callWords({ calls }: Glance, { mention }: AuditReportOptions): string {
  if (calls.length === 0) return '';
  return mention
    .map((id) => (id.startsWith('S') ? groupMention(id) : userMention(id)))
    .filter((said) => said.startsWith('<'))
    .slice(0, most.mentions)
    .join(' ');
}

function restLines({ survey }: AuditRun, { doors, minor, counts, waived }: Glance, shown: number): string[] {
  const left = doors.length - shown;
  const grants = grantsLine(survey.grants);
  return [
    ...(left > 0 ? [`${several(left, 'more open door')} in the thread.`] : []),
    ...(minor.length > 0
      ? [`No open doors, but worth a look: ${countWords(counts.low)} low, ${countWords(counts.info)} info.`]
      : []),
    ...(waived.length > 0 ? [`${several(waived.length, 'finding')} waived.`] : []),
    ...(grants === undefined ? [] : [grants]),
    'The thread has the whole list as CSV and JSON.',
  ];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
