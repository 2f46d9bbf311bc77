import { createHash } from 'node:crypto';

/** An endless row of bytes that depends on nothing but its seed: SHA-256 of the seed and a counter. Not for real secrets. */
export function seededBytes(seed: string): (length: number) => Buffer {
  let counter = 0;
  let left = Buffer.alloc(0);
  return (length) => {
    while (left.length < length) {
      left = Buffer.concat([left, createHash('sha256').update(`${seed}\0${counter}`).digest()]);
      counter += 1;
    }
    const bytes = left.subarray(0, length);
    left = left.subarray(length);
    return Buffer.from(bytes);
  };
}
