import type { PlanRefusal } from '../actions/action.ts';
import { refused, refusedUnread } from '../actions/plan-refusal.ts';
import type { PowerState, Vm, VmFacts, VmStatus } from '../facts.ts';
import { code, inert } from '../text/escape.ts';

/**
 * Why no script can be run on the VM now, and what to do about it; undefined where one can. Run Command goes through the
 * VM's own agent, and Azure tells of most of this only after minutes.
 * https://learn.microsoft.com/azure/virtual-machines/linux/run-command
 */
export function preflight({ vm, status }: VmFacts): PlanRefusal | undefined {
  return noLinux(vm) ?? gone(vm) ?? unread(vm, status) ?? notReady(vm, status);
}

function noLinux({ os, name }: Vm): PlanRefusal | undefined {
  switch (os) {
    case 'Linux':
      return undefined;
    case 'Windows':
      return refused(
        `${code(name)} runs Windows, and this is for Linux VMs.`,
        'Connect to it with Remote Desktop or Azure Bastion.',
      );
    case 'unknown':
      return refused(
        `Azure does not say whether ${code(name)} runs Linux: its disk names no operating system.`,
        'Look it up in the portal, on the Overview page of the VM.',
      );
  }
}

function gone({ name, provisioningState }: Vm): PlanRefusal | undefined {
  if (provisioningState.toLowerCase() !== 'deleting') return undefined;
  return refused(`${code(name)} is being deleted.`, 'Ask whoever deletes it; it cannot be used any more.');
}

function unread({ name }: Vm, status: VmFacts['status']): PlanRefusal | undefined {
  if (status.kind === 'status') return undefined;
  const { hint, ...refusal } = refusedUnread(status);
  const because = inert(status.because).replace(/\.$/, '');
  return {
    ...refusal,
    problem: `Whether ${code(name)} runs, and its agent with it, could not be read: ${because}.`,
    hint,
  };
}

function notReady(vm: Vm, status: VmFacts['status']): PlanRefusal | undefined {
  if (status.kind === 'unreadable') return undefined;
  return notRunning(vm, status.power) ?? notProvisioned(vm, status) ?? noAgent(vm, status.agent) ?? atWork(vm, status);
}

const power: Readonly<Record<Exclude<PowerState, 'running'>, string>> = {
  starting: 'is still starting',
  stopping: 'is stopping',
  stopped: 'is stopped',
  deallocating: 'is being deallocated',
  deallocated: 'is stopped and deallocated',
  unknown: 'may run or not: Azure does not know',
};

function notRunning({ name }: Vm, state: PowerState): PlanRefusal | undefined {
  if (state === 'running') return undefined;
  const problem = `${code(name)} ${power[state]}, and a script needs a running VM.`;
  if (state === 'starting') return passing(problem, 'Wait a minute, then try again.');
  if (state === 'unknown')
    return passing(problem, 'Try again in a minute; if it stays so, look at the VM in the portal.');
  const first = state === 'stopped' || state === 'deallocated' ? 'Start it' : 'Start it once it has stopped';
  return refused(problem, `${first}: ${code(`/vm connect-check ${name}`)} offers that.`);
}

/** Both words are Azure's; the instance view's says more. */
function notProvisioned({ name, provisioningState }: Vm, { provisioning }: VmStatus): PlanRefusal | undefined {
  const states = [provisioning, provisioningState].map((state) => state.toLowerCase());
  const odd = states.find((state) => state !== 'succeeded' && state !== '');
  if (odd === undefined) return undefined;
  if (odd === 'unknown')
    return passing(`Azure does not tell whether ${code(name)} is set up.`, 'Try again in a minute.');
  if (/^(failed|canceled)\b/.test(odd))
    return refused(
      `Azure's last change of ${code(name)} did not succeed: its provisioning state is ${code(odd)}.`,
      `Look at it in the portal, under Activity log; ${code('az vm reapply')} often mends it.`,
    );
  return passing(
    `Azure is changing ${code(name)} right now: its provisioning state is ${code(odd)}.`,
    'Wait until that is over, then try again.',
  );
}

function noAgent({ name }: Vm, { state, message }: VmStatus['agent']): PlanRefusal | undefined {
  if (state === 'ready') return undefined;
  const reported = message === undefined || message === '' ? '' : ` (Azure says: ${inert(message).replace(/\.$/, '')})`;
  const problem =
    state === 'absent'
      ? `No VM agent reports from ${code(name)}, and scripts are run by it`
      : `The VM agent of ${code(name)} is not ready, and scripts are run by it${reported}`;
  return refused(
    `${problem}.`,
    'After a start it takes some minutes; else restart `walinuxagent` (or `waagent`) on the VM, by the serial console if need be, and see that it reaches Azure over HTTPS.',
  );
}

/** An extension that failed does not keep the agent from running a script; one that is being installed does. */
function atWork({ name }: Vm, { extensions = [] }: VmStatus): PlanRefusal | undefined {
  const busy = extensions.find(({ state }) => !/^(succeeded|failed|canceled|unknown)\b/.test(state));
  if (busy === undefined) return undefined;
  return passing(
    `The agent of ${code(name)} is busy with the extension ${code(busy.name)}, and does one thing at a time.`,
    'Wait a minute, then try again.',
  );
}

function passing(problem: string, hint: string): PlanRefusal {
  return { ...refused(problem, hint), passing: true };
}
