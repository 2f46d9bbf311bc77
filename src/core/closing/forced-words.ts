import { forcedIn } from '../net/forced-in.ts';
import type { NsgFacts } from '../nsg-facts.ts';
import { code } from '../text/escape.ts';
import { whoWords } from './who-words.ts';

/**
 * Who gets in whatever the group says, since Virtual Network Manager decides before it: "256 public IPv4 addresses
 * (`203.0.113.0/24`) by its rule `always`"; undefined: nobody, as far as is known.
 */
export function forcedWords({ adminRules = [] }: Pick<NsgFacts, 'adminRules'>, port: number): string | undefined {
  const { sources, tags, rules } = forcedIn(adminRules, port);
  if (rules.length === 0) return undefined;
  const names = rules.slice(0, 4).map(({ name }) => code(name));
  const more = rules.length > names.length ? ` and ${rules.length - names.length} more` : '';
  return `${whoWords(sources, tags)} by its ${rules.length === 1 ? 'rule' : 'rules'} ${names.join(', ')}${more}`;
}

export const askManager =
  'Ask whoever runs Virtual Network Manager in your company; a security group cannot override it.';

export function managerLets(forced: string): string {
  return `Virtual Network Manager decides before the group, and lets in ${forced}.`;
}
