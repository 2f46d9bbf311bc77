import { parseResourceId } from '../../world/resource-id.ts';
import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { perVersion } from '../network/per-version.ts';
import type { Column, Row } from './kql/table.ts';
import { propertiesInGraph } from './properties-in-graph.ts';

/** The columns of `Resources` and `ResourceContainers`. */
export const columns: readonly Column[] = [
  { name: 'id', type: 'string' },
  { name: 'name', type: 'string' },
  { name: 'type', type: 'string' },
  { name: 'tenantId', type: 'string' },
  { name: 'kind', type: 'string' },
  { name: 'location', type: 'string' },
  { name: 'resourceGroup', type: 'string' },
  { name: 'subscriptionId', type: 'string' },
  { name: 'managedBy', type: 'string' },
  { name: 'sku', type: 'dynamic' },
  { name: 'plan', type: 'dynamic' },
  { name: 'properties', type: 'dynamic' },
  { name: 'tags', type: 'dynamic' },
  { name: 'identity', type: 'dynamic' },
  { name: 'zones', type: 'dynamic' },
  { name: 'extendedLocation', type: 'dynamic' },
];

/** A table of Resource Graph. Its rows are made when they are asked for, and kept until the world changes. */
export interface GraphTable {
  /** Every type in the table, in lower case. */
  typesOf(world: World): Iterable<string>;
  /** @param type in lower case */
  rowsOf(world: World, type: string): readonly Row[];
}

export const resources: GraphTable = {
  typesOf: perVersion((world) => {
    const types = new Set<string>();
    for (const { id } of world.all()) types.add(parseResourceId(id).type.toLowerCase());
    return types;
  }),
  rowsOf: byType((world, type) => {
    // Locks and other extensions have tables of their own in Azure.
    if (type === '' || type.startsWith('microsoft.authorization/')) return [];
    const tenants = tenantsOf(world);
    return world.list(type).flatMap((resource) => {
      const tenantId = tenants.get(placeOf(resource.id).subscriptionId.toLowerCase());
      return tenantId === undefined ? [] : [rowOf(world, resource, type, tenantId)];
    });
  }),
};

const subscriptionType = 'microsoft.resources/subscriptions';
const groupType = 'microsoft.resources/subscriptions/resourcegroups';

export const resourceContainers: GraphTable = {
  typesOf: () => [subscriptionType, groupType],
  rowsOf: byType((world, type) => {
    if (type === subscriptionType) return subscriptionRows(world);
    return type === groupType ? groupRows(world) : [];
  }),
};

function subscriptionRows(world: World): readonly Row[] {
  return world.subscriptions.map(({ subscriptionId, displayName, tenantId, state, tags }) => ({
    ...blank(`/subscriptions/${subscriptionId}`, displayName, subscriptionType, tenantId, subscriptionId),
    properties: { state },
    tags: tags ?? null,
  }));
}

/** The resource groups, seen from the resources in them. */
function groupRows(world: World): readonly Row[] {
  const tenants = tenantsOf(world);
  const groups = new Map<string, Row>();
  for (const { id, location = '' } of world.all()) {
    const { subscriptionId, resourceGroup: name } = placeOf(id);
    const key = `${subscriptionId}/${name}`.toLowerCase();
    const tenantId = tenants.get(subscriptionId.toLowerCase());
    if (name === '' || tenantId === undefined || groups.has(key)) continue;
    groups.set(key, {
      ...blank(`/subscriptions/${subscriptionId}/resourceGroups/${name}`, name, groupType, tenantId, subscriptionId),
      location,
      resourceGroup: name.toLowerCase(),
      properties: { provisioningState: 'Succeeded' },
    });
  }
  return [...groups.values()];
}

function byType(rowsOf: (world: World, type: string) => readonly Row[]): GraphTable['rowsOf'] {
  const known = perVersion(() => new Map<string, readonly Row[]>());
  return (world, type) => {
    const rows = known(world).get(type) ?? rowsOf(world, type);
    known(world).set(type, rows);
    return rows;
  };
}

function rowOf(world: World, resource: Resource, type: string, tenantId: string): Row {
  const { subscriptionId, resourceGroup } = placeOf(resource.id);
  const { kind, location, managedBy, sku, plan, tags, identity, zones, extendedLocation } = resource;
  return {
    id: resource.id,
    name: resource.name,
    type,
    tenantId,
    kind: kind ?? '',
    location: (location ?? '').replaceAll(' ', '').toLowerCase(),
    resourceGroup: resourceGroup.toLowerCase(),
    subscriptionId,
    managedBy: managedBy ?? '',
    sku: sku ?? null,
    plan: plan ?? null,
    properties: propertiesInGraph(world, resource, type),
    tags: tags ?? null,
    identity: identity ?? null,
    zones: zones ?? null,
    extendedLocation: extendedLocation ?? null,
  };
}

function blank(id: string, name: string, type: string, tenantId: string, subscriptionId: string): Row {
  const empty = Object.fromEntries(columns.map((column) => [column.name, column.type === 'string' ? '' : null]));
  return { ...empty, id, name, type, tenantId, subscriptionId };
}

function tenantsOf(world: World): ReadonlyMap<string, string> {
  return new Map(world.subscriptions.map(({ subscriptionId, tenantId }) => [subscriptionId.toLowerCase(), tenantId]));
}

/** As parseResourceId, for the two parts of an id that every row needs. */
function placeOf(id: string): { subscriptionId: string; resourceGroup: string } {
  const [, , subscriptionId = '', word = '', group = ''] = id.split('/', 5);
  return { subscriptionId, resourceGroup: word.toLowerCase() === 'resourcegroups' ? group : '' };
}
