import type { Unreadable } from '../../core/facts.ts';
import { inParallel } from '../../core/in-parallel.ts';
import type { Clients } from '../clients.ts';
import type { Reader, ReadResult } from '../reader.ts';
import { reads } from '../reads.ts';
import type { AzureWrites, TaggedAddress } from '../writes.ts';

export interface TaggedParts {
  readonly clients: Clients;
  readonly reader: Reader;
  /** The ids of all subscriptions that may be looked at. */
  readonly subscriptions: () => Promise<ReadResult<readonly string[]>>;
}

const noSubscription: Unreadable = {
  kind: 'unreadable',
  what: reads.subscriptions().what,
  reason: 'forbidden',
  because: 'The credential sees no subscription at all.',
  permission: reads.subscriptions().permission,
  todo: 'Assign it the roles that it needs.',
};

/** Subscriptions are listed so many at a time. */
const mostAtOnce = 8;

export function createTaggedAddresses({ clients, reader, subscriptions }: TaggedParts): AzureWrites['taggedAddresses'] {
  return async (tag) => {
    const listed = await subscriptions();
    if (!listed.ok) return { addresses: [], unread: [listed.unreadable] };
    // Azure answers who may see nothing with an empty list: it must not pass for "nothing is there".
    if (listed.value.length === 0) return { addresses: [], unread: [noSubscription] };
    const lists = await inParallel(listed.value, mostAtOnce, (subscriptionId) =>
      reader.read(reads.publicIps(subscriptionId), async (options) => {
        const client = await clients.network(subscriptionId);
        const found: TaggedAddress[] = [];
        for await (const { id, tags = {} } of client.publicIPAddresses.listAll(options))
          if (id !== undefined && Object.hasOwn(tags, tag)) found.push({ id, tags });
        return found;
      }),
    );
    return {
      addresses: lists.flatMap((list) => (list.ok ? list.value : [])),
      unread: lists.flatMap((list) => (list.ok ? [] : [list.unreadable])),
    };
  };
}
