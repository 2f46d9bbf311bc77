import { canonicalJson, type Json } from '../core/canonical-json.ts';
import { damagedRow } from './store-failed.ts';

/**
 * What is kept of a value: canonical JSON. Keys without a value are left out as JSON.stringify does; NUL and half
 * surrogate pairs are escapes in it, which both databases take.
 */
export function toJsonText(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`A ${typeof value} cannot be kept as JSON`);
  return canonicalJson(JSON.parse(text) as Json);
}

/** @throws BotError when it is not JSON; `what` names the row to people */
export function fromJsonText(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damagedRow(what, error);
  }
}
