import type { Json } from '../canonical-json.ts';

/** Everything that the log records, one word each. */
export const eventKinds = [
  'requested',
  'approved',
  'denied',
  'cancelled',
  'lapsed',
  'reminded',
  'execution-began',
  'write-sent',
  'write-done',
  'act-began',
  'act-ended',
  'cancel-asked',
  'succeeded',
  'failed',
  'outcome-unknown',
  'opened',
  'end-announced',
  'extended',
  'close-began',
  'close-failed',
  'closed',
  'drift-seen',
  'stray-closed',
  'break-glass',
  'host-keys-read',
  'host-keys-pinned',
  'host-key-changed',
  'head-posted',
  'audit-ended',
  'waived',
  'waiver-ended',
] as const;

export type EventKind = (typeof eventKinds)[number];

/** What is written down of one happening. Never holds a secret. */
export interface NewEvent {
  readonly kind: EventKind;
  readonly atMs: number;
  /** Slack user id, or "drawbridge" for what the bot does by itself. */
  readonly actor: string;
  readonly requestId?: string;
  readonly data: { readonly [key: string]: Json };
}

/** An event in the chain. `hash` is over `prev` and everything else, so that none can be changed or left out unseen. */
export interface ChainedEvent extends NewEvent {
  /** From 1, without gaps. */
  readonly seq: number;
  /** The hash of the event before; 64 zeros for the first. */
  readonly prev: string;
  readonly hash: string;
}
