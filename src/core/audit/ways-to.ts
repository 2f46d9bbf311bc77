import type { SurveyedConfiguration } from './arm/interface-from-arm.ts';
import type { ExposurePath } from './finding.ts';
import type { Around } from './read-around.ts';

/** One way from a public address to a configuration of an interface, as far as it could be read. */
export interface Way {
  /** Absent where it could not be read. */
  readonly endpoint?: NonNullable<ExposurePath['endpoint']>;
  /** '' where it is not known. */
  readonly sku: string;
  /** One sentence: what leads there, or may lead there, could not be read. */
  readonly unread?: string;
}

export function waysTo(configuration: SurveyedConfiguration, around: Around, port: number): Way[] {
  const { publicIpId, natRuleIds, poolIds } = configuration;
  const { addresses, balancers } = around;
  const own = publicIpId === undefined ? undefined : addresses.get(publicIpId);
  const forwarded = around.forwardsTo(configuration).map((each): Way => {
    const frontend = addresses.get(each.publicIpId);
    const { kind: via, frontendPort, balancer: loadBalancer } = each;
    const endpoint = { via, address: frontend?.address ?? '', port: frontendPort, loadBalancer };
    return { endpoint, sku: frontend?.sku || each.sku };
  });
  const hidden = new Set([...natRuleIds, ...poolIds].map(balancerOf).filter((id) => !balancers.has(id)));
  return [
    ...(own === undefined
      ? []
      : [{ endpoint: { via: 'public-ip', port, address: own.address } as const, sku: own.sku }]),
    ...(publicIpId !== undefined && own === undefined ? [unread('public IP address', publicIpId)] : []),
    ...forwarded,
    ...[...hidden].map((id) => unread('load balancer', id)),
  ];
}

function unread(what: string, id: string): Way {
  return { sku: '', unread: `The ${what} ${id.slice(id.lastIndexOf('/') + 1)} could not be read.` };
}

/** The load balancer of a pool or of a NAT rule, by their ids. */
export function balancerOf(partId: string): string {
  return partId.replace(/\/[^/]*\/[^/]*$/, '');
}
