/** Control characters, and those that turn the direction of writing: a terminal would obey them. */
const obeyed = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

/** One line for a terminal: what it would obey is spelled out. */
export function onTerminal(text: string): string {
  return text.replace(obeyed, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}
