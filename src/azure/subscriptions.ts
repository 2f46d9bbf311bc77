import { z } from 'zod';
import { errorIn } from './arm-answer.ts';
import type { ArmClient } from './arm-client.ts';
import { armUrl, mayFollow } from './arm-url.ts';
import type { Reader, ReadResult } from './reader.ts';
import { reads } from './reads.ts';
import type { Trouble } from './trouble.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

const apiVersion = '2022-12-01';
const mostPages = 20;

const listShape = z.object({
  value: z.array(z.object({ subscriptionId: z.string(), displayName: z.string().optional().catch(undefined) })),
  nextLink: z.string().nullish(),
});

export interface SeenSubscription {
  readonly subscriptionId: string;
  readonly displayName?: string | undefined;
}

/** The subscriptions that the bot sees, from Resource Manager itself. */
export function listSubscriptions(arm: ArmClient, reader: Reader): Promise<ReadResult<readonly SeenSubscription[]>> {
  return reader.read(reads.subscriptions(), async ({ abortSignal }) => {
    const seen: SeenSubscription[] = [];
    let url: string | null | undefined = armUrl(arm.endpoint, '/subscriptions', apiVersion);
    for (let page = 0; page < mostPages && url; page++) {
      const answer = await arm.read(url, abortSignal);
      if (answer.status !== 200) throw answer.asError();
      const list = listShape.safeParse(answer.body);
      if (!list.success) throw new UnexpectedAnswer('it is no list');
      seen.push(...list.data.value);
      url = list.data.nextLink;
      if (url && !mayFollow(url, arm.endpoint)) throw new UnexpectedAnswer('it goes on elsewhere');
    }
    return seen;
  });
}

/** Whether one subscription that the list does not show is there: it may be hidden from the bot by now. */
export async function readSubscription(
  { id }: { readonly id: string },
  arm: ArmClient,
  reader: Reader,
): Promise<'there' | 'gone' | Trouble> {
  const read = reads.subscription(id);
  const result = await reader.read(read, async ({ abortSignal }) => {
    const answer = await arm.read(armUrl(arm.endpoint, `/subscriptions/${id}`, apiVersion), abortSignal);
    if (answer.status === 404 && errorIn(answer.body).code === 'SubscriptionNotFound') return 'gone';
    if (answer.status !== 200) throw answer.asError();
    return 'there';
  });
  return result.ok ? result.value : result.trouble;
}
