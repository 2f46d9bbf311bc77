/**
 * A value as one word of a POSIX shell, quoted only where it must be: exactly these bytes, as exactly one entry of argv.
 * Inside single quotes a shell reads nothing but the closing quote, so whatever the value holds is safe.
 */
export function shellWord(value: string): string {
  return /^[A-Za-z0-9_./:@%+,=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
