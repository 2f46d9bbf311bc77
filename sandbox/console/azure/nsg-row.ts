import type { Resource } from '../../world/schema.ts';
import { dig, digList, digText } from './dig.ts';

export interface RuleRow {
  readonly name: string;
  readonly priority: number;
  readonly direction: 'Inbound' | 'Outbound';
  readonly access: 'Allow' | 'Deny';
  readonly protocol: string;
  readonly source: string;
  readonly destination: string;
  readonly ports: string;
  readonly isDefault: boolean;
  /** Inbound, TCP, and port 22 among its ports: it may decide who gets in by SSH. */
  readonly concernsSsh: boolean;
}

export interface NsgRow {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  /** Both directions, each in the order in which Azure asks them: inbound first. */
  readonly rules: readonly RuleRow[];
}

/** Azure has these in every NSG, named or not: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview */
const defaultRules = [
  defaultRule('AllowVnetInBound', 65000, 'Inbound', 'Allow', 'VirtualNetwork', 'VirtualNetwork'),
  defaultRule('AllowAzureLoadBalancerInBound', 65001, 'Inbound', 'Allow', 'AzureLoadBalancer', '*'),
  defaultRule('DenyAllInBound', 65500, 'Inbound', 'Deny', '*', '*'),
  defaultRule('AllowVnetOutBound', 65000, 'Outbound', 'Allow', 'VirtualNetwork', 'VirtualNetwork'),
  defaultRule('AllowInternetOutBound', 65001, 'Outbound', 'Allow', '*', 'Internet'),
  defaultRule('DenyAllOutBound', 65500, 'Outbound', 'Deny', '*', '*'),
];

export function nsgRow(nsg: Resource, resourceGroup: string): NsgRow {
  const own = digList(nsg.properties, 'securityRules').map((rule) => ruleRow(rule, false));
  const given = digList(nsg.properties, 'defaultSecurityRules').map((rule) => ruleRow(rule, true));
  const rules = [...own, ...(given.length > 0 ? given : defaultRules)];
  rules.sort((a, b) => a.direction.localeCompare(b.direction) || a.priority - b.priority);
  return { id: nsg.id, name: nsg.name, resourceGroup, rules };
}

/** Whether a list such as `['20-25', '443']` holds the port. */
export function holdsPort(ports: readonly string[], port: number): boolean {
  return ports.some((each) => {
    if (each === '*') return true;
    const [from = '', to = from] = each.split('-');
    return Number(from) <= port && port <= Number(to);
  });
}

function ruleRow(rule: unknown, isDefault: boolean): RuleRow {
  const properties = dig(rule, 'properties');
  const direction = digText(properties, 'direction')?.toLowerCase() === 'outbound' ? 'Outbound' : 'Inbound';
  const protocol = digText(properties, 'protocol') ?? '*';
  const ports = both(properties, 'destinationPortRange', 'destinationPortRanges');
  return {
    name: digText(rule, 'name') ?? '(unnamed)',
    priority: Number(dig(properties, 'priority') ?? 0),
    direction,
    access: digText(properties, 'access')?.toLowerCase() === 'allow' ? 'Allow' : 'Deny',
    protocol: protocol === '*' ? 'Any' : protocol.toUpperCase(),
    source: side(properties, 'source'),
    destination: side(properties, 'destination'),
    ports: ports.join(', ') || '*',
    isDefault,
    concernsSsh: direction === 'Inbound' && ['*', 'tcp'].includes(protocol.toLowerCase()) && holdsPort(ports, 22),
  };
}

function side(properties: unknown, which: 'source' | 'destination'): string {
  const prefixes = both(properties, `${which}AddressPrefix`, `${which}AddressPrefixes`);
  const groups = digList(properties, `${which}ApplicationSecurityGroups`)
    .map((group) => digText(group, 'id')?.split('/').at(-1))
    .filter((name) => name !== undefined);
  return [...prefixes, ...groups].join(', ') || '*';
}

function both(properties: unknown, singular: string, plural: string): string[] {
  const one = digText(properties, singular);
  const many = digList(properties, plural).filter((each) => typeof each === 'string');
  return one === undefined ? many : [one, ...many];
}

function defaultRule(
  name: string,
  priority: number,
  direction: RuleRow['direction'],
  access: RuleRow['access'],
  source: string,
  destination: string,
): RuleRow {
  const concernsSsh = direction === 'Inbound';
  return {
    name,
    priority,
    direction,
    access,
    protocol: 'Any',
    source,
    destination,
    ports: '*',
    isDefault: true,
    concernsSsh,
  };
}
