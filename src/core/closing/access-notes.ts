import type { SecurityRule } from '../facts.ts';
import { AddressSet } from '../net/address-set.ts';
import { publicSpace } from '../net/address-space.ts';
import type { Exposure } from '../net/exposure.ts';
import { ruleTerms } from '../net/rule-terms.ts';
import { ruleNamePrefix } from '../remediations/names.ts';
import { code } from '../text/escape.ts';
import type { DeniedSources } from './denied-sources.ts';

/** Who, in few words: "everybody on the internet: 3,702,258,432 public IPv4 addresses". */
export function whoWords(who: AddressSet, tags: readonly string[] = []): string {
  const ipv4 = who.intersect(AddressSet.anyIpv4);
  const isEverybody = ipv4.contains(publicSpace.intersect(AddressSet.anyIpv4));
  const sizes = [
    ...(ipv4.isEmpty ? [] : [`${grouped(ipv4.ipv4Size)} public IPv4 ${ipv4.ipv4Size === 1 ? 'address' : 'addresses'}`]),
    ...(who.overlaps(AddressSet.anyIpv6) ? ['IPv6 addresses'] : []),
    ...tags.map((tag) => `every address of ${code(tag)}`),
  ];
  if (isEverybody) return `everybody on the internet: ${sizes.join(' and ')}`;
  const [first, second, third, ...more] = who.toCidrs();
  const shown = [first, second, third].filter((each) => each !== undefined).map((each) => code(each));
  const list = more.length > 0 ? [...shown, `${more.length} more`] : shown;
  return list.length === 0 ? sizes.join(' and ') : `${sizes.join(' and ')} (${list.join(', ')})`;
}

/** Before minus after, with what a tag holds besides. */
export function lostTo(before: Exposure, after: Exposure): AddressSet {
  return before.sources.subtract(after.sources);
}

/** Narrower allows behind the Deny whose people it shuts out too: they are told by name. */
export function losingRules(
  rules: readonly SecurityRule[],
  opening: readonly SecurityRule[],
  denied: readonly DeniedSources[],
  port: number,
): readonly SecurityRule[] {
  const first = opening[0]?.priority ?? 0;
  const shut = AddressSet.join(
    denied.map((each) => (each.kind === 'addresses' ? AddressSet.of(...each.prefixes) : tagSpace(each.tag))),
  );
  return rules
    .filter(
      (rule) =>
        rule.direction.toLowerCase() === 'inbound' &&
        rule.access.toLowerCase() === 'allow' &&
        !rule.isDefault &&
        rule.priority > first &&
        !opening.includes(rule) &&
        isAbout(rule, shut, port),
    )
    .toSorted((left, right) => left.priority - right.priority);
}

/** "the rule `office` (300) for 203.0.113.0/24", or the grant that it is. */
export function losingWords({ name, priority, sources }: SecurityRule): string {
  const shown = sources
    .slice(0, 4)
    .map((each) => code(each))
    .join(', ');
  const from = sources.length > 4 ? `${shown} and ${sources.length - 4} more` : shown;
  const request = name.toLowerCase().startsWith(ruleNamePrefix) ? name.slice(ruleNamePrefix.length) : undefined;
  return request === undefined
    ? `the rule ${code(name)} (${priority}) for ${from}`
    : `the open grant ${code(request.slice(0, 10))} (${priority}) for ${from}`;
}

function isAbout(rule: SecurityRule, shut: AddressSet, port: number): boolean {
  const { tcp, sources, destinationPorts } = ruleTerms(rule, 'unclear');
  const { ports } = destinationPorts;
  const hasPort = ports.some((from, at) => at % 2 === 0 && port >= from && port < (ports[at + 1] ?? 0));
  return tcp !== false && hasPort && sources.fixed.overlaps(shut);
}

/** Of AzureCloud nobody here knows the addresses. */
function tagSpace(tag: string): AddressSet {
  return tag === 'Internet' ? publicSpace : AddressSet.empty;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
