import type { AuditRun } from '../core/audit/audit-run.ts';
import { countWords, several } from '../core/audit/finding-words.ts';
import { type Glance, glanceOf } from '../core/audit/glance.ts';
import { code } from '../core/text/escape.ts';
import { worstCards } from './audit-cards.ts';
import { severityIcons } from './audit-finding.ts';
import { callWords, newsWords } from './audit-news.ts';
import { grantsLine, scopeWords } from './audit-scope.ts';
import { failedReport, partialBlocks, unclearBlocks, unclearWords } from './audit-trouble.ts';
import { context, header, section } from './blocks.ts';
import type { Message } from './message.ts';

export interface AuditReportOptions {
  /** Slack ids of people and of user groups that are called when something is new, worse or back, or the run failed. */
  readonly mention: readonly string[];
  /** There is no run before it that it could be held against. */
  readonly isFirst?: boolean;
  /** Where the thread is, if this message does not begin it. */
  readonly standsIn?: { readonly channelId: string } | 'direct messages';
  /** Names of what should stand with it and does not, since Slack did not take it. */
  readonly missing?: readonly string[];
}

/** Whether there is nothing to do, and all of it is known. */
export function isOneLine(run: AuditRun): boolean {
  const { doors, unknown } = glanceOf(run);
  const { status, counts } = run.survey;
  return (
    status === 'complete' && (counts.notUnderstood ?? 0) + (counts.hidden ?? 0) + doors.length + unknown.length === 0
  );
}

/** A run for the channel: one glance first, then the worst doors. */
export function auditReport(run: AuditRun, options: AuditReportOptions): Message {
  const { missing = [] } = options;
  const { text, blocks } = wholeReport(run, options);
  return { text, blocks: missing.length === 0 ? blocks : [...blocks, context(missingWords(missing))] };
}

const mostMissing = 5;

function missingWords(missing: readonly string[]): string {
  const left = missing.length - mostMissing;
  const named = [...missing.slice(0, mostMissing).map(code), ...(left > 0 ? [`${countWords(left)} more`] : [])];
  return `:warning:  Not here, since Slack did not take it: ${named.join(', ')}. \`/vm audit\` makes a new report.`;
}

function wholeReport(run: AuditRun, options: AuditReportOptions): Message {
  const glance = glanceOf(run);
  if (run.survey.status === 'failed') return failedReport(run, glance, options.mention);
  const thread = threadWords(options.standsIn);
  if (isOneLine(run)) return cleanReport(run, glance, thread);
  const title = titleOf(run, glance);
  const news = newsWords(glance, options.isFirst ?? false);
  const calls = callWords(glance, options.mention);
  const cards = worstCards(run, glance);
  const rest = [...restLines(run, glance, cards.length, thread), ...listLines(options, thread)];
  return {
    text: sentences(calls, `${notice(run)}: ${title}.`, news.replaceAll('*', '')),
    blocks: [
      ...partialBlocks(run, glance),
      ...unclearBlocks(run, glance),
      header(`${icon(glance)} ${title}`),
      ...(news === '' ? [] : [section(sentences(calls, news))]),
      context(scopeWords(run)),
      ...cards.flat(),
      ...(rest.length > 0 ? [context(...rest)] : []),
    ],
  };
}

/** Nothing to do: one line, with what was looked at. */
function cleanReport(run: AuditRun, glance: Glance, thread: string): Message {
  const { minor, waived, resolved, vanished } = glance;
  const also = [
    ...(resolved.length > 0 ? [`${countWords(resolved.length)} resolved since last time`] : []),
    ...(vanished.length > 0 ? [`${countWords(vanished.length)} deleted`] : []),
    ...(waived.length > 0 ? [`${countWords(waived.length)} waived`] : []),
    ...(minor.length > 0 ? [`${several(minor.length, 'remark')} in ${thread}`] : []),
    ...(run.survey.grants.length > 0 ? [`${countWords(run.survey.grants.length)} opened by Drawbridge now`] : []),
    ...(run.survey.notEvaluated.length > 0 ? [`what was not evaluated is in ${thread}`] : []),
  ];
  const title = 'SSH audit: no open doors.';
  const news = also.length === 0 ? '' : ` ${capital(also.join(', '))}.`;
  return {
    text: `${title}${news}`,
    blocks: [context(`:white_check_mark:  *${title}*${news}  ${scopeWords(run)}`)],
  };
}

function sentences(...given: readonly string[]): string {
  return given.filter((each) => each !== '').join(' ');
}

function notice({ survey }: AuditRun): string {
  const { status, counts } = survey;
  const unclear = unclearWords(counts);
  return [status === 'partial' ? 'Partial SSH audit' : 'SSH audit', ...(unclear === '' ? [] : [unclear])].join(', ');
}

function icon({ doors, counts }: Glance): string {
  // With nothing to do and all of it known it would have been one line.
  if (doors.length === 0) return ':grey_question:';
  return severityIcons[counts.critical > 0 ? 'critical' : counts.high > 0 ? 'high' : 'medium'];
}

function titleOf({ survey }: AuditRun, { doors, counts }: Glance): string {
  if (doors.length === 0) return `No open doors in what ${survey.status === 'partial' ? 'could be read' : 'is known'}`;
  const each = (['critical', 'high', 'medium'] as const).filter((severity) => counts[severity] > 0);
  return `${several(doors.length, 'open door')}: ${each.map((one) => `${countWords(counts[one])} ${one}`).join(', ')}`;
}

function restLines(
  { survey }: AuditRun,
  { doors, minor, counts, waived }: Glance,
  shown: number,
  thread: string,
): string[] {
  const left = doors.length - shown;
  const grants = grantsLine(survey.grants);
  const { hidden = 0 } = survey.counts;
  return [
    ...(left > 0 ? [`${several(left, 'more open door')} in ${thread}.`] : []),
    ...(minor.length > 0
      ? [`No open doors, but worth a look: ${countWords(counts.low)} low, ${countWords(counts.info)} info.`]
      : []),
    ...(waived.length > 0 ? [`${several(waived.length, 'finding')} waived.`] : []),
    ...(grants === undefined ? [] : [grants]),
    ...(hidden > 0 && doors.length > 0
      ? [`:grey_question:  ${unclearWords({ ...survey.counts, notUnderstood: 0 })}.`]
      : []),
  ];
}

function listLines({ missing = [] }: AuditReportOptions, thread: string): string[] {
  return missing.length === 0 ? [`${capital(thread)} has the whole list as CSV and JSON.`] : [];
}

function threadWords(standsIn: AuditReportOptions['standsIn']): string {
  if (standsIn === undefined) return 'the thread';
  const where = standsIn === 'direct messages' ? 'your direct messages with me' : `<#${standsIn.channelId}>`;
  return `the thread of the report in ${where}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
