/** The last bytes of a stream. It copies: a chunk of one byte may keep the 64 KB alive that it was cut from. */
export interface ByteRing {
  readonly add: (chunk: Buffer) => void;
  /** How many are kept. */
  readonly length: () => number;
  /** A copy of the last ones, at most so many. */
  readonly last: (atMost: number) => Buffer;
}

/** @param capBytes memory is taken as it is needed, up to this */
export function byteRing(capBytes: number): ByteRing {
  let bytes = Buffer.alloc(0);
  let length = 0;
  /** Where the next byte goes; once the ring is full, where the oldest one is. */
  let next = 0;

  const last = (atMost: number) => {
    const wanted = Math.min(Math.max(atMost, 0), length);
    const start = next - wanted;
    if (start >= 0) return Buffer.from(bytes.subarray(start, next));
    return Buffer.concat([bytes.subarray(start), bytes.subarray(0, next)]);
  };
  const makeRoomFor = (more: number) => {
    if (length + more <= bytes.length || bytes.length === capBytes) return;
    const grown = Buffer.alloc(Math.min(capBytes, Math.max(length + more, 2 * bytes.length, 1_024)));
    last(length).copy(grown);
    bytes = grown;
    next = length;
  };
  return {
    add(chunk) {
      const part = chunk.subarray(Math.max(0, chunk.length - capBytes));
      if (part.length === 0) return;
      makeRoomFor(part.length);
      const first = part.copy(bytes, next);
      part.copy(bytes, 0, first);
      length = Math.min(bytes.length, length + part.length);
      next = (next + part.length) % bytes.length;
    },
    length: () => length,
    last,
  };
}
