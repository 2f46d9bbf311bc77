/**
 * A set of resource ids, in any case, that keeps a number for each instead of a text of two hundred letters: an audit sees
 * all ids there are. Two different ids pass for one with a chance of one in 2^53.
 */
export interface IdSet {
  add(id: string): void;
  has(id: string): boolean;
}

export function createIdSet(): IdSet {
  const numbers = new Set<number>();
  return {
    add: (id) => void numbers.add(numberOf(id)),
    has: (id) => numbers.has(numberOf(id)),
  };
}

/** Two hashes of 32 and 21 bits side by side, in the way of FNV-1a. http://www.isthe.com/chongo/tech/comp/fnv/ */
function numberOf(id: string): number {
  const text = id.toLowerCase();
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995) ^ (high >>> 15);
  }
  return (high & 0x1f_ffff) * 2 ** 32 + (low >>> 0);
}
