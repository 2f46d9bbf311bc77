import { armUrl } from '../arm-url.ts';
import type { Clients } from '../clients.ts';
import type { Graph } from '../graph.ts';
import type { ReadResult } from '../reader.ts';
import { listSubscriptions } from '../subscriptions.ts';
import type { AzureWrites } from '../writes.ts';
import { createGet } from './get.ts';
import { createKeyedQueue, lockKeyOf } from './keyed-queue.ts';
import { look } from './look.ts';
import { createRulesNamed } from './rules-named.ts';
import { send } from './send.ts';
import type { SendParts } from './send-once.ts';
import { createTaggedAddresses } from './tagged-addresses.ts';

export interface WritesParts extends SendParts {
  readonly clients: Clients;
  readonly graph: Graph;
  /** The only subscriptions to look at; left out: all that can be read. */
  readonly subscriptions: readonly string[] | undefined;
}

export function createWrites(parts: WritesParts): AzureWrites {
  const { arm, clients, clock, graph, reader, subscriptions } = parts;
  const queue = createKeyedQueue();
  const get = createGet(arm, reader);
  const allowed = async (): Promise<ReadResult<readonly string[]>> => {
    if (subscriptions !== undefined) return { ok: true, value: subscriptions };
    const seen = await listSubscriptions(arm, reader);
    return seen.ok ? { ok: true, value: seen.value.map(({ subscriptionId }) => subscriptionId) } : seen;
  };
  return {
    get,
    async send(request, deadlineMs) {
      armUrl(arm.endpoint, request.path, request.apiVersion);
      const deadline = clock.deadline(deadlineMs);
      const { signal } = deadline;
      let begun = false;
      try {
        return await queue.run(lockKeyOf(request.path), signal, () => {
          begun = true;
          return send(request, signal, { ...parts, get });
        });
      } catch (error) {
        if (begun) throw error;
        return { kind: 'busy', because: 'Other changes there took too long, so that this one was not begun.' };
      } finally {
        deadline.clear();
      }
    },
    async inEffect(request) {
      const seen = await look(request, get).catch(() => 'unclear' as const);
      if (seen === 'in-effect') return true;
      return seen === 'not' ? false : 'unknown';
    },
    rulesNamed: createRulesNamed({ clients, graph, reader, subscriptions: allowed }),
    taggedAddresses: createTaggedAddresses({ clients, reader, subscriptions: allowed }),
  };
}
