import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { type ArmRequest, resourceNotFound } from '../route.ts';

export const vmType = 'Microsoft.Compute/virtualMachines';

export interface InstanceStatus {
  readonly code?: string;
  readonly level?: string;
  readonly displayStatus?: string;
  readonly message?: string;
  readonly time?: string;
}

export interface InstanceView {
  readonly statuses?: readonly InstanceStatus[];
  readonly vmAgent?: { readonly statuses?: readonly InstanceStatus[]; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

export type PowerState = 'running' | 'starting' | 'stopping' | 'stopped' | 'deallocating' | 'deallocated';

/** @throws ArmFailure 404 when the path names no VM */
export function vmOf(request: ArmRequest, world: World): Resource {
  const { sub = '', rg = '', vm: name = '' } = request.params;
  const vm = world.get(`/subscriptions/${sub}/resourceGroups/${rg}/providers/${vmType}/${name}`);
  if (vm === undefined) throw resourceNotFound(vmType, name, rg);
  return vm;
}

export function instanceViewOf(vm: Resource): InstanceView {
  return (vm.properties.instanceView as InstanceView | undefined) ?? {};
}

/** The part of the `PowerState/` code behind the slash, in lower case; undefined where the world does not tell. */
export function powerOf(vm: Resource): string | undefined {
  const code = instanceViewOf(vm).statuses?.find((each) => /^PowerState\//i.test(each.code ?? ''))?.code;
  return code?.slice('PowerState/'.length).toLowerCase();
}

export function isWindows(vm: Resource): boolean {
  const storage = vm.properties.storageProfile as { osDisk?: { osType?: string } } | undefined;
  return storage?.osDisk?.osType?.toLowerCase() === 'windows';
}
