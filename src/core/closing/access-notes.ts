import type { SecurityRule } from '../facts.ts';
import type { AddressSet } from '../net/address-set.ts';
import { parsePrefix } from '../net/prefix.ts';
import { ruleNamePrefix } from '../remediations/names.ts';
import { code } from '../text/escape.ts';
import { isEverywhere } from './denied-destination.ts';
import type { TouchedRules } from './touched-rules.ts';
import { whoWords } from './who-words.ts';

interface Access {
  readonly port: number;
  readonly lost: AddressSet;
  /** By which every customer of Azure loses it. */
  readonly tags: readonly string[];
  /** Public addresses that rules in front of the Deny let in. */
  readonly kept: AddressSet;
  readonly touched: TouchedRules;
}

/** Who loses access by a Deny and who keeps it, a sentence each. */
export function accessNotes({ port, lost, tags, kept, touched }: Access): readonly string[] {
  const { lose, mayLose, loseRest, keep } = touched;
  return [
    `Who loses access to port ${port}: ${whoWords(lost, tags)}.`,
    ...rulesNote('These are behind it and lose theirs too', lose),
    ...rulesNote('These are behind it and may lose theirs, as far as what they name is public', mayLose),
    ...rulesNote('These are in front of it for some destinations only, and lose the others', loseRest),
    ...(keep.length === 0 ? [] : [`Who is let in by a rule in front of it still is: ${keptWords(kept, keep)}.`]),
  ];
}

function keptWords(kept: AddressSet, keep: readonly SecurityRule[]): string {
  const tags = keep.flatMap(({ sources }) => sources.filter((text) => parsePrefix(text).kind === 'service-tag'));
  const narrow = keep.filter((rule) => !isEverywhere(rule));
  const only = narrow.map(
    (rule) => `by ${code(rule.name)} (${rule.priority}) only to ${someOf(destinationNames(rule))}`,
  );
  return [whoWords(kept, [...new Set(tags)]), ...(only.length === 0 ? [] : [listed(only)])].join(', ');
}

/** "the rule `office` (300) for `203.0.113.0/24` to `10.0.0.4`", or the grant that it is. */
function ruleWords(rule: SecurityRule): string {
  const { name, priority, sources, sourceAsgIds } = rule;
  const from = someOf([...sources, ...sourceAsgIds.map(nameOf)]);
  const to = isEverywhere(rule) ? '' : ` to ${someOf(destinationNames(rule))}`;
  const request = name.toLowerCase().startsWith(ruleNamePrefix) ? name.slice(ruleNamePrefix.length) : undefined;
  const which = request === undefined ? `the rule ${code(name)}` : `the open grant ${code(request.slice(0, 10))}`;
  return `${which} (${priority}) for ${from}${to}`;
}

export function rulesNote(heading: string, rules: readonly SecurityRule[]): readonly string[] {
  return rules.length === 0 ? [] : [`${heading}: ${listed(rules.map(ruleWords))}.`];
}

function listed(words: readonly string[]): string {
  return words.length > 6 ? `${words.slice(0, 6).join('; ')}; and ${words.length - 6} more` : words.join('; ');
}

function someOf(texts: readonly string[]): string {
  const shown = texts
    .slice(0, 4)
    .map((each) => code(each))
    .join(', ');
  return texts.length > 4 ? `${shown} and ${texts.length - 4} more` : shown;
}

function destinationNames({ destinations, destinationAsgIds }: SecurityRule): readonly string[] {
  return [...destinations, ...destinationAsgIds.map(nameOf)];
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
