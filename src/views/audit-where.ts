import type { AuditRun } from '../core/audit/audit-run.ts';
import { several } from '../core/audit/finding-words.ts';
import type { SurveyProgress } from '../core/audit/survey-options.ts';
import { context, section } from './blocks.ts';
import type { Message } from './message.ts';
import { momentWords } from './moment-words.ts';

/** Where a report will stand. @param channelId undefined: in the direct messages with the bot */
export function auditWhere(channelId: string | undefined): Message {
  const text =
    channelId === undefined
      ? 'The audit has begun. Its report comes in your direct messages with me: not everybody here may read it.'
      : 'The audit has begun. Its report comes here.';
  return { text, blocks: [section(`:mag:  ${text}`)] };
}

/**
 * What takes the place of the progress.
 * @param run undefined: the bot was stopped meanwhile
 * @param isTold whether the report stands there
 */
export function auditIsDone(run: AuditRun | undefined, isTold: boolean): Message {
  const text =
    run === undefined
      ? 'I was stopped during this audit. It goes on when I am back, and its report comes in your direct messages.'
      : `The audit is done: ${several(run.survey.counts.nsgs, 'security group')} looked at. ${whereIs(isTold)}`;
  return { text, blocks: [context(`:white_check_mark:  ${text}`)] };
}

function whereIs(isTold: boolean): string {
  if (isTold) return 'Its report stands below.';
  return 'Slack has not taken its report yet: I try again for a day. `/vm audit last` shows it now.';
}

/** A second audit while one runs. */
export function auditGoesOn(startedAtMs: number, { nsgs, flagged }: SurveyProgress): Message {
  const text = `An audit is running since ${momentWords(startedAtMs)}: ${several(nsgs, 'security group')} read so far, ${flagged} to be looked at closely. \`/vm audit last\` shows its report then.`;
  return { text, blocks: [section(`:hourglass_flowing_sand:  ${text}`)] };
}
