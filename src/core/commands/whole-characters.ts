/**
 * UTF-8 that was cut out of a longer text, without the halves of characters at its cuts. Bytes that are no UTF-8 at all
 * stay, for who reads them to mark.
 * @param cut which of its two ends are cuts
 */
export function wholeCharacters(
  bytes: Uint8Array,
  cut: { readonly start: boolean; readonly end: boolean },
): Uint8Array {
  return bytes.subarray(cut.start ? startOf(bytes) : 0, cut.end ? endOf(bytes) : bytes.length);
}

const longest = 4;
/** https://www.rfc-editor.org/rfc/rfc3629#section-3: 10xxxxxx goes on with a character. */
const goesOn = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;

function startOf(bytes: Uint8Array): number {
  let at = 0;
  while (goesOn(bytes[at])) at += 1;
  // More than that is no half of one character.
  return at < longest ? at : 0;
}

function endOf(bytes: Uint8Array): number {
  let at = bytes.length - 1;
  while (bytes.length - at < longest && goesOn(bytes[at])) at -= 1;
  const first = bytes[at] ?? 0;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  return length > bytes.length - at ? Math.max(at, 0) : bytes.length;
}
