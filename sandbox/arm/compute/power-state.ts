import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { type InstanceStatus, type InstanceView, instanceViewOf, isWindows, type PowerState } from './vm.ts';

/** What only a machine that has booted can tell; kept while the VM is off, so that a broken agent stays broken. */
const bootedNames = ['vmAgent', 'computerName', 'osName', 'osVersion'];
const keptWhileOff = new WeakMap<World, Map<string, Partial<InstanceView>>>();

/** Puts a power state into the world, with what comes and goes with it in the instance view. */
export function setPower(world: World, vmId: string, power: PowerState, nowMs: number): void {
  const vm = world.get(vmId);
  if (vm === undefined) return;
  const instanceView = viewIn(world, vm, power, nowMs);
  world.put({ ...vm, properties: { ...vm.properties, instanceView } });
}

function viewIn(world: World, vm: Resource, power: PowerState, nowMs: number): InstanceView {
  const view = instanceViewOf(vm);
  const others = (view.statuses ?? []).filter((each) => !/^PowerState\//i.test(each.code ?? ''));
  const provisioned: InstanceStatus = {
    code: 'ProvisioningState/succeeded',
    level: 'Info',
    displayStatus: 'Provisioning succeeded',
    time: new Date(nowMs).toISOString(),
  };
  const statuses = [...(others.length > 0 ? others : [provisioned]), powerStatus(power)];
  const kept = keptWhileOff.get(world) ?? new Map<string, Partial<InstanceView>>();
  keptWhileOff.set(world, kept);
  const key = vm.id.toLowerCase();
  if (power === 'deallocated') {
    kept.set(
      key,
      pick(view, (name) => bootedNames.includes(name)),
    );
    return { ...pick(view, (name) => !bootedNames.includes(name)), statuses };
  }
  if (power !== 'running') return { ...view, statuses };
  return { ...booted(vm, nowMs), ...kept.get(key), ...view, statuses };
}

function booted(vm: Resource, nowMs: number): InstanceView {
  const ready = { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Ready' };
  const windows = isWindows(vm);
  return {
    computerName: vm.name,
    ...(!windows && { osName: 'ubuntu', osVersion: '24.04' }),
    vmAgent: {
      vmAgentVersion: windows ? '2.7.41491.1149' : '2.12.0.4',
      statuses: [{ ...ready, message: 'Guest Agent is running', time: new Date(nowMs).toISOString() }],
      extensionHandlers: [],
    },
  };
}

function powerStatus(power: PowerState): InstanceStatus {
  return { code: `PowerState/${power}`, level: 'Info', displayStatus: `VM ${power}` };
}

function pick(view: InstanceView, wanted: (name: string) => boolean): InstanceView {
  return Object.fromEntries(Object.entries(view).filter(([name]) => wanted(name)));
}
