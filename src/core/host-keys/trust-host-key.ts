import type { Action, HostKeyParams, PlanRefusal } from '../actions/action.ts';
import { boundVm } from '../actions/bound-vm.ts';
import { refused } from '../actions/plan-refusal.ts';
import { upperFirst } from '../checks/sentences.ts';
import type { VmFacts } from '../facts.ts';
import { code } from '../text/escape.ts';
import { proofWords } from './reading-remarks.ts';

/** Pins the host keys that were read through Azure: the bot compares with them before it logs in, and people can as well. */
export const trustHostKey: Action<'trust-host-key'> = {
  id: 'trust-host-key',
  title: 'Trust the host keys',
  doing: (vm) => `have the host keys of ${vm} trusted`,
  subject: (vm) => `host keys of ${vm}`,
  asks: (vm, { hostKeys }) =>
    hostKeys !== undefined && hostKeys.replaces.length > 0
      ? `trust other host keys of ${vm} than until now`
      : `trust the host keys of ${vm}`,
  opensTo: false,
  timeBox: 'none',
  permissions: ['Microsoft.Compute/virtualMachines/runCommand/action'],
  plan({ facts, params: { hostKeys } }) {
    if (hostKeys === undefined || hostKeys.keys.length === 0)
      throw new Error('Host keys to trust are said in the request');
    const vm = boundVm(facts, '');
    if ('kind' in vm) return vm;
    const obstacle = whyNot(facts, hostKeys);
    if (obstacle !== undefined) return obstacle;
    const { keys, replaces, remarks } = hostKeys;
    const act = { kind: 'pin', keys, replaces } as const;
    return { kind: 'planned', plan: { vm, writes: [], undo: [], act }, notes: [proofWords, ...remarks] };
  },
};

/** Nobody approves what does not fit on the card. */
const mostKeys = 8;

function whyNot({ vm }: VmFacts, { machineId, keys, replaces, server }: HostKeyParams): PlanRefusal | undefined {
  const again = `type ${code(`/vm fingerprint ${vm.name}`)} and ask with what it shows then.`;
  if (vm.vmId.toLowerCase() !== machineId.toLowerCase())
    return refused(
      `${code(vm.name)} was made anew since its host keys were read: it is another machine.`,
      upperFirst(again),
    );
  if (keys.length > mostKeys)
    return refused(
      `${code(vm.name)} has ${keys.length} host keys, more than an approver could compare.`,
      'Take those out of its SSH configuration that nobody needs.',
    );
  if (replaces.length === 0 || server === 'agrees') return undefined;
  const problem = `Other host keys of ${code(vm.name)} were approved before, and are replaced only if the server shows the same new ones as Azure tells`;
  return server === 'disagrees'
    ? refused(`${problem}: it shows others.`, 'Find out what answers at its address before anybody connects.')
    : refused(`${problem}: the bot could not see what it shows.`, `Let the bot reach its SSH port, then ${again}`);
}
