/** Bytes for ids that are the same in every run of a script, and no id twice. */
export function countedBytes(): (count: number) => Uint8Array {
  let given = 0;
  return (count) => {
    given += 1;
    const bytes = new Uint8Array(count);
    // Spread over all letters of an id, so that the first ids of a story do not look alike.
    let state = given * 2_654_435_761;
    for (let at = 0; at < count; at += 1) {
      state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + at) >>> 0;
      bytes[at] = state >>> 11;
    }
    // The last ones are the count itself, in base 32: it is unique whatever the rest is.
    bytes[count - 1] = given % 32;
    bytes[count - 2] = Math.floor(given / 32) % 32;
    return bytes;
  };
}

/** Short ids for buttons and references, counted as well. */
export function countedIds(): () => string {
  const bytes = countedBytes();
  return () => Buffer.from(bytes(6)).toString('hex');
}
