import { AddressSet } from './address-set.ts';
import { anyPort, type PortTerms, parsePorts } from './port-terms.ts';
import { type Prefix, parsePrefix } from './prefix.ts';

/** The fields that a rule of a network security group and an admin rule have in common. */
interface RuleText {
  readonly protocol: string;
  readonly sources: readonly string[];
  readonly sourceAsgIds?: readonly string[];
  readonly sourcePorts: readonly string[];
  readonly destinations: readonly string[];
  readonly destinationAsgIds?: readonly string[];
  readonly destinationPorts: readonly string[];
}

/** One side's addresses, parsed. */
export interface AddressTerms {
  readonly fixed: AddressSet;
  readonly virtualNetwork: boolean;
  /** Everything whose addresses the rule does not say. */
  readonly open: readonly Exclude<Prefix, { kind: 'addresses' | 'virtual-network' }>[];
  /** Ids of application security groups, lower case. */
  readonly asgIds: readonly string[];
}

/** A rule's text parsed once, so that it can be held against many flows. */
export interface RuleTerms {
  /** Whether it is about TCP; undefined where the protocol's name is not known. */
  readonly tcp: boolean | undefined;
  readonly sources: AddressTerms;
  readonly sourcePorts: PortTerms;
  readonly destinations: AddressTerms;
  readonly destinationPorts: PortTerms;
}

const protocols: ReadonlyMap<string, boolean> = new Map([
  ['tcp', true],
  ['*', true],
  ['all', true],
  ['any', true],
  ['udp', false],
  ['icmp', false],
  ['icmpv6', false],
  ['esp', false],
  ['ah', false],
]);

/** What a field without any entry stands for: admin rules may leave fields out, which then means "any". */
export type EmptyField = 'any' | 'unclear';

export function ruleTerms(rule: RuleText, emptyField: EmptyField): RuleTerms {
  return {
    tcp: isAboutTcp(rule.protocol),
    sources: addressTerms(rule.sources, rule.sourceAsgIds ?? [], emptyField),
    sourcePorts: portTerms(rule.sourcePorts, emptyField),
    destinations: addressTerms(rule.destinations, rule.destinationAsgIds ?? [], emptyField),
    destinationPorts: portTerms(rule.destinationPorts, emptyField),
  };
}

/** Whether a protocol's name, in any case, takes TCP in; undefined where it is not known. */
export function isAboutTcp(protocol: string): boolean | undefined {
  return protocols.get(protocol) ?? protocols.get(protocol.trim().toLowerCase());
}

export function portTerms(texts: readonly string[], emptyField: EmptyField): PortTerms {
  const present = texts.includes('') ? texts.filter((text) => text !== '') : texts;
  if (present.length > 0) return parsePorts(present);
  return emptyField === 'any' ? anyPort : { ports: [], unclear: [''] };
}

type Open = AddressTerms['open'][number];

// Shared by all rules that have nothing there: most rules of most groups.
const noIds: readonly string[] = [];
const noOpen: readonly Open[] = [];
const anyAddress: AddressTerms = { fixed: AddressSet.any, virtualNetwork: false, open: noOpen, asgIds: noIds };
const onlyNetwork: AddressTerms = { fixed: AddressSet.empty, virtualNetwork: true, open: noOpen, asgIds: noIds };

export function addressTerms(
  texts: readonly string[],
  asgIds: readonly string[],
  emptyField: EmptyField,
): AddressTerms {
  if (asgIds.length === 0 && texts.length === 1 && texts[0]) return oneTerm(parsePrefix(texts[0]));
  const prefixes = texts.filter((text) => text !== '').map(parsePrefix);
  if (prefixes.length === 0 && asgIds.length === 0) prefixes.push(parsePrefix(emptyField === 'any' ? '*' : ''));
  const fixed: AddressSet[] = [];
  const open: Open[] = [];
  let virtualNetwork = false;
  for (const prefix of prefixes) {
    if (prefix.kind === 'addresses') fixed.push(prefix.addresses);
    else if (prefix.kind === 'virtual-network') virtualNetwork = true;
    else open.push(prefix);
  }
  return {
    fixed: AddressSet.join(fixed),
    virtualNetwork,
    open: open.length === 0 ? noOpen : open,
    asgIds: asgIds.length === 0 ? noIds : asgIds.map((id) => id.toLowerCase()),
  };
}

/** Most rules name one thing on each side. */
function oneTerm(prefix: Prefix): AddressTerms {
  if (prefix.kind === 'virtual-network') return onlyNetwork;
  if (prefix.kind !== 'addresses')
    return { fixed: AddressSet.empty, virtualNetwork: false, open: [prefix], asgIds: noIds };
  const { addresses } = prefix;
  return addresses === AddressSet.any
    ? anyAddress
    : { fixed: addresses, virtualNetwork: false, open: noOpen, asgIds: noIds };
}
