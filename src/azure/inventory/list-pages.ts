import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { ArmResource, InventoryType } from '../../core/audit/inventory.ts';
import { apiVersions } from '../../core/remediations/api-versions.ts';
import type { Wait } from '../../wait.ts';
import type { ArmClient } from '../arm-client.ts';
import { armUrl, mayFollow } from '../arm-url.ts';
import type { Reader, ReadResult } from '../reader.ts';
import { reads } from '../reads.ts';
import { UnexpectedAnswer } from '../unexpected-answer.ts';
import { withinDeadline } from '../within-deadline.ts';
import { patiently } from './patient.ts';

export interface ListParts {
  readonly arm: ArmClient;
  readonly reader: Reader;
  readonly clock: Clock;
  readonly wait: Wait;
}

const pageTimeoutMs = 60_000;

const spelled: Readonly<Record<InventoryType, string>> = {
  'microsoft.network/routetables': 'Microsoft.Network/routeTables',
  'microsoft.network/virtualnetworks': 'Microsoft.Network/virtualNetworks',
  'microsoft.network/networksecuritygroups': 'Microsoft.Network/networkSecurityGroups',
  'microsoft.network/networkinterfaces': 'Microsoft.Network/networkInterfaces',
  'microsoft.network/publicipaddresses': 'Microsoft.Network/publicIPAddresses',
  'microsoft.network/loadbalancers': 'Microsoft.Network/loadBalancers',
  'microsoft.compute/virtualmachines': 'Microsoft.Compute/virtualMachines',
};

const pageShape = z.object({ value: z.array(z.unknown()), nextLink: z.string().nullish() });

/**
 * The resources of one type in one subscription, as the lists of Azure's own services give them; the last thing that it
 * gives is why it ended early, if it did.
 */
export async function* listPages(
  type: InventoryType,
  subscriptionId: string,
  { arm, reader, clock, wait }: ListParts,
): AsyncIterable<ReadResult<readonly ArmResource[]>> {
  let url: string | undefined = firstUrl(type, subscriptionId, arm.endpoint);
  while (url !== undefined) {
    const at: string = url;
    const read = await reader.read(reads.inventory(type), () =>
      patiently(wait, () => withinDeadline(clock, pageTimeoutMs, (signal) => pageAt(at, arm, signal))),
    );
    if (!read.ok) {
      yield read;
      return;
    }
    yield { ok: true, value: read.value.value as ArmResource[] };
    url = read.value.nextLink || undefined;
  }
}

/** Of machines only the list with their status tells whether they run; it leaves out what they run. */
function firstUrl(type: InventoryType, subscriptionId: string, endpoint: string): string {
  const isCompute = type === 'microsoft.compute/virtualmachines';
  const version = isCompute ? apiVersions.compute : apiVersions.network;
  const url = armUrl(endpoint, `/subscriptions/${subscriptionId}/providers/${spelled[type]}`, version);
  return isCompute ? `${url}&statusOnly=true` : url;
}

async function pageAt(url: string, arm: ArmClient, signal: AbortSignal) {
  const answer = await arm.read(url, signal);
  if (answer.status !== 200) throw answer.asError();
  const page = pageShape.safeParse(answer.body);
  if (!page.success) throw new UnexpectedAnswer('it is no list');
  const { nextLink } = page.data;
  if (nextLink && !mayFollow(nextLink, arm.endpoint)) throw new UnexpectedAnswer('it goes on elsewhere');
  return page.data;
}
