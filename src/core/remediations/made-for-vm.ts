import type { Edit, Hole, PlannedWrite } from '../actions/plan.ts';
import type { Json } from '../canonical-json.ts';
import type { Vm } from '../facts.ts';
import { apiVersions } from './api-versions.ts';
import { sealTag } from './seal.ts';

/** Where a resource of Microsoft.Network goes that is made for a VM: beside it, so that who may see the one sees the other. */
export function idBeside(vm: Vm, type: 'publicIPAddresses' | 'networkSecurityGroups', name: string): string {
  return `/subscriptions/${vm.subscriptionId}/resourceGroups/${vm.resourceGroup}/providers/Microsoft.Network/${type}/${name}`;
}

/** The write of one, with a tag that proves whose it is. @param stays whether it outlives the request */
export function putBeside(
  vm: Vm,
  id: string,
  stays: boolean,
  parts: { readonly [key: string]: Json },
  says: string,
): PlannedWrite {
  const seal: Hole = stays ? { $hole: 'seal', stays } : { $hole: 'seal' };
  const body = { location: vm.location, tags: { [sealTag]: { ...seal } }, ...parts };
  return { method: 'PUT', path: id, apiVersion: apiVersions.network, body, says };
}

/** The edit of something that others own as well. */
export function editOf(id: string, edit: Edit, says: string): PlannedWrite {
  return { method: 'PUT', path: id, apiVersion: apiVersions.network, edits: [edit], says };
}
