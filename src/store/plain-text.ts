/** Text as both databases can keep it: PostgreSQL refuses NUL, and neither can write half a surrogate pair. */
export function plainText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
