import { isIPv6 } from 'node:net';

/**
 * What each type takes, written down a second time, by numbers and without the code that is tested: the product is held
 * against this.
 */
export type OracleType =
  | { readonly kind: 'name' | 'path' | 'word' | 'text' | 'host'; readonly most: number }
  | { readonly kind: 'int'; readonly from: number; readonly to: number }
  | { readonly kind: 'choice'; readonly of: readonly string[] };

export function takes(type: OracleType, value: string, isGlued: boolean): boolean {
  const points = Array.from(value, (character) => character.codePointAt(0) ?? -1);
  if (!isGlued && points[0] !== undefined && dashes.includes(points[0])) return false;
  switch (type.kind) {
    case 'choice':
      return type.of.some((each) => each === value);
    case 'int': {
      if (points.length === 0 || points.length > 15 || !points.every(isDigit)) return false;
      if (points.length > 1 && points[0] === 0x30) return false;
      return parseInt(value, 10) >= type.from && parseInt(value, 10) <= type.to;
    }
    default:
      if (points.length < 1 || points.length > type.most) return false;
      return points.every((point) => allows[type.kind](point)) && hasShape[type.kind](value);
  }
}

const dashes = [0x2d, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xfe63, 0xff0d];
const isDigit = (point: number) => point >= 0x30 && point <= 0x39;
const isLetter = (point: number) => (point >= 0x41 && point <= 0x5a) || (point >= 0x61 && point <= 0x7a);
const isOneOf = (signs: string, point: number) => signs.includes(String.fromCodePoint(point));

function isPrintable(point: number): boolean {
  const isControl = point < 0x20 || (point >= 0x7f && point <= 0x9f) || point === 0x2028 || point === 0x2029;
  const isHalf = point >= 0xd800 && point <= 0xdfff;
  return !isControl && !isHalf;
}

/** Unicode's spaces: https://www.unicode.org/Public/UCD/latest/ucd/PropList.txt (White_Space). */
const spaces = [0x20, 0xa0, 0x1680, 0x202f, 0x205f, 0x3000, ...Array.from({ length: 11 }, (_, at) => 0x2000 + at)];

const allows = {
  name: (point: number) => isLetter(point) || isDigit(point) || isOneOf('._@:-', point),
  path: isPrintable,
  text: isPrintable,
  host: (point: number) => isLetter(point) || isDigit(point) || isOneOf('.:-', point),
  word: (point: number) => isPrintable(point) && !spaces.includes(point),
};

const hasShape = {
  name: () => true,
  text: () => true,
  word: () => true,
  host: (value: string) => isIPv6(value) || isHostName(value),
  path: (value: string) => value.startsWith('/') && !`${value}/`.includes('/../'),
};

/** Labels of 1 to 63 letters, digits and dashes, the first not beginning with a dash; a dot at the end is the root. */
function isHostName(value: string): boolean {
  const labels = (value.endsWith('.') ? value.slice(0, -1) : value).split('.');
  return !value.includes(':') && !value.startsWith('-') && labels.every(({ length }) => length > 0 && length < 64);
}
