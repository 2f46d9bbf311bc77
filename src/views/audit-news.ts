import { countWords } from '../core/audit/finding-words.ts';
import type { Glance } from '../core/audit/glance.ts';
import { groupMention, userMention } from '../core/text/mention.ts';

const mostMentions = 10;

/**
 * What is new, worse, better and resolved since the last run, and one count for all that is as it was.
 * @param isFirst there is no run before it that it could be held against
 */
export function newsWords({ doors, resolved, vanished }: Glance, isFirst: boolean): string {
  if (isFirst) return 'This is the first report here: what it found may have been open for long.';
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

/** Nobody is called for what is as it was. @param mention Slack ids of people and of user groups */
export function callWords({ calls }: Glance, mention: readonly string[]): string {
  if (calls.length === 0) return '';
  return mention
    .map((id) => (id.startsWith('S') ? groupMention(id) : userMention(id)))
    .filter((said) => said.startsWith('<'))
    .slice(0, mostMentions)
    .join(' ');
}
