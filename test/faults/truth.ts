import { deliver } from '../../sandbox/internet/packet.ts';
import type { Resource } from '../../sandbox/world/schema.ts';
import type { World } from '../../sandbox/world/world.ts';
import type { VmRequest } from '../../src/core/requests/request.ts';
import { idsOf } from '../worlds/machine.ts';

/** What is wrong with what a request says, seen from the pretend Azure itself: a sentence, or undefined where it is true. */
export function untruth(request: VmRequest, world: World): string | undefined {
  const { state, id, vm, remediation, extends: prolongs } = request;
  const left = prolongs === undefined ? leftBehind(id, world) : [];
  const reaches = isReached(request, world);
  switch (state) {
    case 'failed':
      if (left.length > 0) return `it says failed, and there is still ${left.join(', ')}`;
      return remediation === 'start-vm' && isRunning(vm.name, world) ? 'it says failed, and the VM runs' : undefined;
    case 'closed':
      if (left.length > 0) return `it says closed, and there is still ${left.join(', ')}`;
      return reaches ? 'it says closed, and the caller gets through' : undefined;
    case 'active':
      return remediation === 'associate-public-ip'
        ? undefined
        : reaches
          ? undefined
          : 'it says open, and nobody gets through';
    case 'succeeded':
      if (remediation === 'start-vm')
        return isRunning(vm.name, world) ? undefined : 'it says started, and it does not run';
      if (remediation === 'associate-public-ip')
        return addressOf(vm.name, world) === undefined ? 'it says done, and there is no address' : undefined;
      return undefined;
    default:
      return undefined;
  }
}

/** What a request made and what is still there; of a group that stays only the rule counts, once it is closed. */
function leftBehind(id: string, world: World): string[] {
  return [...world.all()].flatMap((resource) => [
    ...(isTemporary(resource, id) ? [resource.name] : []),
    ...rulesOf(resource)
      .filter(({ description, access }) => description.includes(`request ${id},`) && access === 'Allow')
      .map(({ name }) => `${name} in ${resource.name}`),
  ]);
}

function isTemporary({ tags }: Resource, id: string): boolean {
  const seal = tags?.drawbridge ?? '';
  return seal.includes(`request ${id},`) && !seal.includes('stays');
}

function rulesOf({ properties }: Resource): { name: string; description: string; access: string }[] {
  const rules = (properties.securityRules ?? []) as { name: string; properties: Record<string, unknown> }[];
  return rules.map(({ name, properties: { description, access } }) => ({
    name,
    description: String(description ?? ''),
    access: String(access),
  }));
}

function isReached({ vm, params: { from, port } }: VmRequest, world: World): boolean {
  const address = addressOf(vm.name, world);
  if (address === undefined) return false;
  return deliver(world, { source: from, destination: address, port }).kind !== 'dropped';
}

function addressOf(vm: string, world: World): string | undefined {
  const nic = world.get(idsOf(vm).nic)?.properties as
    | { ipConfigurations?: { properties?: { publicIPAddress?: { id: string } } }[] }
    | undefined;
  const id = nic?.ipConfigurations?.[0]?.properties?.publicIPAddress?.id;
  const address = id === undefined ? undefined : world.get(id)?.properties.ipAddress;
  return typeof address === 'string' ? address : undefined;
}

function isRunning(vm: string, world: World): boolean {
  return JSON.stringify(world.get(idsOf(vm).vm)?.properties.instanceView ?? {}).includes('PowerState/running');
}
