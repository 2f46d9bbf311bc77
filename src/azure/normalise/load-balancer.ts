import type { BackendAddressPool, InboundNatRule, LoadBalancer, LoadBalancingRule } from '@azure/arm-network';
import type { Forward, Unreadable } from '../../core/facts.ts';
import { nameOf, sameId } from '../resource-id.ts';
import { skuOf } from './public-ip.ts';

/** An ipConfiguration of the VM, as load balancers know it. */
export interface ForwardTarget {
  readonly ipConfigurationId: string;
  readonly privateAddress: string | undefined;
  readonly vnetId: string | undefined;
  /** Pools that the network interface says it belongs to. */
  readonly poolIds: readonly string[];
}

/** A forward whose frontend address is still to be read. */
export interface PlannedForward {
  readonly kind: 'planned';
  readonly forward: Omit<Forward, 'frontendAddress'>;
  /** Absent for an internal frontend. */
  readonly publicIpId?: string;
}

/** Every TCP forward of a load balancer that ends at one of the targets. */
export function forwardsTo(model: LoadBalancer, targets: readonly ForwardTarget[]): (PlannedForward | Unreadable)[] {
  return targets.flatMap((target) => {
    const pools = (model.backendAddressPools ?? []).filter((pool) => holds(pool, target));
    return [
      ...(model.inboundNatRules ?? []).flatMap((rule) => viaNatRule(model, rule, pools, target)),
      ...(model.loadBalancingRules ?? []).flatMap((rule) => viaRule(model, rule, pools, target)),
    ];
  });
}

/** A pool knows its members by their configuration or, if it is kept by address, by network and address. */
function holds(pool: BackendAddressPool, target: ForwardTarget): boolean {
  return (
    target.poolIds.some((id) => sameId(id, pool.id)) ||
    (pool.backendIPConfigurations ?? []).some(({ id }) => sameId(id, target.ipConfigurationId)) ||
    (pool.loadBalancerBackendAddresses ?? []).some((address) => isAddressOf(address, pool, target))
  );
}

type BackendAddress = NonNullable<BackendAddressPool['loadBalancerBackendAddresses']>[number];

function isAddressOf(address: BackendAddress, pool: BackendAddressPool, target: ForwardTarget): boolean {
  if (sameId(address.networkInterfaceIPConfiguration?.id, target.ipConfigurationId)) return true;
  const vnetId = address.virtualNetwork?.id ?? pool.virtualNetwork?.id;
  return (
    address.ipAddress !== undefined && address.ipAddress === target.privateAddress && sameId(vnetId, target.vnetId)
  );
}

function viaNatRule(
  model: LoadBalancer,
  rule: InboundNatRule,
  pools: readonly BackendAddressPool[],
  target: ForwardTarget,
): (PlannedForward | Unreadable)[] {
  if (!carriesTcp(rule.protocol)) return [];
  if (sameId(rule.backendIPConfiguration?.id, target.ipConfigurationId))
    return [planned(model, 'nat-rule', rule, target, { frontend: rule.frontendPort, backend: rule.backendPort })];
  const pool = pools.find(({ id }) => sameId(id, rule.backendAddressPool?.id));
  if (pool === undefined) return [];
  const mapping = (pool.loadBalancerBackendAddresses ?? [])
    .filter((address) => isAddressOf(address, pool, target))
    .flatMap((address) => address.inboundNatRulesPortMapping ?? [])
    .find(({ inboundNatRuleName }) => inboundNatRuleName?.toLowerCase() === rule.name?.toLowerCase());
  if (mapping !== undefined)
    return [planned(model, 'nat-rule', rule, target, { frontend: mapping.frontendPort, backend: mapping.backendPort })];
  // From an internal frontend nothing leads in from outside, on whichever port.
  return publicIpIdOf(model, rule) === undefined ? [] : [unsettled(model, rule, unmapped(rule))];
}

function unmapped({ frontendPortRangeStart: first, frontendPortRangeEnd: last }: InboundNatRule): Unsettled {
  const range = !first || !last ? '' : `, from ${first} to ${last}`;
  return {
    because: `It gives every machine of its pool a port of its own${range}, and Azure did not say which one is for this VM.`,
    todo: "Look up this VM's port in the portal, on the page of the load balancer, under Inbound NAT rules (or with az network lb list-mapping), and connect to that port.",
  };
}

function viaRule(
  model: LoadBalancer,
  rule: LoadBalancingRule,
  pools: readonly BackendAddressPool[],
  target: ForwardTarget,
): (PlannedForward | Unreadable)[] {
  const poolIds = [rule.backendAddressPool?.id, ...(rule.backendAddressPools ?? []).map(({ id }) => id)];
  const meant = pools.some(({ id }) => poolIds.some((each) => sameId(each, id)));
  if (!carriesTcp(rule.protocol) || !meant) return [];
  return [planned(model, 'lb-rule', rule, target, { frontend: rule.frontendPort, backend: rule.backendPort })];
}

function planned(
  model: LoadBalancer,
  kind: Forward['kind'],
  rule: InboundNatRule | LoadBalancingRule,
  target: ForwardTarget,
  port: { readonly frontend: number | undefined; readonly backend: number | undefined },
): PlannedForward | Unreadable {
  const publicIpId = publicIpIdOf(model, rule);
  if (publicIpId !== undefined && rule.enableFloatingIP) return unsettled(model, rule, floating);
  if (publicIpId !== undefined && !port.frontend) return unsettled(model, rule, portless);
  return {
    kind: 'planned',
    forward: {
      kind,
      loadBalancer: model.name ?? nameOf(model.id ?? ''),
      sku: skuOf(model.sku?.name),
      rule: rule.name ?? nameOf(rule.id ?? ''),
      frontendPort: port.frontend ?? 0,
      backendPort: port.backend ?? port.frontend ?? 0,
      ipConfigurationId: target.ipConfigurationId,
    },
    ...(publicIpId === undefined ? {} : { publicIpId }),
  };
}

type Unsettled = Pick<Unreadable, 'because' | 'todo'>;

const portless: Unsettled = {
  because: 'Azure did not say which port of the load balancer it is about.',
  todo: 'Look at the rule in the portal, on the page of the load balancer.',
};

/** https://learn.microsoft.com/azure/load-balancer/load-balancer-floating-ip */
const floating: Unsettled = {
  because:
    "With floating IP packets keep the load balancer's address, which the VM must have on an interface of its own.",
  todo: 'Try to connect, or use a rule without floating IP.',
};

function unsettled(
  model: LoadBalancer,
  { name, backendPort }: InboundNatRule | LoadBalancingRule,
  about: Unsettled,
): Unreadable {
  const what = `rule ${name ?? ''} of load balancer ${model.name ?? ''}`;
  return { kind: 'unreadable', what, reason: 'failed', ...about, ...(backendPort ? { backendPort } : {}) };
}

function publicIpIdOf(model: LoadBalancer, rule: InboundNatRule | LoadBalancingRule): string | undefined {
  const frontends = model.frontendIPConfigurations ?? [];
  return frontends.find(({ id }) => sameId(id, rule.frontendIPConfiguration?.id))?.publicIPAddress?.id || undefined;
}

function carriesTcp(protocol: string | undefined): boolean {
  return !protocol || /^(tcp|all)$/i.test(protocol);
}
