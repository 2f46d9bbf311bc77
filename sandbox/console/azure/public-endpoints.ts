import type { World } from '../../world/world.ts';
import { dig, digList, digText } from './dig.ts';
import type { Endpoint } from './vm-network.ts';

/** Endpoints that load balancers give to one ipConfiguration of a network interface. */
export type Endpoints = (configuration: unknown) => readonly Endpoint[];

/** Reads all load balancers once, so that ten thousand VMs need not. */
export function loadBalancerEndpoints(world: World): Endpoints {
  const byTarget = new Map<string, Endpoint[]>();
  const add = (targetId: string | undefined, endpoint: Endpoint | undefined) => {
    if (targetId === undefined || endpoint === undefined) return;
    const key = targetId.toLowerCase();
    byTarget.set(key, [...(byTarget.get(key) ?? []), endpoint]);
  };
  for (const balancer of world.list('Microsoft.Network/loadBalancers')) {
    for (const rule of digList(balancer.properties, 'inboundNatRules')) {
      if (!leadsToSsh(rule)) continue;
      const endpoint = endpointOf(world, balancer, rule);
      add(digText(rule, 'properties', 'backendIPConfiguration', 'id'), endpoint);
      const ruleId = digText(rule, 'id') ?? `${balancer.id}/inboundNatRules/${digText(rule, 'name')}`;
      if (digText(rule, 'properties', 'backendIPConfiguration', 'id') === undefined) add(ruleId, endpoint);
    }
    for (const rule of digList(balancer.properties, 'loadBalancingRules')) {
      if (leadsToSsh(rule)) {
        add(digText(rule, 'properties', 'backendAddressPool', 'id'), endpointOf(world, balancer, rule));
      }
    }
  }
  return (configuration) => {
    const referenced = ['loadBalancerInboundNatRules', 'loadBalancerBackendAddressPools'].flatMap((key) =>
      digList(configuration, 'properties', key).map((each) => digText(each, 'id')),
    );
    const targets = [digText(configuration, 'id'), ...referenced];
    return targets.flatMap((target) => byTarget.get((target ?? '').toLowerCase()) ?? []);
  };
}

function leadsToSsh(rule: unknown): boolean {
  const protocol = digText(rule, 'properties', 'protocol')?.toLowerCase() ?? 'tcp';
  return dig(rule, 'properties', 'backendPort') === 22 && ['tcp', 'all'].includes(protocol);
}

function endpointOf(world: World, balancer: unknown, rule: unknown): Endpoint | undefined {
  const wanted = digText(rule, 'properties', 'frontendIPConfiguration', 'id')?.toLowerCase();
  const frontend = digList(balancer, 'properties', 'frontendIPConfigurations').find((each) => {
    const own = digText(each, 'id') ?? `${digText(balancer, 'id')}/frontendIPConfigurations/${digText(each, 'name')}`;
    return own.toLowerCase() === wanted;
  });
  const publicIp = world.get(digText(frontend, 'properties', 'publicIPAddress', 'id') ?? '');
  const address = digText(publicIp, 'properties', 'ipAddress');
  if (address === undefined) return undefined;
  const port = Number(dig(rule, 'properties', 'frontendPort') ?? 22);
  return { address, port, via: 'load balancer', sku: digText(publicIp, 'sku', 'name') ?? 'Basic' };
}
