import type { ArmResource } from '../../core/audit/inventory.ts';
import type { Unreadable } from '../../core/facts.ts';
import { saysGone } from '../arm-answer.ts';
import { armUrl } from '../arm-url.ts';
import { asUnreadable } from '../as-unreadable.ts';
import { type Read, reads } from '../reads.ts';
import { parseResourceId } from '../resource-id.ts';
import { isResource } from './arm-page.ts';
import { kindOf } from './kinds.ts';
import { notUnderstood } from './not-understood.ts';
import type { Asked } from './patient-client.ts';

/** Interfaces of scale sets are served in this version only. */
const scaleSetVersion = '2018-10-01';

/**
 * One resource in Resource Manager's shape, a VM with its instance view; undefined: it is gone.
 * @param ask gets what is at an address
 */
export async function readOne(
  id: string,
  endpoint: string,
  ask: (read: Read, url: string) => Promise<Asked>,
): Promise<ArmResource | Unreadable | undefined> {
  const read = reads.resource(id);
  const asked = await ask(read, urlOf(id, endpoint));
  if (asked.ok) return isResource(asked.answer.body) ? asked.answer.body : asUnreadable(notUnderstood(read), read);
  return asked.answer !== undefined && saysGone(asked.answer) ? undefined : asUnreadable(asked.trouble, read);
}

function urlOf(id: string, endpoint: string): string {
  const type = parseResourceId(id)?.type ?? '';
  if (type.startsWith('microsoft.compute/virtualmachinescalesets/')) return armUrl(endpoint, id, scaleSetVersion);
  if (!type.startsWith('microsoft.compute/'))
    return armUrl(endpoint, id, kindOf('microsoft.network/networksecuritygroups').apiVersion);
  const url = armUrl(endpoint, id, kindOf('microsoft.compute/virtualmachines').apiVersion);
  return `${url}&$expand=instanceView`;
}
