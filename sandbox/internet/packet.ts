import type { Resource } from '../world/schema.ts';
import type { World } from '../world/world.ts';
import { readAddress } from './address.ts';
import { askAdminRules } from './admin-rules.ts';
import { type Endpoint, endpointsOf } from './endpoint.ts';
import { isRunning } from './is-running.ts';
import { networkOf } from './network.ts';
import { listAt, sameId, textAt } from './raw.ts';
import type { InnerPacket } from './rule-match.ts';
import { askGroup } from './security-group.ts';

/** The first packet of a TCP connection. */
export interface Packet {
  /** Literal IPv4 or IPv6 addresses. */
  readonly source: string;
  readonly destination: string;
  readonly port: number;
  /** Left out: one that clients pick. */
  readonly sourcePort?: number;
}

export type Delivery =
  | {
      readonly kind: 'delivered';
      readonly vmId: string;
      /** The port at the machine: another one than was dialled, behind a load balancer. */
      readonly port: number;
      readonly privateAddress: string;
    }
  /** Nothing comes back, neither yes nor no, as Azure has it. */
  | { readonly kind: 'dropped'; readonly where: string };

/**
 * Whether a packet to a public address gets to a machine, by the raw resources as they are now. It is a second opinion
 * to the bot's own evaluation of rules, so it shares no code with it.
 */
export function deliver(world: World, packet: Packet): Delivery {
  const endpoints = endpointsOf(world, packet.destination, packet.port);
  if (endpoints.length === 0) return dropped(`nothing has the address ${packet.destination} for port ${packet.port}`);
  const machines = endpoints.map((endpoint) => ({ endpoint, vm: machineOf(world, endpoint.nic) }));
  const running = machines.find(({ vm }) => vm !== undefined && isRunning(vm));
  if (running?.vm === undefined) return dropped('no running machine has the address');
  const where = passes(world, packet, running.endpoint);
  if (where !== undefined) return dropped(where);
  return {
    kind: 'delivered',
    vmId: running.vm.id,
    port: running.endpoint.port,
    privateAddress: textAt(running.endpoint.ipConfiguration, 'properties', 'privateIPAddress'),
  };
}

/** Where the packet ends on its way; undefined when it gets through. */
function passes(world: World, packet: Packet, endpoint: Endpoint): string | undefined {
  const source = readAddress(packet.source);
  const destination = readAddress(textAt(endpoint.ipConfiguration, 'properties', 'privateIPAddress'));
  if (source === undefined) return `${packet.source} is no address`;
  if (destination === undefined) return `${textAt(endpoint.nic, 'name')} has no private address`;
  const network = networkOf(world, textAt(endpoint.ipConfiguration, 'properties', 'subnet', 'id'));
  const inner: InnerPacket = {
    source,
    sourcePort: packet.sourcePort ?? 50000,
    destination,
    port: endpoint.port,
    groups: listAt(endpoint.ipConfiguration, 'properties', 'applicationSecurityGroups').map((group) =>
      textAt(group, 'id'),
    ),
    virtualNetwork: network.addressSpace,
  };
  const admin = askAdminRules(network.adminRules, inner);
  if (admin.verdict === 'deny') return `admin rule ${admin.rule}`;
  if (admin.verdict === 'always-allow') return undefined;
  const groupIds = [
    textAt(network.subnet, 'properties', 'networkSecurityGroup', 'id'),
    textAt(endpoint.nic.properties, 'networkSecurityGroup', 'id'),
  ].filter((id) => id !== '');
  if (groupIds.length === 0 && endpoint.isStandard) return 'a Standard address without a network security group';
  for (const id of groupIds) {
    const answer = askGroup(world.get(id) ?? {}, inner);
    if (!answer.allows) return `${id} ${answer.rule}`;
  }
  return undefined;
}

function dropped(where: string): Delivery {
  return { kind: 'dropped', where };
}

function machineOf(world: World, nic: Resource): Resource | undefined {
  const machines = world.list('Microsoft.Compute/virtualMachines');
  return (
    machines.find((vm) =>
      listAt(vm.properties, 'networkProfile', 'networkInterfaces').some((each) => sameId(textAt(each, 'id'), nic.id)),
    ) ?? world.get(textAt(nic.properties, 'virtualMachine', 'id'))
  );
}
