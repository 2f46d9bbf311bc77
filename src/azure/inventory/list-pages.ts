import type { ArmResource, InventoryType } from '../../core/audit/inventory.ts';
import { errorIn } from '../arm-answer.ts';
import type { ArmClient } from '../arm-client.ts';
import { armUrl, mayFollow } from '../arm-url.ts';
import type { Trouble } from '../trouble.ts';
import { listPage } from './arm-page.ts';
import { kindOf, listOf } from './kinds.ts';
import { notUnderstood } from './not-understood.ts';
import type { PatientClient } from './patient-client.ts';

/** A subscription in which nothing of the provider was ever made refuses to list it. */
const nothingThere = 'MissingSubscriptionRegistration';

/**
 * All resources of a type in one subscription, from the resource provider itself. VMs come without their power state,
 * which takes a request for each of them.
 * @returns why it came to an end before the last page; undefined: it did not
 */
export async function* listPages(
  type: InventoryType,
  subscriptionId: string,
  arm: ArmClient,
  client: PatientClient,
): AsyncGenerator<readonly ArmResource[], Trouble | undefined> {
  const read = listOf(type, subscriptionId);
  const { type: spelled, apiVersion } = kindOf(type);
  let url: string | undefined = armUrl(
    arm.endpoint,
    `/subscriptions/${subscriptionId}/providers/${spelled}`,
    apiVersion,
  );
  while (url !== undefined) {
    const asked = await client.ask(read, (signal) => arm.patientRead(url as string, signal));
    if (!asked.ok) return errorIn(asked.answer?.body).code === nothingThere ? undefined : asked.trouble;
    const page = listPage(asked.answer.body);
    if (page === undefined) return notUnderstood(read);
    if (page.rows.length > 0) yield page.rows;
    url = page.next;
    if (url !== undefined && !mayFollow(url, arm.endpoint)) return notUnderstood(read, 'it goes on elsewhere');
  }
  return undefined;
}
