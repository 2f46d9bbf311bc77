import type {
  EffectiveBaseSecurityAdminRuleUnion,
  LoadBalancer,
  NetworkInterface,
  NetworkManagementClient,
  Subnet,
  VirtualNetwork,
} from '@azure/arm-network';
import type { AdminRules, Nsg, PublicIp } from '../core/facts.ts';
import type { NsgAsRead } from '../core/nsg-facts.ts';
import type { Clients } from './clients.ts';
import { normaliseAdminRules } from './normalise/admin-rules.ts';
import { normaliseNsg } from './normalise/nsg.ts';
import { normaliseNsgFacts } from './normalise/nsg-facts.ts';
import { normalisePublicIp } from './normalise/public-ip.ts';
import type { CallOptions, Reader, ReadResult } from './reader.ts';
import { type Read, reads } from './reads.ts';
import { idKey, parseResourceId } from './resource-id.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

/** Reads of Microsoft.Network by id. Whatever was asked for once is not asked for again. */
export interface NetworkReads {
  nic(id: string): Promise<ReadResult<NetworkInterface>>;
  publicIp(id: string): Promise<ReadResult<PublicIp>>;
  nsg(id: string): Promise<ReadResult<Nsg>>;
  nsgFacts(id: string): Promise<ReadResult<NsgAsRead>>;
  vnet(id: string): Promise<ReadResult<VirtualNetwork>>;
  subnet(id: string): Promise<ReadResult<Subnet>>;
  loadBalancer(id: string): Promise<ReadResult<LoadBalancer>>;
  loadBalancers(subscriptionId: string): Promise<ReadResult<LoadBalancer[]>>;
  adminRules(vnetId: string): Promise<ReadResult<AdminRules>>;
}

interface Place {
  readonly id: string;
  readonly group: string;
  /** The outermost name: a subnet's virtual network. */
  readonly parent: string;
  readonly name: string;
}

const mostAdminRulePages = 20;

export function createNetworkReads(clients: Clients, reader: Reader): NetworkReads {
  type Call<T> = (client: NetworkManagementClient, at: Place, options: CallOptions) => Promise<T>;

  function byId<T>(read: (id: string) => Read, call: Call<T>): (id: string) => Promise<ReadResult<T>> {
    return once((id) =>
      reader.read(read(id), async (options) => {
        const parts = parseResourceId(id);
        if (parts === undefined) throw new UnexpectedAnswer('its id is none');
        const { subscriptionId, resourceGroup: group, names } = parts;
        return call(
          await clients.network(subscriptionId),
          { id, group, parent: names[0], name: names.at(-1) ?? '' },
          options,
        );
      }),
    );
  }

  return {
    nic: byId(reads.nic, (client, { group, name }, options) => client.networkInterfaces.get(group, name, options)),
    publicIp: byId(reads.publicIp, async (client, { id, group, name }, options) =>
      normalisePublicIp(await client.publicIPAddresses.get(group, name, options), id),
    ),
    nsg: byId(reads.nsg, async (client, { id, group, name }, options) =>
      normaliseNsg(await client.networkSecurityGroups.get(group, name, options), id),
    ),
    nsgFacts: byId(reads.nsg, async (client, { id, group, name }, options) =>
      normaliseNsgFacts(await client.networkSecurityGroups.get(group, name, options), id),
    ),
    vnet: byId(reads.vnet, (client, { group, name }, options) => client.virtualNetworks.get(group, name, options)),
    subnet: byId(reads.subnet, (client, { group, parent, name }, options) =>
      client.subnets.get(group, parent, name, options),
    ),
    loadBalancer: byId(reads.loadBalancer, (client, { group, name }, options) =>
      client.loadBalancers.get(group, name, options),
    ),
    loadBalancers: once((subscriptionId) =>
      reader.read(reads.loadBalancers(), async (options) => {
        const client = await clients.network(subscriptionId);
        const all: LoadBalancer[] = [];
        for await (const each of client.loadBalancers.listAll(options)) all.push(each);
        return all;
      }),
    ),
    adminRules: byId(reads.adminRules, async (client, { id, group, name }, options) =>
      normaliseAdminRules(await allAdminRules(client, group, name, options), id),
    ),
  };
}

async function allAdminRules(client: NetworkManagementClient, group: string, vnet: string, options: CallOptions) {
  const rules: EffectiveBaseSecurityAdminRuleUnion[] = [];
  let skipToken: string | undefined;
  for (let page = 0; page < mostAdminRulePages; page++) {
    const body = skipToken === undefined ? {} : { skipToken };
    const answer = await client.listNetworkManagerEffectiveSecurityAdminRules(group, vnet, body, options);
    rules.push(...(answer.value ?? []));
    skipToken = answer.skipToken || undefined;
    if (skipToken === undefined) return rules;
  }
  throw new UnexpectedAnswer('it has no end');
}

function once<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (id) => {
    const answer = asked.get(idKey(id)) ?? read(id);
    asked.set(idKey(id), answer);
    return answer;
  };
}
