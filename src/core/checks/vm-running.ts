import type { PowerState, Vm } from '../facts.ts';
import { code, inert } from '../text/escape.ts';
import { azCommand } from './az-command.ts';
import type { Check, Outcome } from './check.ts';
import { unknownOutcome } from './sentences.ts';

/** https://learn.microsoft.com/azure/virtual-machines/states-billing */
const stopped: Readonly<
  Record<Exclude<PowerState, 'running' | 'starting' | 'unknown'>, readonly [is: string, todo: string]>
> = {
  stopped: ['is stopped, and still billed', 'Start the VM.'],
  deallocated: ['is stopped and deallocated', 'Start the VM.'],
  stopping: ['is stopping', 'Wait until it has stopped, then start it.'],
  deallocating: ['is being deallocated', 'Wait until it has stopped, then start it.'],
};

export const vmRunning: Check = {
  id: 'vm-running',
  title: 'The VM is running',
  evaluate({ facts: { vm, status } }) {
    const state = vm.provisioningState.toLowerCase();
    if (state === 'deleting')
      return notThere(vm, 'is being deleted', 'Ask whoever deletes it; it cannot be used any more.');
    if (status.kind === 'unreadable') return unknownOutcome(`Whether ${code(vm.name)} runs could not be read`, status);
    if (state === 'creating' && status.power !== 'running') {
      return notThere(vm, 'is still being created', 'Wait a minute, then check again.');
    }
    switch (status.power) {
      case 'running':
        return running(vm, status.provisioning);
      case 'starting':
        return notThere(vm, 'is starting', 'Wait a minute, then check again.');
      case 'unknown':
        return {
          status: 'unknown',
          summary: `Azure does not know whether ${code(vm.name)} runs`,
          because: `${powerWords(status.powerWord)}; its provisioning state is ${code(vm.provisioningState)}.`,
          todo: 'Check again in a minute; if it stays so, look at the VM in the portal.',
        };
      default: {
        const [is, todo] = stopped[status.power];
        return { ...notThere(vm, is, todo), fix: 'start-vm', command: startCommand(vm) };
      }
    }
  },
};

function powerWords(word: string | undefined): string {
  return word === undefined
    ? "The VM's instance view does not tell its power state"
    : `Azure calls its power state ${code(word)}, which is not known here`;
}

function running(vm: Vm, provisioning: string): Outcome {
  const states = [vm.provisioningState.toLowerCase(), provisioning.toLowerCase()];
  const summary = `${code(vm.name)} is running`;
  if (states.some((state) => state.startsWith('failed'))) {
    const reason = states.find((state) => state.startsWith('failed/')) ?? 'failed';
    return {
      status: 'warn',
      summary: `${summary}, but Azure's last change of it failed`,
      because: `Its provisioning state is ${code(reason)}.`,
      todo: 'If you cannot connect, look at the VM in the portal, under Activity log.',
    };
  }
  if (states.some((state) => state.startsWith('canceled'))) {
    return {
      status: 'warn',
      summary: `${summary}, but Azure's last change of it was broken off`,
      because: `Its provisioning state is ${code('canceled')}.`,
      todo: 'If you cannot connect, look at the VM in the portal, under Activity log.',
    };
  }
  const changing = states.find((state) => ['updating', 'creating', 'migrating'].includes(state));
  if (changing === undefined) return { status: 'pass', summary };
  return {
    status: 'warn',
    summary: `${summary}, and Azure is changing it right now`,
    because: `Its provisioning state is ${inert(changing)}.`,
    todo: 'If you cannot connect, wait a minute and check again.',
  };
}

function notThere(vm: Vm, is: string, todo: string): Outcome {
  return { status: 'fail', summary: `${code(vm.name)} ${is}`, because: 'SSH needs a running VM.', todo };
}

function startCommand(vm: Vm): string {
  return azCommand('vm start', { subscription: vm.subscriptionId, 'resource-group': vm.resourceGroup, name: vm.name });
}
