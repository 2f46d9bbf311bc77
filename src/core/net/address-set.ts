import { formatIpv4, formatIpv6, ipv4Cidrs, ipv6Cidrs } from './format-address.ts';
import { parseAddress } from './parse-address.ts';
import { equalRanges, intersectRanges, pairsOf, type Ranges, rangesOf, subtractRanges, unionRanges } from './ranges.ts';

/** An immutable set of IPv4 and IPv6 addresses. IPv4-mapped IPv6 addresses are IPv4 addresses here. */
export class AddressSet {
  private readonly ipv4: Ranges<number>;
  private readonly ipv6: Ranges<bigint>;

  private constructor(ipv4: Ranges<number>, ipv6: Ranges<bigint>) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
  }

  static readonly empty = new AddressSet([], []);
  static readonly anyIpv4 = new AddressSet([0, 2 ** 32], []);
  static readonly anyIpv6 = new AddressSet([], [0n, 1n << 128n]);
  static readonly any = new AddressSet([0, 2 ** 32], [0n, 1n << 128n]);

  /** One address or CIDR block as a set; undefined when the text is neither. Bits beyond the mask are ignored. */
  static parse(text: string): AddressSet | undefined {
    const range = parseAddress(text);
    if (range === undefined) return undefined;
    return range.family === 4
      ? new AddressSet([range.first, range.end], [])
      : new AddressSet([], [range.first, range.end]);
  }

  /**
   * The addresses and CIDR blocks together, for texts that are known to be good.
   *
   * @throws RangeError at a text that is neither; what comes from outside goes through `parse`.
   */
  static of(...texts: readonly string[]): AddressSet {
    return AddressSet.join(
      texts.map((text) => {
        const set = AddressSet.parse(text);
        if (set === undefined) throw new RangeError(`Not an address or CIDR block: ${text}`);
        return set;
      }),
    );
  }

  /** All addresses from `first` to `last`, both included; undefined when they are no addresses of one family in order. */
  static between(first: string, last: string): AddressSet | undefined {
    const from = parseAddress(first);
    const to = parseAddress(last);
    if (from?.family === 4 && to?.family === 4 && from.first < to.end) return new AddressSet([from.first, to.end], []);
    if (from?.family === 6 && to?.family === 6 && from.first < to.end) return new AddressSet([], [from.first, to.end]);
    return undefined;
  }

  /** The union of many sets, sorted once: for long lists of prefixes. */
  static join(sets: readonly AddressSet[]): AddressSet {
    const first = sets[0] ?? AddressSet.empty;
    if (sets.length < 3) return sets[1] === undefined ? first : first.union(sets[1]);
    return new AddressSet(
      rangesOf(sets.flatMap((set) => pairsOf(set.ipv4))),
      rangesOf(sets.flatMap((set) => pairsOf(set.ipv6))),
    );
  }

  /** A set of these ranges, the same object where they are its own. */
  private with(ipv4: Ranges<number>, ipv6: Ranges<bigint>): AddressSet {
    if (ipv4 === this.ipv4 && ipv6 === this.ipv6) return this;
    return ipv4.length === 0 && ipv6.length === 0 ? AddressSet.empty : new AddressSet(ipv4, ipv6);
  }

  get isEmpty(): boolean {
    return this.ipv4.length === 0 && this.ipv6.length === 0;
  }

  /** How many IPv4 addresses it holds, 0 to 2^32. */
  get ipv4Size(): number {
    let size = 0;
    for (let at = 0; at < this.ipv4.length; at += 2) size += (this.ipv4[at + 1] ?? 0) - (this.ipv4[at] ?? 0);
    return size;
  }

  /** How many IPv6 addresses it holds, 0 to 2^128. */
  get ipv6Size(): bigint {
    if (this.ipv6.length === 0) return 0n;
    return pairsOf(this.ipv6).reduce((sum, [first, end]) => sum + (end - first), 0n);
  }

  union(other: AddressSet): AddressSet {
    return this.with(unionRanges(this.ipv4, other.ipv4), unionRanges(this.ipv6, other.ipv6));
  }

  intersect(other: AddressSet): AddressSet {
    return this.with(intersectRanges(this.ipv4, other.ipv4), intersectRanges(this.ipv6, other.ipv6));
  }

  subtract(other: AddressSet): AddressSet {
    return this.with(subtractRanges(this.ipv4, other.ipv4), subtractRanges(this.ipv6, other.ipv6));
  }

  /** Whether every address of the other set is in this one. */
  contains(other: AddressSet): boolean {
    return other.subtract(this).isEmpty;
  }

  /** Whether the two sets have an address in common. */
  overlaps(other: AddressSet): boolean {
    return !this.intersect(other).isEmpty;
  }

  equals(other: AddressSet): boolean {
    return equalRanges(this.ipv4, other.ipv4) && equalRanges(this.ipv6, other.ipv6);
  }

  /** The fewest CIDR blocks that make up the set, IPv4 first, ascending; single addresses without a mask. */
  toCidrs(): string[] {
    return [
      ...pairsOf(this.ipv4).flatMap(([first, end]) => ipv4Cidrs(first, end)),
      ...pairsOf(this.ipv6).flatMap(([first, end]) => ipv6Cidrs(first, end)),
    ];
  }

  /** Every range as its first and last address, IPv4 first, ascending. */
  toRanges(): { readonly first: string; readonly last: string }[] {
    return [
      ...pairsOf(this.ipv4).map(([first, end]) => ({ first: formatIpv4(first), last: formatIpv4(end - 1) })),
      ...pairsOf(this.ipv6).map(([first, end]) => ({ first: formatIpv6(first), last: formatIpv6(end - 1n) })),
    ];
  }

  /** For a sentence: "203.0.113.7", "10.0.0.0/8, 2001:db8::/32", "no address". */
  toString(): string {
    return this.isEmpty ? 'no address' : this.toCidrs().join(', ');
  }
}
