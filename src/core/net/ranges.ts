/**
 * A set of numbers as the sorted list of its boundaries: even places open a range, odd places close it (exclusive).
 * `[1, 4, 9, 10]` holds 1, 2, 3 and 9. Touching ranges are always joined, so equal sets have equal lists.
 */
export type Ranges<N extends number | bigint> = readonly N[];

/** Which numbers a combination keeps, given whether each operand holds them. Must not keep what neither holds. */
type Keep = (inLeft: boolean, inRight: boolean) => boolean;

const either: Keep = (inLeft, inRight) => inLeft || inRight;
const both: Keep = (inLeft, inRight) => inLeft && inRight;
const leftOnly: Keep = (inLeft, inRight) => inLeft && !inRight;

function combine<N extends number | bigint>(left: Ranges<N>, right: Ranges<N>, keep: Keep): Ranges<N> {
  const result: N[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length || r < right.length) {
    const fromLeft = left[l];
    const fromRight = right[r];
    const at = fromRight === undefined || (fromLeft !== undefined && fromLeft <= fromRight) ? fromLeft : fromRight;
    if (at === undefined) break;
    if (fromLeft === at) l += 1;
    if (fromRight === at) r += 1;
    // An odd number of boundaries passed means "inside"; the same parity tells whether the result has a range open.
    if (keep(l % 2 === 1, r % 2 === 1) !== (result.length % 2 === 1)) result.push(at);
  }
  return result;
}

export function unionRanges<N extends number | bigint>(left: Ranges<N>, right: Ranges<N>): Ranges<N> {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  return combine(left, right, either);
}

export function intersectRanges<N extends number | bigint>(left: Ranges<N>, right: Ranges<N>): Ranges<N> {
  if (left.length === 0) return left;
  if (right.length === 0) return right;
  return combine(left, right, both);
}

export function subtractRanges<N extends number | bigint>(left: Ranges<N>, right: Ranges<N>): Ranges<N> {
  if (left.length === 0 || right.length === 0) return left;
  return combine(left, right, leftOnly);
}

/** Joins pairs of [first, end) in any order, overlapping or not. */
export function rangesOf<N extends number | bigint>(pairs: readonly (readonly [first: N, end: N])[]): Ranges<N> {
  const sorted = [...pairs].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const result: N[] = [];
  for (const [first, end] of sorted) {
    const lastEnd = result.at(-1);
    if (lastEnd === undefined || first > lastEnd) result.push(first, end);
    else if (end > lastEnd) result[result.length - 1] = end;
  }
  return result;
}

export function equalRanges<N extends number | bigint>(left: Ranges<N>, right: Ranges<N>): boolean {
  return left.length === right.length && left.every((boundary, at) => boundary === right[at]);
}

/** The ranges as [first, end) pairs, ascending. */
export function pairsOf<N extends number | bigint>(ranges: Ranges<N>): [first: N, end: N][] {
  const pairs: [N, N][] = [];
  for (let at = 0; at + 1 < ranges.length; at += 2) pairs.push([ranges[at] as N, ranges[at + 1] as N]);
  return pairs;
}
