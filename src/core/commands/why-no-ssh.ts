import type { PlanRefusal } from '../actions/action.ts';
import { refused } from '../actions/plan-refusal.ts';
import type { VmFacts } from '../facts.ts';
import { code } from '../text/escape.ts';

/** Why nobody logs in over SSH on this VM now, whatever its host keys are; undefined: nothing that Azure knows speaks against it. */
export function whyNoSsh({ vm, status }: Pick<VmFacts, 'vm' | 'status'>): PlanRefusal | undefined {
  if (vm.os === 'Windows') return refused(`${code(vm.name)} runs Windows.`, 'Commands are run on Linux VMs only.');
  if (status.kind === 'unreadable' || status.power === 'running' || status.power === 'unknown') return undefined;
  return refused(
    `${code(vm.name)} is not running.`,
    `Start it first: ${code(`/vm connect-check ${vm.name}`)} offers that.`,
  );
}
