import { idOf } from './arm/interface-from-arm.ts';
import { childId, listOf, objectOf, propertiesOf, textOf } from './arm/object.ts';
import { typeOf } from './file/type-of.ts';
import type { ArmResource } from './inventory.ts';

type Obj = Readonly<Record<string, unknown>>;
/** By the id of what should point, in lower case: the id it points at. */
type Targets = ReadonlyMap<string, string>;

/**
 * The other way round of backlinks: a group lists its subnets and interfaces, a route table its subnets, an address its
 * configuration, and the file may leave out that these name them. A network of which the file has no more than that a group
 * lists its subnets is there with these.
 */
export function withForwardLinks(resources: readonly ArmResource[]): ArmResource[] {
  const groups = targets(resources, 'microsoft.network/networksecuritygroups', ['subnets', 'networkInterfaces']);
  const tables = targets(resources, 'microsoft.network/routetables', ['subnets']);
  const addresses = targets(resources, 'microsoft.network/publicipaddresses', ['ipConfiguration']);
  if (groups.size + tables.size + addresses.size === 0) return [...resources];
  return [...resources, ...missingNetworks(resources, groups)].map((each) => {
    switch (typeOf({ ...each })) {
      case 'microsoft.network/virtualnetworks':
        return changed(each, 'subnets', (subnet) => {
          const id = childId(subnet, each.id, 'subnets');
          return pointing(pointing(subnet, 'networkSecurityGroup', groups.get(id)), 'routeTable', tables.get(id));
        });
      case 'microsoft.network/networkinterfaces': {
        const nic = pointing(
          { ...each },
          'networkSecurityGroup',
          groups.get(each.id.toLowerCase()),
        ) as unknown as ArmResource;
        return changed(nic, 'ipConfigurations', (configuration) =>
          pointing(
            configuration,
            'publicIPAddress',
            addresses.get(childId(configuration, each.id, 'ipConfigurations')),
          ),
        );
      }
      default:
        return each;
    }
  });
}

function targets(resources: readonly ArmResource[], type: string, keys: readonly string[]): Targets {
  const found = new Map<string, string>();
  for (const each of resources) {
    if (typeOf({ ...each }) !== type) continue;
    const from = propertiesOf({ ...each });
    for (const key of keys) {
      for (const by of Array.isArray(from[key]) ? listOf(from[key]) : [from[key]]) {
        const id = idOf(by);
        if (id !== undefined) found.set(id, each.id);
      }
    }
  }
  return found;
}

function missingNetworks(resources: readonly ArmResource[], groups: Targets): ArmResource[] {
  const known = new Set(resources.map(({ id }) => id.toLowerCase()));
  const subnets = [...groups.keys()].filter((id) => /\/subnets\/[^/]+$/.test(id));
  const byNetwork = Map.groupBy(subnets, (id) => id.replace(/\/subnets\/[^/]+$/, ''));
  return [...byNetwork].flatMap(([id, ids]) =>
    known.has(id) ? [] : [{ id, properties: { subnets: ids.map((each) => ({ id: each })) } }],
  );
}

/** A reference that is given already stays. */
function pointing(object: Obj, key: string, id: string | undefined): Obj {
  const from = propertiesOf(object);
  if (id === undefined || idOf(from[key]) !== undefined) return object;
  return from === object ? { ...object, [key]: { id } } : { ...object, properties: { ...from, [key]: { id } } };
}

function changed(resource: ArmResource, key: string, change: (part: Obj) => Obj): ArmResource {
  const from = propertiesOf({ ...resource });
  const parts = listOf(from[key]).map((each) => {
    const part = objectOf(each);
    return part === undefined ? each : change(part);
  });
  if (textOf(resource.id) === undefined || parts.length === 0) return resource;
  return objectOf(resource.properties) === undefined
    ? { ...resource, [key]: parts }
    : { ...resource, properties: { ...from, [key]: parts } };
}
