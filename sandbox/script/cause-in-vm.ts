import { randomUUID } from 'node:crypto';
import type { Fleet } from '../vm/fleet.ts';
import { parseResourceId } from '../world/resource-id.ts';
import type { Resource } from '../world/schema.ts';
import type { World } from '../world/world.ts';

/** Something that happens to a VM without the bot. */
export type VmEvent =
  | { readonly kind: 'rotate-host-keys' | 'stop-sshd' | 'start-sshd' | 're-create' }
  /** A line of shell, as root. */
  | { readonly kind: 'run'; readonly line: string };

interface Stage {
  readonly world: World;
  readonly fleet: Pick<Fleet, 'runShellScript'>;
}

const scripts = {
  'rotate-host-keys': 'rm -f /etc/ssh/ssh_host_* && ssh-keygen -A && systemctl restart ssh',
  'stop-sshd': 'systemctl stop ssh',
  'start-sshd': 'systemctl start ssh',
} as const;

/** Longer than any script of a story takes on a clock that stands still. */
const patienceMs = 60_000;

/**
 * Has it happen to the VM of this name, of `group/name` where several have the name, or of this id.
 * @returns what a line of shell printed
 * @throws Error with a sentence where there is no such VM, or nothing in it runs a shell
 */
export async function causeInVm({ world, fleet }: Stage, name: string, event: VmEvent): Promise<readonly string[]> {
  const vm = findVm(world, name);
  if (event.kind === 're-create') {
    reCreate(world, vm);
    return [];
  }
  const script = event.kind === 'run' ? event.line : scripts[event.kind];
  const { stdout, stderr } = await fleet.runShellScript(vm.id, script, AbortSignal.timeout(patienceMs));
  return event.kind === 'run' ? `${stdout}${stderr}`.split('\n').filter((line) => line !== '') : [];
}

/** Deleted and made anew under its name: another vmId, an empty disk, other host keys. The addresses stay. */
function reCreate(world: World, vm: Resource): void {
  const under = `${vm.id}/`.toLowerCase();
  for (const { id } of [...world.all()].filter((each) => each.id.toLowerCase().startsWith(under))) world.delete(id);
  world.put({ ...vm, properties: { ...vm.properties, vmId: nextVmId(vm) } });
}

/** The same in every run of a story, and another one each time. */
function nextVmId(vm: Resource): string {
  const before = typeof vm.properties.vmId === 'string' ? vm.properties.vmId : randomUUID();
  const serial = (Number.parseInt(before.slice(-12), 16) || 0) + 1;
  return `${before.slice(0, -12)}${(serial % 0xffffffffffff).toString(16).padStart(12, '0')}`;
}

function findVm(world: World, name: string): Resource {
  const byId = world.get(name);
  if (byId !== undefined) return byId;
  const [vmName = '', group] = name.toLowerCase().split('/').reverse();
  const found = world.list('Microsoft.Compute/virtualMachines').filter((vm) => {
    const inGroup = group === undefined || vm.id.toLowerCase().includes(`/resourcegroups/${group}/`);
    return inGroup && parseResourceId(vm.id).name.toLowerCase() === vmName;
  });
  const [vm, other] = found;
  if (vm === undefined) throw new Error(`there is no VM called ${name}`);
  if (other !== undefined) throw new Error(`several VMs are called ${name}: say GROUP/${name}`);
  return vm;
}
