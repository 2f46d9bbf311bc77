import type { KnownBlock } from '@slack/types';

/** What is posted: `text` is the notification and what a screen reader says. */
export interface Message {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}
