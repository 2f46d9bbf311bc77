import { QueryError } from './query-error.ts';

export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'symbol' | 'end';
  /** Names and symbols as written; strings without quotes and escapes. */
  readonly text: string;
  readonly offset: number;
  /** Whether white space stands before it: `project-away` is one word, `a - b` are three. */
  readonly spaced: boolean;
}

const space = /(?:\s|\/\/[^\n]*)+/y;
const number = /\d+(?:\.\d+)?(?![\w.]*[A-Za-z_])/y;
/** `in~`, `!in~`, `!contains` and `$left` are read as one. */
const name = /(?:in~|![A-Za-z]\w*~?|[$]?[A-Za-z_]\w*)/y;
const symbol = /=~|!~|==|!=|<=|>=|[<>=()[\],.|+*/%-]/y;
const verbatim = /@(?:'((?:[^'\n]|'')*)'|"((?:[^"\n]|"")*)")/y;
const quoted = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/y;

/** Takes a query apart. @throws QueryError for what is no token, an unterminated string for instance */
export function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  let spaced = false;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = offset;
    return pattern.exec(query);
  };
  const read = (kind: Token['kind'], found: RegExpExecArray, text: string): void => {
    tokens.push({ kind, text, offset, spaced });
    offset += found[0].length;
    spaced = false;
  };
  while (offset < query.length) {
    const blank = match(space);
    if (blank !== null) {
      offset += blank[0].length;
      spaced = true;
      continue;
    }
    const raw = match(verbatim);
    const text = match(quoted);
    const digits = match(number);
    const word = match(name);
    const sign = match(symbol);
    if (raw) read('string', raw, (raw[1]?.replaceAll("''", "'") ?? raw[2]?.replaceAll('""', '"')) as string);
    else if (text) read('string', text, unescaped(text[1] ?? text[2] ?? '', offset));
    else if (digits) read('number', digits, digits[0]);
    else if (word) read('name', word, word[0]);
    else if (sign) read('symbol', sign, sign[0]);
    else throw new QueryError('ParserFailure', 'ParserFailure', query.slice(offset, offset + 20), offset);
  }
  return [...tokens, { kind: 'end', text: '<EOF>', offset, spaced }];
}

const escapes: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  '\\': '\\',
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
};

function unescaped(text: string, offset: number): string {
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/g, (all, unicode, hex, letter) => {
    if (unicode ?? hex) return String.fromCharCode(Number.parseInt(unicode ?? hex, 16));
    const meant = escapes[letter];
    if (meant === undefined) throw new QueryError('ParserFailure', 'ParserFailure', all, offset);
    return meant;
  });
}
