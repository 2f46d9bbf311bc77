import type { UnreadSubscription } from '../../core/audit/audit-run.ts';
import type { ArmClient } from '../arm-client.ts';
import type { Reader } from '../reader.ts';
import { listSubscriptions } from '../subscriptions.ts';

/** Which subscriptions an audit looks at; ids in lower case. */
export interface Scope {
  /** By id, the name that people know. */
  readonly seen: ReadonlyMap<string, string | undefined>;
  /** Configured, and not to be seen. */
  readonly unseen: readonly UnreadSubscription[];
}

interface ScopeParts {
  readonly arm: ArmClient;
  readonly reader: Reader;
  readonly subscriptions: readonly string[] | undefined;
}

/** @throws BotError where the subscriptions cannot be listed and none is configured */
export async function readScope({ arm, reader, subscriptions }: ScopeParts): Promise<Scope> {
  const listed = await listSubscriptions(arm, reader);
  if (!listed.ok && subscriptions === undefined) throw listed.asError();
  const wanted = subscriptions?.map((id) => id.toLowerCase());
  // Where nobody tells what can be seen, the configured ones are asked as they are.
  if (!listed.ok) return { seen: new Map(wanted?.map((id) => [id, undefined])), unseen: [] };
  const visible = new Map(
    listed.value.map(({ subscriptionId, displayName }) => [subscriptionId.toLowerCase(), displayName]),
  );
  if (wanted === undefined) return { seen: visible, unseen: [] };
  return {
    seen: new Map(wanted.flatMap((id) => (visible.has(id) ? [[id, visible.get(id)] as const] : []))),
    unseen: wanted.flatMap((id) => (visible.has(id) ? [] : [unseen(id)])),
  };
}

function unseen(id: string): UnreadSubscription {
  return {
    id,
    reason: 'forbidden',
    because: 'It is configured, and the bot does not see it.',
    permission: 'Microsoft.Resources/subscriptions/read',
  };
}
