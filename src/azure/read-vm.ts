import type { VirtualMachine } from '@azure/arm-compute';
import type { Unreadable, VmStatus } from '../core/facts.ts';
import { BotError } from '../errors.ts';
import type { Clients } from './clients.ts';
import { normaliseVmStatus } from './normalise/vm-status.ts';
import type { Reader } from './reader.ts';
import { reads } from './reads.ts';
import { parseResourceId } from './resource-id.ts';

export interface VmReading {
  readonly model: VirtualMachine;
  readonly status: VmStatus | Unreadable;
}

/**
 * Reads the VM with its instance view; without it where only that is refused.
 * @throws BotError: nothing can be said without the VM
 */
export async function readVm(id: string, clients: Clients, reader: Reader): Promise<VmReading> {
  const parts = parseResourceId(id);
  if (parts === undefined) throw notFound(id);
  const get = (expand: 'instanceView' | undefined) =>
    reader.read(reads.vm(id), async (options) => {
      const compute = await clients.compute(parts.subscriptionId);
      return compute.virtualMachines.get(parts.resourceGroup, parts.names[0], {
        ...options,
        ...(expand && { expand }),
      });
    });
  const whole = await get('instanceView');
  if (whole.ok) return { model: whole.value, status: normaliseVmStatus(whole.value, id) };
  if (/\/instanceView\//i.test(whole.trouble.permission ?? '')) {
    const plain = await get(undefined);
    if (plain.ok) return { model: plain.value, status: { ...whole.unreadable, what: reads.vmStatus(id).what } };
  }
  if (noSuchSubscription.has(whole.trouble.code ?? '')) throw noSubscription(parts.subscriptionId);
  throw whole.trouble.reason === 'not-found' ? notFound(id) : whole.asError();
}

/** 404 and 400: Resource Manager hides a subscription from whoever has no role in it as if there were none. */
const noSuchSubscription: ReadonlySet<string> = new Set(['SubscriptionNotFound', 'InvalidSubscriptionId']);

function noSubscription(subscriptionId: string): BotError {
  return new BotError({
    code: 'vm-not-found',
    message: `Azure shows the bot no subscription ${subscriptionId}.`,
    hint: 'Check the id; if it is right, the identity of the bot needs a role in that subscription.',
  });
}

function notFound(id: string): BotError {
  const parts = parseResourceId(id);
  const where = parts === undefined ? '' : ` ${parts.names[0]} in resource group ${parts.resourceGroup}`;
  return new BotError({
    code: 'vm-not-found',
    message: `There is no virtual machine${where}.`,
    hint: "It may have been deleted a moment ago: Azure's index of resources trails by some minutes.",
  });
}
