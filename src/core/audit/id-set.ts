/**
 * A set of resource ids, in any case, that keeps a number for each instead of a text of two hundred letters: an audit sees
 * all ids there are. Two different ids pass for one with a chance of one in 2^53.
 */
export interface IdSet {
  add(id: string): void;
  has(id: string): boolean;
}

const firstSlots = 1024;

/** A table of numbers with open addressing: a Set would take three times the memory, and the collector's work with it. */
export function createIdSet(): IdSet {
  let slots = new Float64Array(firstSlots);
  let count = 0;
  const grow = () => {
    const old = slots;
    slots = new Float64Array(old.length * 2);
    for (const number of old) if (number !== 0) slots[slotOf(number, slots)] = number;
  };
  return {
    add(id) {
      const number = numberOf(id);
      const slot = slotOf(number, slots);
      if (slots[slot] === number) return;
      slots[slot] = number;
      count += 1;
      if (count * 4 > slots.length * 3) grow();
    },
    has(id) {
      const number = numberOf(id);
      return slots[slotOf(number, slots)] === number;
    },
  };
}

/** Where a number is, or where it belongs: the next empty one. There always is one. */
function slotOf(number: number, slots: Float64Array): number {
  const last = slots.length - 1;
  let slot = number % slots.length;
  while (slots[slot] !== 0 && slots[slot] !== number) slot = slot === last ? 0 : slot + 1;
  return slot;
}

/** Two hashes of 32 and 21 bits side by side, never 0, in the way of FNV-1a. http://www.isthe.com/chongo/tech/comp/fnv/ */
function numberOf(id: string): number {
  const text = id.toLowerCase();
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995) ^ (high >>> 15);
  }
  return (high & 0x1f_ffff) * 2 ** 32 + (low >>> 0) + 1;
}
