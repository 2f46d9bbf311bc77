import { countWords, several } from '../core/audit/finding-words.ts';
import type { SurveyProgress } from '../core/audit/survey-options.ts';
import { context, section } from './blocks.ts';
import type { Message } from './message.ts';
import { momentWords } from './moment-words.ts';

/** What a person sees while an audit runs. */
export function auditProgress({ nsgs, flagged, interfaces }: SurveyProgress): Message {
  const so = [
    ...(nsgs > 0 ? [`${several(nsgs, 'security group')} read, ${countWords(flagged)} to be looked at closely`] : []),
    ...(interfaces > 0 ? [`${several(interfaces, 'network interface')} read`] : []),
  ];
  const text = `Looking for doors that are open to the internet …${so.length === 0 ? '' : ` ${so.join(', ')}.`}`;
  return { text, blocks: [context(`:hourglass_flowing_sand:  ${text}`)] };
}

/** Two audits at a time would read everything twice. @param startedAtMs of the one that runs */
export function auditIsRunning(startedAtMs: number): Message {
  const text = `An audit is running since ${momentWords(startedAtMs)}. Wait for its report; \`/vm audit last\` shows it then.`;
  return { text, blocks: [section(`:hourglass_flowing_sand:  ${text}`)] };
}

export function noAuditYet(): Message {
  const text = 'No audit has run yet. `/vm audit` starts one now.';
  return { text, blocks: [section(text)] };
}
