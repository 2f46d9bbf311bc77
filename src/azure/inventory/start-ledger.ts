import type { Wait } from '../../wait.ts';
import type { ArmClient } from '../arm-client.ts';
import type { Reader, ReadResult } from '../reader.ts';
import { listSubscriptions, readSubscription, type SeenSubscription } from '../subscriptions.ts';
import { createLedger, type Ledger, type NamedSubscription } from './ledger.ts';

interface Parts {
  readonly arm: ArmClient;
  readonly reader: Reader;
  readonly wait: Wait;
  /** The subscriptions that are to be read; undefined: all that can be seen. */
  readonly wanted: readonly string[] | undefined;
  /** Those that the last audit had to answer for. */
  readonly before: readonly NamedSubscription[];
}

const mostTries = 3;
const pauseMs = 10_000;

/**
 * The subscriptions that an audit has to answer for. One that is wanted and cannot be seen is told, as is one that is seen
 * no more, and that none can be seen at all: no subscription must not look like no open door.
 */
export async function startLedger({ arm, reader, wait, wanted, before }: Parts): Promise<Ledger> {
  const seen = await visible(arm, reader, wait);
  if (!seen.ok) {
    const ledger = createLedger((wanted ?? []).map((id) => ({ id })));
    if (wanted === undefined) ledger.note(everything, seen.trouble);
    return ledger;
  }
  const named = new Map(seen.value.map((each) => [each.id.toLowerCase(), each]));
  const ledger = createLedger(wanted?.map((id) => named.get(id.toLowerCase()) ?? { id }) ?? seen.value);
  for (const id of wanted ?? []) if (!named.has(id.toLowerCase())) ledger.note({ id }, notVisible);
  if (wanted !== undefined) return ledger;
  if (seen.value.length === 0) ledger.note(everything, nothingVisible);
  for (const each of before) {
    if (named.has(each.id.toLowerCase())) continue;
    const now = await readSubscription(each, arm, reader);
    if (now === 'gone') ledger.noteGone(each);
    else ledger.note(each, now === 'there' ? noMoreVisible : now);
  }
  return ledger;
}

async function visible(arm: ArmClient, reader: Reader, wait: Wait): Promise<ReadResult<readonly NamedSubscription[]>> {
  for (let tries = 1; ; tries++) {
    const listed = await listSubscriptions(arm, reader);
    if (listed.ok) return { ok: true, value: listed.value.map(asNamed) };
    const passes = ['throttled', 'timed-out'].includes(listed.trouble.reason);
    if (!passes || tries === mostTries) return listed;
    await wait(pauseMs);
  }
}

function asNamed({ subscriptionId: id, displayName: name }: SeenSubscription): NamedSubscription {
  return { id, ...(name && { name }) };
}

/** Stands for the subscriptions whose ids are not known. */
const everything: NamedSubscription = { id: '*', name: 'all subscriptions' };

const permission = 'Microsoft.Resources/subscriptions/read';

const notVisible = {
  reason: 'forbidden',
  because: 'The bot does not see this subscription: it has no role there, or the id is wrong.',
  permission,
};

const noMoreVisible = {
  reason: 'failed',
  because: 'The list of subscriptions does not show it any more, although it is there.',
  permission,
};

const nothingVisible = {
  reason: 'forbidden',
  because: 'The bot sees no subscription at all: it has no role in any.',
  permission,
};
