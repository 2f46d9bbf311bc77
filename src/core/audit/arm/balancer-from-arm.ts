import { addressIn, idOf } from './interface-from-arm.ts';
import { networkOf } from './network-of.ts';
import { childId, lastOf, listOf, objectOf, propertiesOf, textOf } from './object.ts';

/** One way of a load balancer from a public frontend to a port of its members; ids in lower case. */
export interface SurveyedForward {
  readonly kind: 'nat-rule' | 'lb-rule';
  readonly balancer: string;
  readonly sku: string;
  readonly publicIpId: string;
  /** 0 where each member has one of its own that is not told here. */
  readonly frontendPort: number;
  readonly ruleId: string;
  readonly configurationId: string | undefined;
  readonly poolIds: readonly string[];
}

export interface SurveyedBalancer {
  readonly id: string;
  readonly forwards: readonly SurveyedForward[];
  /** By pool: its members, as configuration ids and as addresses in a network. */
  readonly pools: ReadonlyMap<
    string,
    { readonly members: ReadonlySet<string>; readonly addresses: readonly PoolAddress[] }
  >;
}

interface PoolAddress {
  /** Canonical. */
  readonly address: string;
  /** Absent: the pool does not say in which network it is. */
  readonly networkId?: string;
}

/** The TCP forwards that end at a port, of public frontends. */
export function balancerFromArm(value: unknown, port: number): SurveyedBalancer | undefined {
  const object = objectOf(value);
  const id = textOf(object?.id);
  if (object === undefined || id === undefined) return undefined;
  const from = propertiesOf(object);
  const frontends = new Map(
    listOf(from.frontendIPConfigurations).flatMap((each) => {
      const frontend = objectOf(each);
      const publicIpId = frontend === undefined ? undefined : idOf(propertiesOf(frontend).publicIPAddress);
      if (frontend === undefined || publicIpId === undefined) return [];
      return [[childId(frontend, id, 'frontendIPConfigurations'), publicIpId] as const];
    }),
  );
  const own = { balancer: textOf(object.name) ?? lastOf(id), sku: textOf(objectOf(object.sku)?.name) ?? '' };
  const forwards = (list: unknown, kind: SurveyedForward['kind']) =>
    listOf(list).flatMap((each): SurveyedForward[] => {
      const rule = objectOf(each);
      if (rule === undefined) return [];
      const to = propertiesOf(rule);
      const publicIpId = frontends.get(idOf(to.frontendIPConfiguration) ?? '');
      if (publicIpId === undefined || to.backendPort !== port || !/^(tcp|all|)$/i.test(textOf(to.protocol) ?? ''))
        return [];
      const pools = [idOf(to.backendAddressPool), ...listOf(to.backendAddressPools).map(idOf)];
      return [
        {
          ...own,
          kind,
          publicIpId,
          frontendPort: typeof to.frontendPort === 'number' ? to.frontendPort : 0,
          ruleId: childId(rule, id, kind === 'nat-rule' ? 'inboundNatRules' : 'loadBalancingRules'),
          configurationId: idOf(to.backendIPConfiguration),
          poolIds: pools.filter((pool) => pool !== undefined),
        },
      ];
    });
  return {
    id: id.toLowerCase(),
    forwards: [...forwards(from.inboundNatRules, 'nat-rule'), ...forwards(from.loadBalancingRules, 'lb-rule')],
    pools: new Map(listOf(from.backendAddressPools).flatMap((each) => poolOf(each, id))),
  };
}

function poolOf(value: unknown, balancerId: string) {
  const pool = objectOf(value);
  if (pool === undefined) return [];
  const from = propertiesOf(pool);
  const members = listOf(from.backendIPConfigurations).flatMap((each) => idOf(each) ?? []);
  const addresses = listOf(from.loadBalancerBackendAddresses).flatMap((each) => addressOf(each, from.virtualNetwork));
  return [[childId(pool, balancerId, 'backendAddressPools'), { members: new Set(members), addresses }] as const];
}

/** The network stands with the address, with its subnet, or with the pool. */
function addressOf(value: unknown, poolNetwork: unknown): PoolAddress | [] {
  const part = objectOf(value);
  if (part === undefined) return [];
  const { ipAddress, virtualNetwork, subnet } = propertiesOf(part);
  const address = addressIn(ipAddress);
  if (address === '') return [];
  const networkId = idOf(virtualNetwork) || networkOf(idOf(subnet) ?? '') || idOf(poolNetwork);
  return networkId ? { address, networkId } : { address };
}
