import type { TrendPoint } from '../core/audit/audit-run.ts';
import { countWords, several } from '../core/audit/finding-words.ts';
import { severities } from '../core/audit/severity.ts';

/** What the picture of the last runs shows, for those who do not see it. @param trend the oldest first */
export function trendWords(trend: readonly TrendPoint[]): string {
  const [first, last] = [trend[0], trend.at(-1)];
  if (first === undefined || last === undefined) return 'No audit has run yet.';
  return `Findings of the last ${several(trend.length, 'audit')}: at first ${counted(first)}; now ${counted(last)}.`;
}

function counted({ status, counts }: TrendPoint): string {
  if (status === 'failed') return 'not known';
  const found = severities.filter((severity) => counts[severity] > 0);
  const said = found.length === 0 ? 'none' : found.map((each) => `${countWords(counts[each])} ${each}`).join(', ');
  return status === 'partial' ? `${said}, as far as is known` : said;
}
