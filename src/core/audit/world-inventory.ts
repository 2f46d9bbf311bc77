import type { AdminRule, AdminRules } from '../facts.ts';
import { idOf } from './arm/interface-from-arm.ts';
import { listOf, objectOf, propertiesOf, textOf } from './arm/object.ts';
import type { ArmResource, Inventory } from './inventory.ts';

/**
 * An inventory of resources in memory: a world file of the sandbox, or what somebody exported. What Azure would tell of a
 * group or a route table and the file leaves out, which subnets and interfaces it is attached to, is taken from these.
 *
 * @param resources in Resource Manager's shape; what is none is left out
 */
export function worldInventory(resources: readonly unknown[]): Inventory {
  const all = resources.flatMap((each) => {
    const object = objectOf(each);
    return object !== undefined && typeof object.id === 'string' ? [object as unknown as ArmResource] : [];
  });
  const attached = attachmentsIn(all);
  const whole = all.map((each) => withAttachments(each, attached));
  const byId = new Map(whole.map((each) => [each.id.toLowerCase(), each]));
  return {
    async *pages(type) {
      yield whole.filter((each) => typeOf(each) === type);
    },
    get: async (id) => byId.get(id.toLowerCase()),
    adminRules: async (vnetId) => adminRulesIn(byId.get(vnetId.toLowerCase()), vnetId),
    subscriptions: async () => ({ answered: subscriptionsOf(all).map((id) => ({ id })), unread: [] }),
  };
}

/** By the type in it, or by its id: `.../providers/Microsoft.Network/virtualNetworks/x`. */
function typeOf(resource: ArmResource): string {
  const own = textOf((resource as { readonly type?: unknown }).type);
  if (own !== undefined) return own.toLowerCase();
  const [, provider = '', kind = ''] = /\/providers\/([^/]+)\/([^/]+)\/[^/]+$/i.exec(resource.id) ?? [];
  return `${provider}/${kind}`.toLowerCase();
}

function subscriptionsOf(all: readonly ArmResource[]): string[] {
  return [...new Set(all.flatMap(({ id }) => /^\/subscriptions\/([^/]+)/i.exec(id)?.[1]?.toLowerCase() ?? []))];
}

interface Attachments {
  /** Ids of subnets and of interfaces, by the id of what is attached to them. */
  readonly subnets: ReadonlyMap<string, readonly { readonly id: string }[]>;
  readonly interfaces: ReadonlyMap<string, readonly { readonly id: string }[]>;
  /** By interface, its machine. */
  readonly machines: ReadonlyMap<string, string>;
}

function attachmentsIn(all: readonly ArmResource[]): Attachments {
  const subnets = new Map<string, { readonly id: string }[]>();
  const interfaces = new Map<string, { readonly id: string }[]>();
  const machines = new Map<string, string>();
  const add = (to: typeof subnets, key: string | undefined, id: string) => {
    if (key !== undefined) to.set(key, [...(to.get(key) ?? []), { id }]);
  };
  for (const each of all) {
    const from = propertiesOf(each as unknown as Readonly<Record<string, unknown>>);
    if (typeOf(each) === 'microsoft.network/networkinterfaces')
      add(interfaces, idOf(from.networkSecurityGroup), each.id);
    for (const nic of listOf(objectOf(from.networkProfile)?.networkInterfaces)) machines.set(idOf(nic) ?? '', each.id);
    if (typeOf(each) !== 'microsoft.network/virtualnetworks') continue;
    for (const value of listOf(from.subnets)) {
      const subnet = objectOf(value);
      if (subnet === undefined) continue;
      const id = textOf(subnet.id) ?? `${each.id}/subnets/${textOf(subnet.name) ?? ''}`;
      add(subnets, idOf(propertiesOf(subnet).networkSecurityGroup), id);
      add(subnets, idOf(propertiesOf(subnet).routeTable), id);
    }
  }
  return { subnets, interfaces, machines };
}

const attachable = new Set(['microsoft.network/networksecuritygroups', 'microsoft.network/routetables']);

function withAttachments(resource: ArmResource, { subnets, interfaces, machines }: Attachments): ArmResource {
  const properties = objectOf(resource.properties);
  if (properties === undefined) return resource;
  const key = resource.id.toLowerCase();
  const machineId = machines.get(key);
  if (machineId !== undefined) return { ...resource, properties: { virtualMachine: { id: machineId }, ...properties } };
  if (!attachable.has(typeOf(resource))) return resource;
  const found = { subnets: subnets.get(key) ?? [], networkInterfaces: interfaces.get(key) ?? [] };
  return { ...resource, properties: { ...found, ...withoutEmpty(properties) } };
}

/** An empty list says no more than a missing one. */
function withoutEmpty(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { subnets, networkInterfaces, ...rest } = properties;
  return {
    ...rest,
    ...(listOf(subnets).length > 0 && { subnets }),
    ...(listOf(networkInterfaces).length > 0 && { networkInterfaces }),
  };
}

/** A world keeps them with the network, as Azure answers them when it is asked. */
function adminRulesIn(network: ArmResource | undefined, vnetId: string): AdminRules {
  const from = objectOf(network?.properties);
  const rules = listOf(from?.effectiveSecurityAdminRules).flatMap((each) => adminRuleOf(each) ?? []);
  return { kind: 'admin-rules', vnetId, rules };
}

function adminRuleOf(value: unknown): AdminRule | undefined {
  const object = objectOf(value);
  if (object === undefined) return undefined;
  const from = propertiesOf(object);
  const { priority, direction, access } = from;
  if (typeof priority !== 'number' || typeof direction !== 'string' || typeof access !== 'string') return undefined;
  const prefixes = (list: unknown) => orAny(listOf(list).map((each) => textOf(objectOf(each)?.addressPrefix)));
  const ports = (list: unknown) => orAny(listOf(list).map(textOf));
  const protocol = textOf(from.protocol) ?? '';
  return {
    name: (textOf(object.id) ?? '').split('/').at(-1) ?? '',
    priority,
    direction: direction as AdminRule['direction'],
    access: access as AdminRule['access'],
    protocol: protocol === '' || /^any$/i.test(protocol) ? '*' : protocol,
    sources: prefixes(from.sources),
    sourcePorts: ports(from.sourcePortRanges),
    destinations: prefixes(from.destinations),
    destinationPorts: ports(from.destinationPortRanges),
  };
}

/** What an admin rule leaves open is not restricted. */
function orAny(given: readonly (string | undefined)[]): string[] {
  const values = given.flatMap((each) => each?.trim() || []);
  return values.length === 0 ? ['*'] : values;
}
