import type { TrackedFinding } from '../core/audit/audit-run.ts';
import { mostMentions } from '../core/audit/audit-settings.ts';
import { countWords } from '../core/audit/finding-words.ts';
import type { Glance } from '../core/audit/glance.ts';
import { groupMention, userMention } from '../core/text/mention.ts';

/**
 * What is new, worse, better and resolved since the last run, and one count for all that is as it was.
 * @param isFirst there is no run before it that it could be held against
 */
export function newsWords({ doors, resolved, vanished }: Glance, isFirst: boolean): string {
  if (isFirst) return 'This is the first report here: what it found may have been open for long.';
  const back = doors.filter(isBack).length;
  const of = (change: string) => doors.filter((each) => each.change === change && !isBack(each)).length;
  const news = [
    [of('new'), 'new'],
    [of('worse'), 'worse'],
    [back, 'back from a waiver'],
    [of('better'), 'better'],
    [resolved.length, 'resolved'],
    [vanished.length, 'deleted'],
  ] as const;
  const said = news.filter(([count]) => count > 0).map(([count, word]) => `*${countWords(count)} ${word}*`);
  const unchanged = of('unchanged');
  if (said.length === 0 && unchanged === 0) return '';
  if (said.length === 0) return `Nothing has changed since last time: ${countWords(unchanged)} as before.`;
  return `Since last time: ${said.join(', ')}${unchanged > 0 ? `; ${countWords(unchanged)} unchanged` : ''}.`;
}

/** Known, and told again since nobody waives it any more. One that is worse is told as that. */
function isBack({ change, lapsedWaiver }: TrackedFinding): boolean {
  return lapsedWaiver !== undefined && change !== 'worse';
}

/** Nobody is called for what is as it was. @param mention Slack ids of people and of user groups */
export function callWords({ calls }: Glance, mention: readonly string[]): string {
  return calls.length === 0 ? '' : mentionWords(mention);
}

/** Calls all of them. @param mention Slack ids of people and of user groups; what is none of these calls nobody */
export function mentionWords(mention: readonly string[]): string {
  return mention
    .map((id) => (id.startsWith('S') ? groupMention(id) : userMention(id)))
    .filter((said) => said.startsWith('<'))
    .slice(0, mostMentions)
    .join(' ');
}
