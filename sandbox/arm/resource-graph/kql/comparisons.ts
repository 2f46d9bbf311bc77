import { compareValues, isNull, sameValue, textOf } from './values.ts';

type Comparison = (left: unknown, right: unknown) => boolean;

const lower = (value: unknown) => textOf(value).toLowerCase();
const not =
  (comparison: Comparison): Comparison =>
  (left, right) =>
    !comparison(left, right);
const ordered =
  (holds: (order: number) => boolean): Comparison =>
  (left, right) =>
    !isNull(left) && !isNull(right) && holds(compareValues(left, right));

const contains: Comparison = (left, right) => lower(left).includes(lower(right));
const startsWith: Comparison = (left, right) => lower(left).startsWith(lower(right));
const endsWith: Comparison = (left, right) => lower(left).endsWith(lower(right));
const containsCase: Comparison = (left, right) => textOf(left).includes(textOf(right));
const startsWithCase: Comparison = (left, right) => textOf(left).startsWith(textOf(right));
const endsWithCase: Comparison = (left, right) => textOf(left).endsWith(textOf(right));
export const has: Comparison = (left, right) => hasTerm(lower(left), lower(right));
const hasCase: Comparison = (left, right) => hasTerm(textOf(left), textOf(right));
const equals: Comparison = (left, right) => !isNull(left) && !isNull(right) && sameValue(left, right);
export const equalsIgnoringCase: Comparison = (left, right) => lower(left) === lower(right);

/** The comparisons that stand between two values. https://learn.microsoft.com/kusto/query/datatypes-string-operators */
export const comparisons: Readonly<Record<string, Comparison>> = {
  '==': equals,
  '!=': (left, right) => (isNull(left) ? !isNull(right) : isNull(right) || !sameValue(left, right)),
  '=~': equalsIgnoringCase,
  '!~': not(equalsIgnoringCase),
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
  contains,
  '!contains': not(contains),
  contains_cs: containsCase,
  '!contains_cs': not(containsCase),
  startswith: startsWith,
  '!startswith': not(startsWith),
  startswith_cs: startsWithCase,
  '!startswith_cs': not(startsWithCase),
  endswith: endsWith,
  '!endswith': not(endsWith),
  endswith_cs: endsWithCase,
  '!endswith_cs': not(endsWithCase),
  has,
  '!has': not(has),
  has_cs: hasCase,
  '!has_cs': not(hasCase),
};

/** A term is found where no letter or digit touches it. */
function hasTerm(text: string, term: string): boolean {
  const isWord = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
    if (!isWord(text[at - 1]) && !isWord(text[at + term.length])) return true;
    if (term === '') return true;
  }
  return false;
}
