import type { Nsg, SecurityRule, Sku, Unreadable } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import { decidingRule, doubtfulRule } from './deciding.ts';
import { accessOf, judgeNsg } from './judge-nsg.ts';
import type { Flow } from './ruling.ts';

export type NsgLayer = 'subnet-nsg' | 'nic-nsg';

/** What lets a flow through one layer. */
interface Pass {
  readonly layer: NsgLayer;
  readonly nsg: Nsg;
  readonly rule: SecurityRule;
}

/** What shuts a flow, or the part of it that comes from `sources`, out. */
export type Stop =
  | {
      readonly kind: 'rule';
      readonly layer: NsgLayer;
      readonly nsg: Nsg;
      readonly rule: SecurityRule;
      readonly sources: AddressSet;
    }
  /** A Standard public endpoint is closed until a network security group opens it. */
  | { readonly kind: 'standard-without-nsg' };

/** What keeps the answer open. */
export type Doubt =
  /** Without any group it hangs on the kind of public endpoint, which Azure did not tell. */
  | { readonly kind: 'unknown-sku' }
  | { readonly kind: 'unreadable'; readonly layer: NsgLayer; readonly nsg: Unreadable }
  | {
      readonly kind: 'undetermined';
      readonly layer: NsgLayer;
      readonly nsg: Nsg;
      readonly rule: SecurityRule;
      readonly because: string;
    };

/** Whether a flow gets from a public endpoint to the machine. Lists name the subnet's layer before the interface's. */
export type WayIn =
  /** `passes` is empty where no network security group stands in the way (a Basic endpoint). */
  | { readonly kind: 'open'; readonly passes: readonly Pass[] }
  /** Nothing gets in. `stops` names every layer that would have to change. */
  | { readonly kind: 'closed'; readonly stops: readonly [Stop, ...Stop[]] }
  /** The flow's range of sources is split. */
  | {
      readonly kind: 'partly';
      readonly allowed: AddressSet;
      readonly denied: AddressSet;
      readonly stops: readonly [Stop, ...Stop[]];
    }
  /** It cannot be told. `stops` names what surely shuts some of the sources out all the same. */
  | { readonly kind: 'unknown'; readonly doubts: readonly [Doubt, ...Doubt[]]; readonly stops: readonly Stop[] };

interface Route {
  readonly subnetNsg: Nsg | Unreadable | undefined;
  readonly nicNsg: Nsg | Unreadable | undefined;
  readonly endpointSku: Sku;
  /** At least one source address. */
  readonly flow: Flow;
}

/**
 * Follows a flow from a public endpoint (a public IP address, or a load balancer's forward to the flow's port) through the
 * subnet's and the network interface's security groups. Both are always looked at, so that one answer names all that is
 * in the way. Virtual Network Manager's admin rules come before this: `adminRuling`.
 *
 * @throws RangeError when the flow has no sources and meets a group.
 */
export function wayIn({ subnetNsg, nicNsg, endpointSku, flow }: Route): WayIn {
  if (subnetNsg === undefined && nicNsg === undefined) return withoutGroups(endpointSku);
  const layers = [throughLayer('subnet-nsg', subnetNsg, flow), throughLayer('nic-nsg', nicNsg, flow)];
  const allowed = layers.reduce((sum, layer) => sum.intersect(layer.allowed), flow.sources);
  const denied = layers.reduce((sum, layer) => sum.union(layer.denied), AddressSet.empty);
  const [stop, ...stops] = layers.flatMap((layer) => layer.stops);
  if (stop !== undefined && denied.contains(flow.sources)) return { kind: 'closed', stops: [stop, ...stops] };

  const unsure = flow.sources.subtract(allowed).subtract(denied);
  const [doubt, ...doubts] = layers.flatMap((layer) => layer.doubtsAbout(unsure));
  if (doubt !== undefined) {
    return { kind: 'unknown', doubts: [doubt, ...doubts], stops: stop === undefined ? [] : [stop, ...stops] };
  }
  if (stop !== undefined) return { kind: 'partly', allowed, denied, stops: [stop, ...stops] };
  return { kind: 'open', passes: layers.flatMap((layer) => layer.passes) };
}

/** https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses#sku */
function withoutGroups(sku: Sku): WayIn {
  if (/^standard/i.test(sku)) return { kind: 'closed', stops: [{ kind: 'standard-without-nsg' }] };
  if (sku === 'unknown') return { kind: 'unknown', doubts: [{ kind: 'unknown-sku' }], stops: [] };
  return { kind: 'open', passes: [] };
}

/** One layer's share of the answer. */
interface Layer {
  readonly allowed: AddressSet;
  readonly denied: AddressSet;
  readonly passes: readonly Pass[];
  readonly stops: readonly Stop[];
  doubtsAbout(unsure: AddressSet): readonly Doubt[];
}

function throughLayer(layer: NsgLayer, nsg: Nsg | Unreadable | undefined, flow: Flow): Layer {
  const nothing = { passes: [], stops: [], doubtsAbout: () => [] };
  if (nsg === undefined) return { ...nothing, allowed: flow.sources, denied: AddressSet.empty };
  if (nsg.kind === 'unreadable') {
    const doubtsAbout = (unsure: AddressSet): Doubt[] => (unsure.isEmpty ? [] : [{ kind: 'unreadable', layer, nsg }]);
    return { ...nothing, allowed: AddressSet.empty, denied: AddressSet.empty, doubtsAbout };
  }
  const { allowed, denied, decisions } = judgeNsg(nsg, flow);
  const allows = decidingRule(decisions, allowed, (rule) => accessOf(rule) === 'allow');
  const denies = decidingRule(decisions, denied, (rule) => accessOf(rule) === 'deny');
  return {
    allowed,
    denied,
    passes: allows === undefined ? [] : [{ layer, nsg, rule: allows }],
    stops: denies === undefined ? [] : [{ kind: 'rule', layer, nsg, rule: denies, sources: denied }],
    doubtsAbout(unsure) {
      const rule = doubtfulRule(decisions, unsure.subtract(allowed));
      return rule === undefined ? [] : [{ kind: 'undetermined', layer, nsg, ...rule }];
    },
  };
}
