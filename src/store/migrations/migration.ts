import type { Transaction } from 'kysely';

/** One step of the schema. Once released it is never edited: what changes is a new step. */
export interface Migration {
  /** Sorts behind all steps before it. */
  readonly name: string;
  /** The tables as they are then, hence not the types of today. */
  up(tx: Transaction<unknown>): Promise<void>;
}
