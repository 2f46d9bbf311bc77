import { asObjects, type JsonObject } from './json.ts';

interface DefaultRule {
  readonly name: string;
  readonly description: string;
  readonly priority: number;
  readonly access: 'Allow' | 'Deny';
  readonly direction: 'Inbound' | 'Outbound';
  readonly source: string;
  readonly destination: string;
}

/** The six rules that stand at the end of every network security group. */
const defaults: readonly DefaultRule[] = [
  {
    name: 'AllowVnetInBound',
    description: 'Allow inbound traffic from all VMs in VNET',
    priority: 65000,
    access: 'Allow',
    direction: 'Inbound',
    source: 'VirtualNetwork',
    destination: 'VirtualNetwork',
  },
  {
    name: 'AllowAzureLoadBalancerInBound',
    description: 'Allow inbound traffic from azure load balancer',
    priority: 65001,
    access: 'Allow',
    direction: 'Inbound',
    source: 'AzureLoadBalancer',
    destination: '*',
  },
  {
    name: 'DenyAllInBound',
    description: 'Deny all inbound traffic',
    priority: 65500,
    access: 'Deny',
    direction: 'Inbound',
    source: '*',
    destination: '*',
  },
  {
    name: 'AllowVnetOutBound',
    description: 'Allow outbound traffic from all VMs to all VMs in VNET',
    priority: 65000,
    access: 'Allow',
    direction: 'Outbound',
    source: 'VirtualNetwork',
    destination: 'VirtualNetwork',
  },
  {
    name: 'AllowInternetOutBound',
    description: 'Allow outbound traffic from all VMs to Internet',
    priority: 65001,
    access: 'Allow',
    direction: 'Outbound',
    source: '*',
    destination: 'Internet',
  },
  {
    name: 'DenyAllOutBound',
    description: 'Deny all outbound traffic',
    priority: 65500,
    access: 'Deny',
    direction: 'Outbound',
    source: '*',
    destination: '*',
  },
];

/** The default rules: those the world gives, and behind them the ones it left out. */
export function withDefaultRules(given: unknown): readonly JsonObject[] {
  const named = asObjects(given);
  const present = new Set(named.map((rule) => String(rule.name).toLowerCase()));
  return [...named, ...defaults.filter((rule) => !present.has(rule.name.toLowerCase())).map(asArm)];
}

function asArm({ name, description, priority, access, direction, source, destination }: DefaultRule): JsonObject {
  return {
    name,
    properties: {
      provisioningState: 'Succeeded',
      description,
      protocol: '*',
      sourcePortRange: '*',
      destinationPortRange: '*',
      sourceAddressPrefix: source,
      destinationAddressPrefix: destination,
      access,
      priority,
      direction,
    },
  };
}
