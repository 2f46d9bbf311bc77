/** What people put into quotes though nothing needs it there: a reason, a key. Quotes inside stay. */
export function unquoted(text: string): string {
  return text
    .trim()
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .trim();
}
