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

/** Resources by type, in lower case. Locks and other extensions have tables of their own in Azure. */
export const resourceRows = perVersion((world): ReadonlyMap<string, readonly Row[]> => {
  const tenants = tenantsOf(world);
  const byType = new Map<string, Row[]>();
  for (const resource of world.all()) {
    const type = parseResourceId(resource.id).type.toLowerCase();
    const tenantId = tenants.get(subscriptionOf(resource.id));
    if (type === '' || type.startsWith('microsoft.authorization/') || tenantId === undefined) continue;
    const rows = byType.get(type) ?? [];
    rows.push(rowOf(resource, type, tenantId));
    byType.set(type, rows);
  }
  return byType;
});

/** Subscriptions and resource groups, by type. */
export const containerRows = perVersion((world): ReadonlyMap<string, readonly Row[]> => {
  const tenants = tenantsOf(world);
  const groups = new Map<string, Row>();
  for (const { id, location = '' } of world.all()) {
    const { subscriptionId, resourceGroup: name } = parseResourceId(id);
    const tenantId = tenants.get(subscriptionId.toLowerCase());
    const key = `${subscriptionId}/${name}`.toLowerCase();
    if (name === '' || tenantId === undefined || groups.has(key)) continue;
    groups.set(key, {
      ...blank(`/subscriptions/${subscriptionId}/resourceGroups/${name}`, name, groupType, tenantId, subscriptionId),
      location,
      resourceGroup: name.toLowerCase(),
      properties: { provisioningState: 'Succeeded' },
    });
  }
  const subscriptions = world.subscriptions.map(({ subscriptionId, displayName, tenantId, state, tags }) => ({
    ...blank(`/subscriptions/${subscriptionId}`, displayName, subscriptionType, tenantId, subscriptionId),
    properties: { state },
    tags: tags ?? null,
  }));
  return new Map<string, readonly Row[]>([
    [subscriptionType, subscriptions],
    [groupType, [...groups.values()]],
  ]);
});

const subscriptionType = 'microsoft.resources/subscriptions';
const groupType = 'microsoft.resources/subscriptions/resourcegroups';

function rowOf(resource: Resource, type: string, tenantId: string): Row {
  const { subscriptionId, resourceGroup } = parseResourceId(resource.id);
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
    properties: propertiesInGraph(type, resource.properties),
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

function subscriptionOf(id: string): string {
  return id.split('/', 3)[2]?.toLowerCase() ?? '';
}
