import { withoutAdminRules } from '../network/admin-rules.ts';
import { asObject, asObjects, type JsonObject } from '../network/json.ts';

/** What Resource Graph holds of a resource's properties: nothing that GET shows on request only, but a VM's power state. */
export function propertiesInGraph(type: string, properties: JsonObject): JsonObject {
  if (type === 'microsoft.network/virtualnetworks') return withoutAdminRules(properties);
  if (type !== 'microsoft.compute/virtualmachines' || properties.instanceView === undefined) return properties;
  const { instanceView, ...shown } = properties;
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
