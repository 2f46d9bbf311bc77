/** Those that a quotation would not show, or that would open or close something in the sentence around them. */
const named: Readonly<Record<string, string>> = {
  ' ': 'a space',
  '\0': 'a NUL (U+0000)',
  '\t': 'a tab (U+0009)',
  '\n': 'a line break (U+000A)',
  '\r': 'a carriage return (U+000D)',
  '`': 'a backtick',
  '"': 'a double quote',
};

/** How a sentence names a character that must not be there: `"@"`, "a space", "U+200B". */
export function describeCharacter(character: string): string {
  const name = named[character];
  if (name !== undefined) return name;
  if (/^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)) return `"${character}"`;
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
