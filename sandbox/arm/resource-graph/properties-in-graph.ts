import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { withoutSecrets } from '../compute/without-secrets.ts';
import { bodyOf } from '../network/body-of.ts';
import { asObject, asObjects, type JsonObject } from '../network/json.ts';

/** What Resource Graph holds of a resource's properties: what GET shows, nothing that it shows on request only, and a VM's power state. */
export function propertiesInGraph(world: World, resource: Resource, type: string): JsonObject {
  if (type.startsWith('microsoft.network/')) return asObject(bodyOf(world, resource).properties);
  if (!type.startsWith('microsoft.compute/')) return resource.properties;
  const { instanceView, ...shown } = asObject(withoutSecrets(resource.properties));
  if (instanceView === undefined) return shown;
  return { ...shown, extended: { instanceView: extendedView(asObject(instanceView)) } };
}

function extendedView({ statuses, computerName, osName, osVersion, hyperVGeneration }: JsonObject): JsonObject {
  const power = asObjects(statuses).find((status) => String(status.code).toLowerCase().startsWith('powerstate/'));
  return {
    ...(computerName !== undefined && { computerName }),
    ...(osName !== undefined && { osName }),
    ...(osVersion !== undefined && { osVersion }),
    ...(hyperVGeneration !== undefined && { hyperVGeneration }),
    ...(power !== undefined && { powerState: { code: power.code, displayStatus: power.displayStatus, level: 'Info' } }),
  };
}
