import { canonicalJson, type Json, sha256 } from '../canonical-json.ts';
import type { Act } from './act.ts';
import type { Bystanders } from './bystanders.ts';

/**
 * What an action will ask of Azure and do itself, exactly: this is what an approver approves. Two things may still be open, and
 * both are named holes in the bodies: a rule's priority within a range, and the closing time. Everything else is final.
 */
export interface Plan {
  /**
   * The machine it is bound to: one re-created under the same name has another vmId. The private address is '' where it
   * is not known and does not matter.
   */
  readonly vm: { readonly id: string; readonly vmId: string; readonly privateAddress: string };
  /** Of what closes again: the closing time is the start plus this. It is part of what is approved. */
  readonly opensForMs?: number;
  /** Of more time for a grant: the end that it is counted from. Absent: it is counted from the start. */
  readonly opensFromMs?: number;
  /** In the order in which they are sent; each waits for the one before. */
  readonly writes: readonly PlannedWrite[];
  /** What the bot does itself after the writes. */
  readonly act?: Act;
  /** Of what changes whom other rules let in. */
  readonly bystanders?: Bystanders;
  /** What undoes it at the closing time, in order; empty for what stays, and for what Azure closes by itself. */
  readonly undo: readonly PlannedWrite[];
}

/** One request to Resource Manager. */
export interface PlannedWrite {
  readonly method: 'PUT' | 'POST' | 'DELETE';
  /** From the slash on, without the query: a resource id, or one with the action behind it. */
  readonly path: string;
  readonly apiVersion: string;
  /** The whole body; holes are objects with one key that says so, `$hole`. Absent: no body, or an edit. */
  readonly body?: Json;
  /**
   * Instead of a body: what is there is read, these values are set in it (null takes the key out), and it is put back
   * under the ETag that it was read with, so that fields nobody here knows survive.
   */
  readonly edits?: readonly Edit[];
  /** One sentence in words, without a full stop: "Allow TCP 22 from 203.0.113.7 to 10.0.0.4 in myNsg". */
  readonly says: string;
  /** Where it runs a script in the VM: how that says what it did. It may be sent again, which changes nothing more. */
  readonly script?: PlannedScript;
}

export interface PlannedScript {
  /** What its output stands between. */
  readonly sentinel: string;
  readonly does: 'add-key' | 'remove-key';
  /** Whose key. */
  readonly user: string;
}

export interface Edit {
  /** Keys from the resource's top; in a list of named things (`{name: ...}`) the name stands for the index. */
  readonly at: readonly string[];
  readonly value: Json;
}

/** What may stand in a body in the place of a value until it is sent. */
export type Hole =
  /** An integer from `from` to `to`, both included: the rule's priority. */
  | { readonly $hole: 'priority'; readonly from: number; readonly to: number }
  /** The text that proves a rule, or a resource by one of its tags, to be the bot's own, with its closing time in it. */
  | { readonly $hole: 'seal'; readonly stays?: true }
  /** The closing time in ISO 8601, UTC. */
  | { readonly $hole: 'closing-time' };

/** The hole at this place of a body; undefined for any other value. */
export function holeOf(value: Json): Hole | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && '$hole' in value ? (value as unknown as Hole) : undefined;
}

/** What the approver's digest is over. */
export function planText(plan: Plan): string {
  return canonicalJson(plan as unknown as Json);
}

/** SHA-256 of the canonical plan, hexadecimal. */
export function planDigest(plan: Plan): string {
  return sha256(planText(plan));
}
