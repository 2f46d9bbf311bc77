/** How a sentence names a character that must not be there: `"@"`, "a space", "U+200B". */
export function describeCharacter(character: string): string {
  if (/^\s$/u.test(character)) return 'a space';
  if (/^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)) return `"${character}"`;
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
