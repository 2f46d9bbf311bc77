import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { type ArmContext, ArmFailure, type ArmReply, type ArmRequest } from '../route.ts';
import { assignDynamicAddresses, dropDynamicAddresses } from './dynamic-addresses.ts';
import { setPower } from './power-state.ts';
import { type PowerState, powerOf, vmOf } from './vm.ts';

interface Change {
  readonly name: string;
  readonly during: PowerState;
  readonly after: PowerState;
  /** States in which there is nothing to do. */
  readonly already: readonly string[];
  readonly finish?: (world: World, vm: Resource) => void;
}

/** The change that is under way for each VM, by its id in lower case. */
const underWay = new WeakMap<World, Map<string, string>>();

export function start(request: ArmRequest, context: ArmContext): ArmReply {
  const finish = assignDynamicAddresses;
  return change(request, context, {
    name: 'start',
    during: 'starting',
    after: 'running',
    already: ['running'],
    finish,
  });
}

export function powerOff(request: ArmRequest, context: ArmContext): ArmReply {
  const already = ['stopped', 'deallocated'];
  return change(request, context, { name: 'powerOff', during: 'stopping', after: 'stopped', already });
}

export function deallocate(request: ArmRequest, context: ArmContext): ArmReply {
  return change(request, context, {
    name: 'deallocate',
    during: 'deallocating',
    after: 'deallocated',
    already: ['deallocated'],
    finish: dropDynamicAddresses,
  });
}

/** @throws ArmFailure 409 when the VM is not running */
export function restart(request: ArmRequest, context: ArmContext): ArmReply {
  const vm = vmOf(request, context.world);
  if (powerOf(vm) !== 'running') {
    const message = `Operation 'restart' is not allowed on VM '${vm.name}' since the VM is not running.`;
    throw new ArmFailure(409, 'OperationNotAllowed', message);
  }
  return change(request, context, { name: 'restart', during: 'starting', after: 'running', already: [] });
}

function change(request: ArmRequest, context: ArmContext, { name, during, after, already, finish }: Change): ArmReply {
  const { world, clock } = context;
  const vm = vmOf(request, world);
  const busy = underWay.get(world) ?? new Map<string, string>();
  underWay.set(world, busy);
  const key = vm.id.toLowerCase();
  const before = powerOf(vm) as PowerState | undefined;
  const other = busy.get(key);
  if (other !== undefined && other !== name) {
    const message = `Operation '${name}' is not allowed on VM '${vm.name}' since another operation is in progress.`;
    throw new ArmFailure(409, 'OperationNotAllowed', message);
  }
  // Who asks for what is under way waits for the same end; what is undone when it fails is the first one's affair.
  const idle = other === name || (before !== undefined && already.includes(before));
  if (!idle) {
    busy.set(key, name);
    setPower(world, vm.id, during, clock.now());
  }
  const headers = context.operations.start(request, {
    style: 'compute',
    location: vm.location ?? 'eastus',
    subscriptionId: request.params.sub ?? '',
    async work() {
      if (idle) return;
      busy.delete(key);
      setPower(world, vm.id, after, clock.now());
      finish?.(world, vm);
    },
    abandon() {
      if (idle) return;
      busy.delete(key);
      setPower(world, vm.id, before ?? 'running', clock.now());
    },
  });
  return { status: 202, headers };
}
