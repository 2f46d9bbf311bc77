import { createHash } from 'node:crypto';

/** A group in Resource Manager's shape, as pages of Azure hold it. */
export interface GeneratedNsg {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: object;
}

const ports = ['22', '443', '80', '3389', '8080-8090', '1433', '5432', '20-25', '*', '9000-9999', '53', '6443'];
const protocols = ['Tcp', 'TCP', 'Udp', '*', 'Tcp', 'Icmp'];
const words = ['VirtualNetwork', 'Internet', '*', 'AzureLoadBalancer', 'AzureCloud', 'Storage'];

/**
 * Distinct network security groups, always the same for a seed: mostly of rules about other ports, with private sources and
 * allow-lists, some open, some shadowed, as real subscriptions have them.
 */
export function* generateNsgs(count: number, rulesEach: number, seed = 'audit'): Generator<GeneratedNsg> {
  for (let at = 0; at < count; at += 1) yield nsg(at, rulesEach, drawing(`${seed} ${at}`));
}

/** Whole numbers from 0 up to `below`, by chance and always the same ones. */
type Draw = (below: number) => number;

function drawing(seed: string): Draw {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0) || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function nsg(at: number, rulesEach: number, draw: Draw): GeneratedNsg {
  const subscription = `00000000-0000-4000-8000-${String(at % 50).padStart(12, '0')}`;
  const group = `/subscriptions/${subscription}/resourceGroups/group-${at % 500}`;
  const id = `${group}/providers/Microsoft.Network/networkSecurityGroups/nsg-${at}`;
  const securityRules = Array.from({ length: rulesEach }, (_, index) => rule(id, index, draw));
  return {
    id,
    name: `nsg-${at}`,
    type: 'microsoft.network/networksecuritygroups',
    location: 'westeurope',
    tags: { team: `team-${at % 40}` },
    properties: {
      provisioningState: 'Succeeded',
      resourceGuid: `10000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
      securityRules,
      defaultSecurityRules: [],
      subnets: [{ id: `${group}/providers/Microsoft.Network/virtualNetworks/vnet-${at % 100}/subnets/subnet-${at}` }],
    },
  };
}

function rule(nsgId: string, index: number, draw: Draw): object {
  const name = `rule-${index}`;
  const several = draw(8) === 0;
  const source = sourceOf(draw);
  return {
    id: `${nsgId}/securityRules/${name}`,
    name,
    etag: 'W/"8b8f6b3e-1c5b-4b5e-9a51-0d9f0a6c7a11"',
    type: 'Microsoft.Network/networkSecurityGroups/securityRules',
    properties: {
      provisioningState: 'Succeeded',
      protocol: pick(protocols, draw),
      sourcePortRange: '*',
      ...(several ? {} : { destinationPortRange: pick(ports, draw) }),
      ...(draw(5) === 0 && !several
        ? { sourceAddressPrefixes: [address(draw), address(draw)] }
        : { sourceAddressPrefix: source, sourceAddressPrefixes: [] }),
      destinationAddressPrefix: draw(4) === 0 ? `10.${draw(256)}.${draw(256)}.${draw(256)}` : '*',
      access: draw(4) === 0 ? 'Deny' : 'Allow',
      priority: 100 + index * 10,
      direction: draw(5) === 0 ? 'Outbound' : 'Inbound',
      sourcePortRanges: [],
      destinationPortRanges: several ? [pick(ports, draw), pick(ports, draw)] : [],
      destinationAddressPrefixes: [],
    },
  };
}

function sourceOf(draw: Draw): string {
  if (draw(6) === 0) return pick(words, draw);
  return draw(3) === 0 ? `10.${draw(256)}.0.0/16` : address(draw);
}

function address(draw: Draw): string {
  return `${11 + draw(150)}.${draw(256)}.${draw(256)}.0/24`;
}

function pick<Item>(items: readonly Item[], draw: Draw): Item {
  return items[draw(items.length)] as Item;
}
