import { listAt, objectAt, type Raw, textAt } from './raw.ts';
import { type InnerPacket, ruleMatches } from './rule-match.ts';

const any = { sourcePortRange: '*', destinationPortRange: '*', protocol: '*', direction: 'Inbound' };

/** There in every group, whether a response lists them or not. */
const defaultRules: readonly Raw[] = [
  {
    ...any,
    name: 'AllowVnetInBound',
    priority: 65000,
    access: 'Allow',
    sourceAddressPrefix: 'VirtualNetwork',
    destinationAddressPrefix: 'VirtualNetwork',
  },
  {
    ...any,
    name: 'AllowAzureLoadBalancerInBound',
    priority: 65001,
    access: 'Allow',
    sourceAddressPrefix: 'AzureLoadBalancer',
    destinationAddressPrefix: '*',
  },
  {
    ...any,
    name: 'DenyAllInBound',
    priority: 65500,
    access: 'Deny',
    sourceAddressPrefix: '*',
    destinationAddressPrefix: '*',
  },
];

export interface GroupAnswer {
  readonly allows: boolean;
  readonly rule: string;
}

/** What a network security group does with a packet: of all inbound rules, the first that matches by priority decides. */
export function askGroup(group: Raw, packet: InnerPacket): GroupAnswer {
  const own = listAt(group, 'properties', 'securityRules').map(
    (rule): Raw => ({ ...objectAt(rule, 'properties'), name: textAt(rule, 'name') }),
  );
  const deciding = [...own, ...defaultRules]
    .filter((rule) => /^inbound$/i.test(textAt(rule, 'direction')))
    .sort((a, b) => Number(textAt(a, 'priority')) - Number(textAt(b, 'priority')))
    .find((rule) => ruleMatches(rule, packet));
  return {
    allows: deciding !== undefined && /^allow$/i.test(textAt(deciding, 'access')),
    rule: textAt(deciding, 'name'),
  };
}
