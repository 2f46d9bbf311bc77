import type { UnreadSubscription } from '../../core/audit/audit-run.ts';
import type { Trouble } from '../trouble.ts';

export interface NamedSubscription {
  readonly id: string;
  readonly name?: string;
}

export interface Ledger {
  /** The first trouble of a subscription is the one that is told. */
  note(subscription: NamedSubscription, trouble: Pick<Trouble, 'because' | 'permission'> & { reason: string }): void;
  /** Something that the rest can be judged without could not be read: one sentence. */
  noteBesides(sentence: string): void;
  /** It is there no more. */
  noteGone(subscription: NamedSubscription): void;
  /** Those that are still worth asking. */
  readable(): readonly NamedSubscription[];
  summary(): {
    readonly answered: readonly NamedSubscription[];
    readonly unread: readonly UnreadSubscription[];
    /** Left out where none is, as is what follows. */
    readonly gone?: readonly NamedSubscription[];
    readonly besides?: readonly string[];
  };
}

/** Keeps of which subscriptions something could not be read. */
export function createLedger(all: readonly NamedSubscription[]): Ledger {
  const unread = new Map<string, UnreadSubscription>();
  const gone: NamedSubscription[] = [];
  const besides: string[] = [];
  const isUnread = ({ id }: NamedSubscription) => unread.has(id.toLowerCase());
  return {
    note(subscription, { reason, because, permission }) {
      if (isUnread(subscription)) return;
      const permitted = permission === undefined ? {} : { permission };
      unread.set(subscription.id.toLowerCase(), { ...subscription, reason: reasonOf(reason), because, ...permitted });
    },
    noteBesides: (sentence) => void besides.push(sentence),
    noteGone: (subscription) => void gone.push(subscription),
    readable: () => all.filter((each) => !isUnread(each)),
    summary: () => ({
      answered: all.filter((each) => !isUnread(each)),
      unread: [...unread.values()],
      ...(gone.length > 0 && { gone }),
      ...(besides.length > 0 && { besides }),
    }),
  };
}

function reasonOf(reason: string): UnreadSubscription['reason'] {
  return reason === 'forbidden' || reason === 'throttled' || reason === 'timed-out' ? reason : 'failed';
}
