import type { SecurityRule } from '../facts.ts';

type Ends = Pick<SecurityRule, 'sources' | 'destinations'>;

const anywhere = ['*'];
const network = ['VirtualNetwork'];

/**
 * The rules that stand behind every other rule of every network security group and cannot be removed.
 * https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules
 */
export const defaultRules: readonly SecurityRule[] = [
  rule('AllowVnetInBound', 65_000, 'Inbound', 'Allow', { sources: network, destinations: network }),
  rule('AllowAzureLoadBalancerInBound', 65_001, 'Inbound', 'Allow', {
    sources: ['AzureLoadBalancer'],
    destinations: anywhere,
  }),
  rule('DenyAllInBound', 65_500, 'Inbound', 'Deny', { sources: anywhere, destinations: anywhere }),
  rule('AllowVnetOutBound', 65_000, 'Outbound', 'Allow', { sources: network, destinations: network }),
  rule('AllowInternetOutBound', 65_001, 'Outbound', 'Allow', { sources: anywhere, destinations: ['Internet'] }),
  rule('DenyAllOutBound', 65_500, 'Outbound', 'Deny', { sources: anywhere, destinations: anywhere }),
];

/** The rules with those default rules added that a response left out; the same array when none is missing. */
export function withDefaultRules(rules: readonly SecurityRule[]): readonly SecurityRule[] {
  // By place, not by name: other services of Azure call the same rules by other names, and no custom rule can stand there.
  const missing = defaultRules.filter(
    (standard) => !rules.some((each) => each.priority === standard.priority && sameWay(each, standard)),
  );
  return missing.length === 0 ? rules : [...rules, ...missing];
}

function sameWay(left: SecurityRule, right: SecurityRule): boolean {
  return left.direction.toLowerCase() === right.direction.toLowerCase();
}

function rule(
  name: string,
  priority: number,
  direction: SecurityRule['direction'],
  access: SecurityRule['access'],
  ends: Ends,
): SecurityRule {
  return {
    name,
    priority,
    direction,
    access,
    protocol: '*',
    ...ends,
    sourceAsgIds: [],
    sourcePorts: ['*'],
    destinationAsgIds: [],
    destinationPorts: ['*'],
    isDefault: true,
  };
}
