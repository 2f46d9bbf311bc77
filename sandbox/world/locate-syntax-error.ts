interface SyntaxMistake {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  readonly expected: string;
}

const space = /[ \t\r\n]*/y;
const string = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const bare = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** Where a text stops being JSON; undefined when it does not. JSON.parse tells it for some mistakes only. */
export function locateSyntaxError(text: string): SyntaxMistake | undefined {
  const reader = new Reader(text);
  const expected = reader.value() ?? (reader.isAtEnd() ? undefined : 'the end');
  if (expected === undefined) return undefined;
  const before = text.slice(0, reader.at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, expected };
}

/** Reads on as long as it is JSON. Every step answers with what it missed, standing where it missed it. */
class Reader {
  at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    this.#take(space);
    return this.at === this.#text.length;
  }

  value(): string | undefined {
    if (this.#sign('{')) return this.#members('}', () => this.#member());
    if (this.#sign('[')) return this.#members(']', () => this.value());
    return this.#take(string) || this.#take(bare) ? undefined : 'a value';
  }

  #members(end: '}' | ']', member: () => string | undefined): string | undefined {
    if (this.#sign(end)) return undefined;
    do {
      const missed = member();
      if (missed !== undefined) return missed;
    } while (this.#sign(','));
    return this.#sign(end) ? undefined : `"," or "${end}"`;
  }

  #member(): string | undefined {
    this.#take(space);
    if (!this.#take(string)) return 'a name in double quotes';
    return this.#sign(':') ? this.value() : '":"';
  }

  /** Spaces, then this sign, or nothing but the spaces. */
  #sign(sign: string): boolean {
    this.#take(space);
    const found = this.#text[this.at] === sign;
    if (found) this.at += 1;
    return found;
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text);
    this.at += found?.[0].length ?? 0;
    return found !== null;
  }
}
