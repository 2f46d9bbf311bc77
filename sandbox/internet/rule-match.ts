import { type Address, isInBlock } from './address.ts';
import { listAt, type Raw, sameId, textAt, textsAt } from './raw.ts';

/** A TCP packet as a network security group sees it: after address translation. */
export interface InnerPacket {
  readonly source: Address;
  readonly sourcePort: number;
  readonly destination: Address;
  readonly port: number;
  /** Ids of the application security groups of the destination. */
  readonly groups: readonly string[];
  /** The virtual network's address space and its peers'. */
  readonly virtualNetwork: readonly string[];
}

/** Azure's own address: DNS, DHCP and the load balancers' probes. */
const platformAddress = '168.63.129.16';

/** Everything that no router of the internet carries. `Internet` is the rest. */
const notInternet = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  ...['224.0.0.0/4', '240.0.0.0/4', platformAddress],
];

/** @param rule the `properties` of a rule: singular and plural fields count together */
export function ruleMatches(rule: Raw, packet: InnerPacket): boolean {
  const both = (singular: string, plural: string) => [textAt(rule, singular), ...textsAt(rule, plural)];
  return (
    /^(tcp|\*|any|all)$/i.test(textAt(rule, 'protocol')) &&
    both('sourcePortRange', 'sourcePortRanges').some((range) => portIn(packet.sourcePort, range)) &&
    both('destinationPortRange', 'destinationPortRanges').some((range) => portIn(packet.port, range)) &&
    both('sourceAddressPrefix', 'sourceAddressPrefixes').some((prefix) => addressIn(packet.source, prefix, packet)) &&
    (both('destinationAddressPrefix', 'destinationAddressPrefixes').some((prefix) =>
      addressIn(packet.destination, prefix, packet),
    ) ||
      listAt(rule, 'destinationApplicationSecurityGroups').some((group) =>
        packet.groups.some((mine) => sameId(mine, textAt(group, 'id'))),
      ))
  );
}

function portIn(port: number, range: string): boolean {
  const text = range.trim();
  if (text === '*' || /^any$/i.test(text)) return true;
  const [, first, last] = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(text) ?? [];
  return first !== undefined && port >= Number(first) && port <= Number(last ?? first);
}

/** Members of an application security group as a source are machines of the same network: nobody from outside. */
function addressIn(address: Address, prefix: string, packet: InnerPacket): boolean {
  switch (prefix.trim().toLowerCase()) {
    case '':
      return false;
    case '*':
    case 'any':
      return true;
    case 'internet':
      return address.bits === 32
        ? !notInternet.some((block) => isInBlock(address, block))
        : isInBlock(address, '2000::/3');
    case 'virtualnetwork':
      return [...packet.virtualNetwork, platformAddress].some((block) => isInBlock(address, block));
    case 'azureloadbalancer':
      return isInBlock(address, platformAddress);
    default:
      return isInBlock(address, prefix);
  }
}
