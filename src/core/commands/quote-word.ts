/** What no POSIX shell reads as anything but itself, wherever it stands behind the command's own word. */
const plainWord = /^[\w@%+:,./-]+$/;

/**
 * A value as one word of a shell's command line: exactly these bytes, as exactly one entry of argv. Inside single quotes
 * a POSIX shell reads nothing but the closing quote, so whatever the value holds is safe; a NUL cannot be passed at all.
 */
export function quoteWord(value: string): string {
  return plainWord.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
