import { QueryError } from './query-error.ts';
import type { Token } from './tokens.ts';

/** Walks over the tokens of a query and complains in the query service's words. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  /** Whether this symbol or word comes next. Words of the language are in lower case. */
  sees(text: string): boolean {
    return (this.next.kind === 'symbol' || this.next.kind === 'name') && this.next.text === text;
  }

  /** Takes this symbol or word if it comes next. */
  skip(text: string): boolean {
    if (!this.sees(text)) return false;
    this.take();
    return true;
  }

  expect(text: string): Token {
    if (!this.sees(text)) throw this.failure();
    return this.take();
  }

  name(): Token {
    if (this.next.kind !== 'name' || !/^[A-Za-z_]\w*$/.test(this.next.text)) throw this.failure();
    return this.take();
  }

  wholeNumber(): number {
    if (this.next.kind !== 'number' || !/^\d+$/.test(this.next.text)) throw this.failure();
    return Number(this.take().text);
  }

  /** A word with hyphens in it, such as `mv-expand`. */
  hyphenated(): Token {
    const first = this.name();
    let text = first.text;
    while (this.sees('-') && !this.next.spaced && this.#tokens[this.#at + 1]?.kind === 'name') {
      this.take();
      text += `-${this.take().text}`;
    }
    return { ...first, text };
  }

  /** One or more of something, with commas between. */
  list<Item>(item: () => Item): Item[] {
    const items = [item()];
    while (this.skip(',')) items.push(item());
    return items;
  }

  failure(token: Token = this.next): QueryError {
    return new QueryError('ParserFailure', 'ParserFailure', token.text, token.offset);
  }
}
