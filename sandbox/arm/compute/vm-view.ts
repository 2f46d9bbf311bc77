import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { extensionsOf, extensionView } from './extensions.ts';
import { upperGroup } from './upper-group.ts';
import { instanceViewOf } from './vm.ts';
import { withoutSecrets } from './without-secrets.ts';

type Extensions = 'ids' | 'whole';

interface VmViewOptions {
  readonly instanceView: boolean;
  /** Lists carry only the ids of extensions. */
  readonly extensions: Extensions;
}

/** A VM as Compute answers with it: resource group in upper case, instance view on demand, no secrets. */
export function vmView(vm: Resource, world: World, options: VmViewOptions): Resource {
  const { instanceView: _, ...properties } = vm.properties;
  const extensions = extensionsOf(vm, world);
  const resources = options.extensions === 'ids' ? extensions.map(({ id }) => ({ id })) : extensions.map(extensionView);
  return {
    ...vm,
    id: upperGroup(vm.id),
    properties: {
      ...(withoutSecrets(properties) as Resource['properties']),
      ...(options.instanceView && { instanceView: instanceViewOf(vm) }),
    },
    ...(resources.length > 0 && { resources }),
  };
}
