import { AddressSet } from './address-set.ts';
import type { ExposureContext, RuleRemark } from './exposure.ts';
import { areAllPorts, type PortRule } from './port-rules.ts';
import { publicIpv4, publicSources } from './public-sources.ts';
import type { Reach } from './reach-of.ts';

const nobodys = new Set(['0.0.0.0', '0.0.0.0/32', '0.0.0.0/8']);
/** Leading bits: an allow-list that holds more than this of the internet deserves a look. */
const wideBits = 16;

/** What is worth telling of rules about the port that do not do what they look like, in the order of the rules. */
export function remarksOn(
  rules: readonly PortRule[],
  context: ExposureContext,
  reaches: readonly Reach[],
): RuleRemark[] {
  return rules.flatMap((entry) => (entry.rule.isDefault ? [] : remarksOf(entry, context, reaches)));
}

function remarksOf(entry: PortRule, { vnetPrefixes }: ExposureContext, reaches: readonly Reach[]): RuleRemark[] {
  const { rule, allows, sourcePorts, doubt } = entry;
  const remarks: RuleRemark[] = [];
  const remark = (kind: RuleRemark['kind'], says: string) => remarks.push({ kind, rule: rule.name, says });
  if (doubt !== undefined) {
    remark('not-understood', doubt);
    return remarks;
  }
  const typo = rule.sources.find((text) => nobodys.has(text.trim()));
  if (typo !== undefined)
    remark(
      'nobodys-address',
      `Its source ${typo} is an address that nobody has: if everybody was meant, it is 0.0.0.0/0.`,
    );
  const to = publicDestination(entry, vnetPrefixes);
  if (to !== undefined)
    remark(
      'public-destination',
      `Its destination ${to} is a public address, and rules see the private one: it never matches.`,
    );
  if (!areAllPorts(sourcePorts)) {
    const says = allows
      ? 'whoever connects chooses that port, so it keeps nobody out'
      : 'whoever connects from another port gets past it';
    remark('source-ports', `It is limited to source ports: ${says}.`);
  }
  if (!allows) return remarks;
  for (const prefix of entry.sources.open)
    if (prefix.kind === 'service-tag')
      remark('service-tag', `It lets in the service tag ${prefix.tag}, whose addresses Microsoft keeps.`);
  if (isWide(entry, reaches))
    remark(
      'wide-allow-list',
      `It lets in ${publicSources(entry, 4, AddressSet.empty).ipv4Size} public addresses, more than a /${wideBits} has.`,
    );
  return remarks;
}

function publicDestination(
  { destinations }: PortRule,
  vnetPrefixes: readonly string[] | undefined,
): string | undefined {
  if (destinations.fixed === AddressSet.any || destinations.fixed.isEmpty) return undefined;
  const to = destinations.fixed.intersect(AddressSet.anyIpv4);
  if (to.isEmpty || !publicIpv4.contains(to)) return undefined;
  const own = AddressSet.join((vnetPrefixes ?? []).map((each) => AddressSet.parse(each.trim()) ?? AddressSet.empty));
  return own.overlaps(to) ? undefined : to.toCidrs()[0];
}

/** Narrower than what makes a group partly open, and still wide. */
function isWide(entry: PortRule, reaches: readonly Reach[]): boolean {
  return reaches.some(({ taken }) =>
    taken.some(
      (each) =>
        each.entry.rule === entry.rule && each.took.ipv4Size > 2 ** (32 - wideBits) && each.took.ipv4Size < 2 ** 23,
    ),
  );
}
