/** What may stand in the place of a parameter. Lengths are counted in characters (code points). */
export type ParamType =
  | { readonly kind: TextKind; readonly least: number; readonly most: number }
  | { readonly kind: 'int'; readonly least: number; readonly most: number }
  | { readonly kind: 'choice'; readonly of: readonly string[] };

/**
 * - `name`: of a unit, a user or a package: letters, digits and . _ @ : -
 * - `path`: from the root on, without a step upwards
 * - `word`: any printable text without a space
 * - `text`: any printable text
 * - `host`: a host's name or an IP address
 */
export type TextKind = (typeof textKinds)[number];

const textKinds = ['name', 'path', 'word', 'text', 'host'] as const;
const longest: Readonly<Record<TextKind, number>> = { name: 256, path: 4096, word: 256, text: 1000, host: 253 };
const longestAtAll = 4096;
const typeNames: readonly string[] = [...textKinds, 'int'];

const choices = /^[A-Za-z0-9._@:+/][A-Za-z0-9._@:+/-]*(?:\|[A-Za-z0-9._@:+/][A-Za-z0-9._@:+/-]*)+$/;

/**
 * Reads what stands behind the colon of a parameter: `name`, `int<=500`, `int>=1`, `int 1..500`, `text<=80`, `a|b|c`.
 * @returns a sentence's end where it is none: "has the type ..., which there is not"
 */
export function parseParamType(text: string): ParamType | string {
  if (choices.test(text)) return { kind: 'choice', of: [...new Set(text.split('|'))] };
  if (text.includes('|')) return 'offers a choice of which one is empty, begins with a dash or holds a sign';
  const [, name = '', bounds = ''] = /^([a-z]*)(.*)$/s.exec(text) ?? [];
  const kind = textKinds.find((each) => each === name);
  if (kind === undefined && name !== 'int')
    return `has ${text === '' ? 'no type' : `the type ${text}, which there is not`}: there is ${typeNames.join(', ')}, or a choice such as a|b|c`;
  const [atLeast, atMost] = kind === undefined ? [0, Number.MAX_SAFE_INTEGER] : [1, longest[kind]];
  const range = parseBounds(bounds.trim(), atLeast, atMost);
  if (range === undefined) return `has bounds that cannot be read: ${bounds.trim()} (write <=500, >=1 or 1..500)`;
  const { least, most } = range;
  if (least > most) return `has bounds that nothing is within: ${bounds.trim()}`;
  if (kind === undefined) return { kind: 'int', least, most };
  if (least < 0 || most > longestAtAll) return `may be from 0 to ${longestAtAll} characters long, not ${bounds.trim()}`;
  return { kind, least, most };
}

/** What it takes, for a sentence: "a whole number from 0 to 500". */
export function typeWords(type: ParamType): string {
  switch (type.kind) {
    case 'int':
      return type.most === Number.MAX_SAFE_INTEGER
        ? `a whole number from ${type.least} on`
        : `a whole number from ${type.least} to ${type.most}`;
    case 'choice':
      return `one of ${type.of.join(', ')}`;
    case 'name':
      return `a name of letters, digits and . _ @ : -${lengthWords(type)}`;
    case 'path':
      return `a path from the root on${lengthWords(type)}`;
    case 'host':
      return "a host's name or an IP address";
    case 'word':
      return `text without spaces${lengthWords(type)}`;
    case 'text':
      return `any text${lengthWords(type)}`;
  }
}

function lengthWords({ kind, least, most }: Extract<ParamType, { kind: TextKind }>): string {
  const isUsual = least === 1 && most === longest[kind];
  if (isUsual) return '';
  return least <= 1 ? `, ${most} characters at most` : `, ${least} to ${most} characters`;
}

function parseBounds(
  text: string,
  atLeast: number,
  atMost: number,
): { readonly least: number; readonly most: number } | undefined {
  if (text === '') return { least: atLeast, most: atMost };
  const [, sign, bound] = /^(<=|>=) ?(-?\d{1,15})$/.exec(text) ?? [];
  if (sign === '<=') return { least: Math.min(atLeast, Number(bound)), most: Number(bound) };
  if (sign === '>=') return { least: Number(bound), most: Math.max(atMost, Number(bound)) };
  const [, from, to] = /^(-?\d{1,15}) ?\.\. ?(-?\d{1,15})$/.exec(text) ?? [];
  return from === undefined ? undefined : { least: Number(from), most: Number(to) };
}
