/**
 * A set of numbers as the sorted list of its boundaries: even places open a range, odd places close it (exclusive).
 * `[1, 4, 9, 10]` holds 1, 2, 3 and 9. Touching ranges are always joined, so equal sets have equal lists.
 */
export type Ranges<N extends number | bigint> = readonly N[];

/** What a combination keeps, one bit for each case: bit 1 in the left only, bit 2 in the right only, bit 3 in both. */
const either = 0b1110;
const both = 0b1000;
const leftOnly = 0b0010;

function combine<N extends number | bigint>(left: Ranges<N>, right: Ranges<N>, keep: number): Ranges<N> {
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
    const inside = (keep >> ((l & 1) | ((r & 1) << 1))) & 1;
    if (inside !== (result.length & 1)) result.push(at);
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
  // One block against a long list: nearly every step of an audit. What lies inside comes back as it is.
  if (right.length === 2 && left.length > 2) return clipped(right, left) ?? combine(left, right, both);
  if (left.length === 2) return clipped(left, right) ?? combine(left, right, both);
  return combine(left, right, both);
}

/** One range that lies wholly inside, or wholly outside, of a list; undefined where it does neither. */
function clipped<N extends number | bigint>(one: Ranges<N>, list: Ranges<N>): Ranges<N> | undefined {
  const first = one[0] as N;
  const end = one[1] as N;
  let at = 0;
  while (at < list.length && (list[at] as N) <= first) at += 1;
  // `at` boundaries are at or in front of its first number: after an odd number of them it begins inside.
  if (at === list.length || (list[at] as N) >= end) return (at & 1) === 1 ? one : [];
  return undefined;
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
