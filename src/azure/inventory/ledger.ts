import type { UnreadSubscription } from '../../core/audit/audit-run.ts';
import type { Trouble } from '../trouble.ts';

export interface NamedSubscription {
  readonly id: string;
  readonly name?: string;
}

export interface Ledger {
  /** The first trouble of a subscription is the one that is told. */
  note(subscription: NamedSubscription, trouble: Pick<Trouble, 'because' | 'permission'> & { reason: string }): void;
  /** It is there no more. */
  noteGone(subscription: NamedSubscription): void;
  /** Those that are still worth asking. */
  readable(): readonly NamedSubscription[];
  summary(): {
    readonly answered: readonly NamedSubscription[];
    readonly unread: readonly UnreadSubscription[];
    /** Left out where none is. */
    readonly gone?: readonly NamedSubscription[];
  };
}

/** Keeps of which subscriptions something could not be read. */
export function createLedger(all: readonly NamedSubscription[]): Ledger {
  const unread = new Map<string, UnreadSubscription>();
  const gone: NamedSubscription[] = [];
  const isUnread = ({ id }: NamedSubscription) => unread.has(id.toLowerCase());
  return {
    note(subscription, { reason, because, permission }) {
      if (isUnread(subscription)) return;
      const permitted = permission === undefined ? {} : { permission };
      unread.set(subscription.id.toLowerCase(), { ...subscription, reason: reasonOf(reason), because, ...permitted });
    },
    noteGone: (subscription) => void gone.push(subscription),
    readable: () => all.filter((each) => !isUnread(each)),
    summary: () => ({
      answered: all.filter((each) => !isUnread(each)),
      unread: [...unread.values()],
      ...(gone.length > 0 && { gone }),
    }),
  };
}

function reasonOf(reason: string): UnreadSubscription['reason'] {
  return reason === 'forbidden' || reason === 'throttled' || reason === 'timed-out' ? reason : 'failed';
}
