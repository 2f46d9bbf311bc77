import type { PlanRefusal } from '../actions/action.ts';
import { boundVm } from '../actions/bound-vm.ts';
import { refused, refusedUnread } from '../actions/plan-refusal.ts';
import { vmRunning } from '../checks/vm-running.ts';
import type { PowerState, VmFacts } from '../facts.ts';
import { code } from '../text/escape.ts';
import { apiVersions } from './api-versions.ts';
import type { Remediation } from './remediation.ts';
import { withoutProbe } from './without-probe.ts';

/** https://learn.microsoft.com/azure/virtual-machines/states-billing */
export const startVm: Remediation<'start-vm'> = {
  id: 'start-vm',
  title: 'Start the VM',
  portal: 'Overview › Start',
  doing: (vm) => `start ${vm}`,
  subject: (vm) => `start ${vm}`,
  asks: (vm) => `start ${vm}`,
  opensTo: false,
  timeBox: 'none',
  next: 'check again',
  permissions: ['Microsoft.Compute/virtualMachines/start/action'],
  plan({ facts }) {
    const vm = boundVm(facts, '');
    if ('kind' in vm) return vm;
    const obstacle = whyNot(facts);
    if (obstacle !== undefined) return obstacle;
    const says = `Start the virtual machine ${facts.vm.name}`;
    const path = `${facts.vm.id}/start`;
    const write = { method: 'POST', path, apiVersion: apiVersions.compute, says } as const;
    return { kind: 'planned', plan: { vm, writes: [write], undo: [] }, notes: notesOn(facts) };
  },
  verify: (facts, params) => vmRunning.evaluate(withoutProbe(facts, params)),
};

type Off = 'stopped' | 'deallocated';

const notNow: Readonly<Record<Exclude<PowerState, Off>, readonly [is: string, hint: string]>> = {
  running: ['is running already', 'There is nothing to start; check the connection again.'],
  starting: ['is starting already', 'Wait a minute, then check the connection again.'],
  stopping: ['is stopping at the moment', 'Wait until it has stopped, then ask again.'],
  deallocating: ['is being deallocated at the moment', 'Wait until that is over, then ask again.'],
  unknown: [
    'may run or not: Azure does not know',
    'Ask again in a minute; if it stays so, look at the VM in the portal.',
  ],
};

/** Azure refuses a start while it is at work on the VM; "failed" is what a start may mend. */
const atWork = new Set(['creating', 'updating', 'migrating']);

function whyNot({ vm, status }: VmFacts): PlanRefusal | undefined {
  if (status.kind === 'unreadable') return refusedUnread(status);
  if (status.power !== 'stopped' && status.power !== 'deallocated') {
    const [is, hint] = notNow[status.power];
    return refused(`${code(vm.name)} ${is}.`, hint);
  }
  if (!atWork.has(vm.provisioningState.toLowerCase())) return undefined;
  return refused(
    `Azure is changing ${code(vm.name)} right now: its provisioning state is ${code(vm.provisioningState)}.`,
    'Wait until that is over, then ask again.',
  );
}

function notesOn({ vm, status, nics }: VmFacts): string[] {
  const isDeallocated = status.kind === 'status' && status.power === 'deallocated';
  const publicIps = nics.flatMap((nic) =>
    nic.kind === 'nic' ? nic.ipConfigurations.map(({ publicIp }) => publicIp) : [],
  );
  const dynamic = publicIps.flatMap((ip) => (ip?.kind === 'public-ip' && ip.allocation === 'Dynamic' ? [ip] : []));
  return [
    isDeallocated
      ? 'From then on its computing time is billed again, until somebody deallocates it.'
      : 'It is billed already: it is stopped, but not deallocated.',
    ...(isDeallocated
      ? dynamic.map(
          ({ name }) => `Its public IP ${code(name)} is dynamic: Azure assigns an address anew, probably another one.`,
        )
      : []),
    ...(isDeallocated ? ['If Azure has no capacity for its size there, it stays off and the request fails.'] : []),
    ...(/^failed/i.test(vm.provisioningState) ? ["Azure's last change of it failed, and so may this one."] : []),
  ];
}
