import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { ArmFailure, type ArmReply, type ArmRequest, resourceNotFound } from '../route.ts';
import { upperGroup } from './upper-group.ts';
import { instanceViewOf, vmType } from './vm.ts';
import { withoutSecrets } from './without-secrets.ts';

export const extensionType = `${vmType}/extensions`;

/** The extensions of a VM: resources of their own, or those that an exported VM carries in `resources`. */
export function extensionsOf(vm: Resource, world: World): Resource[] {
  const prefix = `${vm.id}/extensions/`.toLowerCase();
  const own = world.list(extensionType).filter((each) => each.id.toLowerCase().startsWith(prefix));
  const carried = Array.isArray(vm.resources) ? (vm.resources as Resource[]) : [];
  const known = new Set(own.map((each) => each.id.toLowerCase()));
  return [...own, ...carried.filter((each) => typeof each.id === 'string' && !known.has(each.id.toLowerCase()))];
}

export function extensionView(extension: Resource): Resource {
  const { instanceView: _, ...properties } = extension.properties ?? {};
  const open = withoutSecrets(properties) as Resource['properties'];
  return { ...extension, id: upperGroup(extension.id), properties: open };
}

export function listExtensions(request: ArmRequest, world: World): ArmReply {
  return { status: 200, body: { value: extensionsOf(parentOf(request, world), world).map(extensionView) } };
}

export function getExtension(request: ArmRequest, world: World): ArmReply {
  const vm = parentOf(request, world);
  const { rg = '', extension: name = '' } = request.params;
  const found = extensionsOf(vm, world).find((each) => each.id.toLowerCase().endsWith(`/${name.toLowerCase()}`));
  if (found === undefined) throw resourceNotFound(extensionType, `${vm.name}/${name}`, rg);
  const view = extensionView(found);
  if (request.query('$expand')?.toLowerCase() !== 'instanceview') return { status: 200, body: view };
  const running = (instanceViewOf(vm).extensions ?? []) as readonly { readonly name?: string }[];
  const instanceView =
    found.properties?.instanceView ?? running.find((each) => each.name?.toLowerCase() === name.toLowerCase());
  return { status: 200, body: { ...view, properties: { ...view.properties, instanceView } } };
}

export function parentOf(request: ArmRequest, world: World): Resource {
  const { sub = '', rg = '', vm: name = '' } = request.params;
  const vm = world.get(`/subscriptions/${sub}/resourceGroups/${rg}/providers/${vmType}/${name}`);
  if (vm !== undefined) return vm;
  const message = `Can not perform requested operation on nested resource. Parent resource '${name}' not found.`;
  throw new ArmFailure(404, 'ParentResourceNotFound', message, { headers: { 'x-ms-failure-cause': 'gateway' } });
}
