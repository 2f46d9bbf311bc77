import type { SecurityRule } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import { type DeadRule, deadRules } from './dead-rules.ts';
import type { ExposureContext, RuleRemark } from './exposure.ts';
import type { PortRule } from './port-rules.ts';
import { areAllPorts } from './port-terms.ts';
import { publicIpv4, publicSources } from './public-sources.ts';
import type { Reach } from './reach-of.ts';

const nobodys = new Set(['0.0.0.0', '0.0.0.0/32', '0.0.0.0/8']);
/** Leading bits: an allow-list that holds more than this of the internet deserves a look. */
const wideBits = 16;
export const wideSize = 2 ** (32 - wideBits);

/** What is worth telling of rules about the port that do not do what they look like, in the order of the rules; those that never match come last. */
export function remarksOn(
  rules: readonly PortRule[],
  context: ExposureContext,
  reaches: readonly Reach[],
): RuleRemark[] {
  const remarks: RuleRemark[] = [];
  const wide = new Set(wideOnes(reaches));
  for (const entry of rules) if (!entry.rule.isDefault) addRemarks(remarks, entry, context, wide);
  for (const each of deadRules(rules, context))
    remarks.push({ kind: 'dead', rule: each.rule.name, says: deadWords(each) });
  return remarks;
}

function addRemarks(
  remarks: RuleRemark[],
  entry: PortRule,
  { vnetPrefixes }: ExposureContext,
  wide: ReadonlySet<SecurityRule>,
): void {
  const { rule, allows, sourcePorts, doubt } = entry;
  const remark = (kind: RuleRemark['kind'], says: string) => remarks.push({ kind, rule: rule.name, says });
  if (doubt !== undefined) {
    // A rule that neither allows nor denies is there as both.
    const before = remarks.at(-1);
    if (before?.rule !== rule.name || before.says !== doubt) remark('not-understood', doubt);
    return;
  }
  const typo = nobodysSource(rule);
  if (typo !== undefined)
    remark(
      'nobodys-address',
      `Its source ${typo} is an address that nobody has: if everybody was meant, it is 0.0.0.0/0.`,
    );
  const to = publicDestination(entry, vnetPrefixes);
  if (to !== undefined)
    remark(
      'public-destination',
      `Its destination ${to} is public, and rules see the private address: it never matches.`,
    );
  if (!areAllPorts(sourcePorts)) {
    const says = allows
      ? 'whoever connects chooses that port, so it keeps nobody out'
      : 'whoever connects from another port gets past it';
    remark('source-ports', `It is limited to source ports: ${says}.`);
  }
  if (!allows) return;
  for (const prefix of entry.sources.open)
    if (prefix.kind === 'service-tag')
      remark('service-tag', `It lets in the service tag ${prefix.tag}, whose addresses Microsoft keeps.`);
  if (wide.has(rule))
    remark(
      'wide-allow-list',
      `It lets in ${publicSources(entry, 4, AddressSet.empty).ipv4Size} public addresses, more than a /${wideBits} has.`,
    );
}

function deadWords({ by, fails }: DeadRule): string {
  const names = by.map(({ name }) => name);
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
  const front =
    shown.length === 1 ? `the rule ${shown[0]} in front of it takes` : `the rules ${listed(shown)} in front of it take`;
  const lost = { 'to let in': ', so it lets nobody in', 'to keep out': ', so it keeps nobody out', nothing: '' }[fails];
  return `It never matches: ${front} all that it names${lost}.`;
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A source of a rule that looks like everybody and is nobody. */
export function nobodysSource({ sources }: SecurityRule): string | undefined {
  return sources.find((text) => text.startsWith('0') && nobodys.has(text.trim()));
}

/** A destination of a rule that no host of a network has. */
export function publicDestination(
  { rule, destinations }: PortRule,
  vnetPrefixes: readonly string[] | undefined,
): string | undefined {
  if (destinations.fixed === AddressSet.any) return undefined;
  if (destinations.fixed.isEmpty) return rule.destinations.find((text) => /^internet$/i.test(text.trim()));
  const to = destinations.fixed.intersect(AddressSet.anyIpv4);
  if (to.isEmpty || !publicIpv4.contains(to)) return undefined;
  const own = AddressSet.join((vnetPrefixes ?? []).map((each) => AddressSet.parse(each.trim()) ?? AddressSet.empty));
  return own.overlaps(to) ? undefined : to.toCidrs()[0];
}

/** The allows that take less than what makes a group partly open, and still much. */
function wideOnes(reaches: readonly Reach[]): readonly SecurityRule[] {
  const wide: SecurityRule[] = [];
  for (const { taken } of reaches) {
    for (const { entry, took } of taken) {
      const size = entry.allows ? took.ipv4Size : 0;
      if (size > wideSize && size < 2 ** 23 && wide.at(-1) !== entry.rule) wide.push(entry.rule);
    }
  }
  return wide;
}
