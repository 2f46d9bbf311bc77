import type { ActionParams, PlanRefusal } from '../actions/action.ts';
import { refused, refusedUnread } from '../actions/plan-refusal.ts';
import { listWords } from '../checks/sentences.ts';
import { familyOf } from '../endpoints.ts';
import type { IpConfiguration, Nic, PublicIp, VmFacts } from '../facts.ts';
import { code } from '../text/escape.ts';

/** The IP configuration that an address is given to. */
export interface AddressPlace {
  readonly nic: Nic;
  readonly configuration: IpConfiguration;
}

/** Refused where there is a way in already, or where an address of its own would make the VM's network wrong. */
export function placeForAddress(
  facts: VmFacts,
  { from, removeAtEnd, durationMs }: ActionParams,
): AddressPlace | PlanRefusal {
  if (familyOf(from) === 'IPv6')
    return refused('The address would be an IPv4 one, and you come over IPv6.', 'Give your IPv4 address with `from`.');
  if (removeAtEnd === true && !((durationMs ?? 0) > 0))
    return refused('It is not said when the address is to be removed again.', 'Say it with `for`, e.g. `for 2h`.');
  const place = primaryPlace(facts);
  return 'kind' in place ? place : (wayThereIs(facts) ?? whyWrong(place) ?? place);
}

/** An address belongs to the primary configuration of the primary interface: the others do not answer to the internet by themselves. */
function primaryPlace({ nics }: VmFacts): AddressPlace | PlanRefusal {
  const unreadable = nics.find((nic) => nic.kind === 'unreadable');
  if (unreadable !== undefined) return refusedUnread(unreadable);
  if (nics.length === 0)
    return refused(
      'The VM has no network interface that could have an address.',
      'Deallocate the VM, attach a network interface, and start it.',
    );
  const nic = nics.filter((each) => each.kind === 'nic').find(({ primary }) => primary);
  const configuration = nic?.ipConfigurations.find(({ primary }) => primary);
  if (nic === undefined || configuration === undefined)
    return refused(
      'Azure names no primary IP configuration of the VM, and only that one can be given an address here.',
      'Look at the network interface in the portal, under IP configurations.',
    );
  if (configuration.version === 'IPv6')
    return refused(
      `Its primary IP configuration ${code(configuration.name)} is an IPv6 one, and only IPv4 addresses are made here.`,
      'Add an IPv4 configuration in the portal first.',
    );
  return { nic, configuration };
}

function wayThereIs({ nics, forwards }: VmFacts): PlanRefusal | undefined {
  const configurations = nics.flatMap((nic) => (nic.kind === 'nic' ? nic.ipConfigurations : []));
  const own = configurations.map(({ publicIp }) => publicIp).find((ip) => ip !== undefined);
  if (own?.kind === 'unreadable') return refusedUnread(own);
  if (own !== undefined) return hasOne(own);
  const unreadable = forwards.find((forward) => forward.kind === 'unreadable');
  if (unreadable !== undefined) return refusedUnread(unreadable);
  const named = configurations.flatMap(({ loadBalancerIds = [] }) => loadBalancerIds.map(lastName));
  const forwarding = forwards.flatMap((forward) => (forward.kind === 'unreadable' ? [] : [forward]));
  const balancers = [...new Set([...forwarding.map(({ loadBalancer }) => loadBalancer), ...named])];
  if (balancers.length === 0) return undefined;
  const forward = forwarding.find(({ frontendAddress }) => frontendAddress !== undefined);
  // A machine behind a Basic load balancer takes no Standard address, and one behind any was given its way in there.
  // https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses#sku
  return refused(
    `The VM stands behind load balancer ${listWords(balancers)}, which is its way in; an address of its own would go past it.`,
    forward === undefined
      ? 'Have the load balancer forward a port to the VM, with an inbound NAT rule.'
      : `Connect through it: port ${forward.frontendPort} of ${code(forward.frontendAddress ?? '')} leads to port ${forward.backendPort} of the VM.`,
  );
}

function hasOne({ name, address }: PublicIp): PlanRefusal {
  return address === undefined
    ? refused(
        `The VM has the public IP ${code(name)} already, which holds no address at the moment.`,
        'A dynamic one gets its address when the VM starts: start it.',
      )
    : refused(
        `The VM has a public IP already: ${code(address)} (${code(name)}).`,
        'Connect to that one, or check what is in its way.',
      );
}

/**
 * Beside a NAT gateway a public IP is only half an address: the gateway takes precedence over it for everything that the
 * VM sends by itself, and whoever put the gateway there did so in order that machines need no address of their own.
 * https://learn.microsoft.com/azure/nat-gateway/nat-overview#outbound-connectivity
 */
function whyWrong({ configuration: { subnet } }: AddressPlace): PlanRefusal | undefined {
  if (subnet?.kind === 'unreadable') return refusedUnread(subnet);
  if (subnet?.natGatewayId === undefined) return undefined;
  return refused(
    `Its subnet ${code(subnet.name)} goes out through NAT gateway ${code(lastName(subnet.natGatewayId))}: its machines have no addresses of their own on purpose, and what this one sends would still come from the gateway's.`,
    'Connect through Azure Bastion, a VPN or a machine of that network that has an address.',
  );
}

function lastName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
