import { AddressSet } from './address-set.ts';
import { extentOf } from './extent.ts';
import type { RuleTerms } from './rule-terms.ts';
import type { Flow } from './ruling.ts';
import { type VirtualNetworkSpace, virtualNetworkSpace } from './virtual-network.ts';

/** The end of a flow that all its packets share, parsed once for a whole list of rules. */
export interface Target {
  /** Undefined where the private address is not known. */
  readonly address: AddressSet | undefined;
  readonly asgIds: ReadonlySet<string>;
  readonly port: number;
  readonly network: VirtualNetworkSpace;
}

export function targetOf(flow: Flow): Target {
  return {
    address: AddressSet.parse(flow.destination),
    asgIds: new Set(flow.destinationAsgIds.map((id) => id.toLowerCase())),
    port: flow.port,
    network: virtualNetworkSpace(flow.vnetPrefixes),
  };
}

/** Whether a rule is about a target at all: `because` says what keeps the answer open. */
export type TargetMatch = { readonly fits: boolean } | { readonly fits: undefined; readonly because: string };

const yes: TargetMatch = { fits: true };
const no: TargetMatch = { fits: false };

/** Holds a rule's protocol (the packets are TCP), destination ports and destination against the target. */
export function matchTarget(terms: RuleTerms, target: Target): TargetMatch {
  const port = matchPort(terms, target.port);
  if (terms.tcp === false || port.fits === false) return no;
  const destination = matchDestination(terms, target);
  if (destination.fits === false) return no;
  if (terms.tcp === undefined) return { fits: undefined, because: 'Its protocol is not understood.' };
  return port.fits === undefined ? port : destination;
}

function matchPort({ destinationPorts: { ports, unclear } }: RuleTerms, port: number): TargetMatch {
  for (let at = 0; at < ports.length; at += 2) {
    if (port >= (ports[at] ?? 0) && port < (ports[at + 1] ?? 0)) return yes;
  }
  return unclear.length === 0 ? no : { fits: undefined, because: 'Its destination ports are not understood.' };
}

function matchDestination({ destinations }: RuleTerms, target: Target): TargetMatch {
  // Whatever a security group guards is in the virtual network, whether or not its prefixes are known.
  if (destinations.virtualNetwork || destinations.asgIds.some((id) => target.asgIds.has(id))) return yes;
  const { address } = target;
  if (destinations.fixed.contains(address ?? AddressSet.any)) return yes;
  if (address === undefined) {
    const other = destinations.fixed.isEmpty && destinations.open.length === 0;
    return other ? no : { fits: undefined, because: 'The private address of the virtual machine is not known.' };
  }
  const { doubts } = extentOf({ ...destinations, asgIds: [] }, target.network);
  const doubt = doubts.find(({ area }) => area.contains(address));
  return doubt === undefined ? no : { fits: undefined, because: doubt.because };
}
