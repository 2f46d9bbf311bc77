import { deliver } from '../../sandbox/internet/packet.ts';
import type { Resource } from '../../sandbox/world/schema.ts';
import type { World } from '../../sandbox/world/world.ts';
import type { RequestState, VmRequest } from '../../src/core/requests/request.ts';
import { idsOf } from '../worlds/machine.ts';

type Look = (request: VmRequest, world: World) => string | undefined;

/** What is wrong with what a request says, seen from the pretend Azure itself: a sentence, or undefined where it is true. */
export const untruth: Look = (request, world) => looks[request.state]?.(request, world);

const looks: Partial<Readonly<Record<RequestState, Look>>> = {
  failed(request, world) {
    const left = leftBehind(request, world, 'everything');
    if (left.length > 0) return `it says failed, and there is still ${left.join(', ')}`;
    const runs = request.action === 'start-vm' && isRunning(request.vm.name, world);
    return runs ? 'it says failed, and the VM runs' : undefined;
  },
  closed(request, world) {
    const left = leftBehind(request, world, request.openedAtMs === undefined ? 'everything' : 'what ends');
    if (left.length > 0) return `it says closed, and there is still ${left.join(', ')}`;
    return isReached(request, world) ? 'it says closed, and the caller gets through' : undefined;
  },
  active(request, world) {
    if (request.action === 'associate-public-ip') return withoutAddress(request, world);
    return isReached(request, world) ? undefined : 'it says open, and nobody gets through';
  },
  succeeded(request, world) {
    if (request.action === 'associate-public-ip') return withoutAddress(request, world);
    const stands = request.action === 'start-vm' && !isRunning(request.vm.name, world);
    return stands ? 'it says started, and the VM does not run' : undefined;
  },
};

const withoutAddress: Look = ({ vm }, world) =>
  addressOf(vm.name, world) === undefined ? 'it says associated, and there is no address' : undefined;

/** What a request made and what is still there. What prolongs a grant makes nothing of its own. */
function leftBehind({ id }: VmRequest, world: World, what: 'everything' | 'what ends'): string[] {
  return [...world.all()].flatMap((resource) => [
    ...(isMadeBy(resource, id, what) ? [resource.name] : []),
    ...rulesOf(resource)
      .filter(({ description, access }) => description.includes(`request ${id},`) && access === 'Allow')
      .map(({ name }) => `${name} in ${resource.name}`),
  ]);
}

function isMadeBy({ tags }: Resource, id: string, what: 'everything' | 'what ends'): boolean {
  const seal = tags?.drawbridge ?? '';
  return seal.includes(`request ${id},`) && (what === 'everything' || !seal.includes('stays'));
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
