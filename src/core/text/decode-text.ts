/** Text of a file in UTF-8, or in UTF-16 with a byte order mark, as PowerShell's `>` writes it. The mark is left out. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isUtf16 = first === 0xff && second === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}
