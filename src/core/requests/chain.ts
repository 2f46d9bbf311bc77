import { canonicalJson, sha256 } from '../canonical-json.ts';
import type { NewEvent } from './event.ts';

/** The newest link: everything before it is bound by its hash. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** The head of a chain without events. */
export const chainStart: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/** SHA-256 over the canonical JSON of the event, its number and the hash of the one before. */
export function chainHash(seq: number, prev: string, { kind, atMs, actor, requestId, data }: NewEvent): string {
  return sha256(canonicalJson({ seq, prev, kind, atMs, actor, requestId: requestId ?? null, data }));
}
