import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AddressSet } from '../../../src/core/net/address-set.ts';

describe('parsing', () => {
  test.each([
    ['one IPv4 address', '203.0.113.7', '203.0.113.7'],
    ['a CIDR block', '203.0.113.0/24', '203.0.113.0/24'],
    ['host bits are ignored', '203.0.113.7/24', '203.0.113.0/24'],
    ['a block of one', '203.0.113.7/32', '203.0.113.7'],
    ['all of IPv4', '0.0.0.0/0', '0.0.0.0/0'],
    ['an IPv6 address in any notation', '2001:DB8:0:0::0:1', '2001:db8::1'],
    ['an IPv6 block', '2001:db8::1/32', '2001:db8::/32'],
    ['all of IPv6', '::/0', '::/0'],
    ['a mapped address is IPv4', '::ffff:203.0.113.7', '203.0.113.7'],
    ['a mapped address in hexadecimal is IPv4', '::FFFF:cb00:7107', '203.0.113.7'],
    ['a mapped block is IPv4', '::ffff:10.0.0.0/104', '10.0.0.0/8'],
    ['the whole mapped block is all of IPv4', '::ffff:0:0/96', '0.0.0.0/0'],
    ['a block wider than the mapped one is IPv6', '::ffff:0:0/95', '::fffe:0:0/95'],
    ['an IPv4-compatible address stays IPv6', '::203.0.113.7', '::cb00:7107'],
    ['an address behind NAT64 stays IPv6', '64:ff9b::1.2.3.4', '64:ff9b::102:304'],
  ])('%s', (_, text, shown) => {
    expect(AddressSet.parse(text)?.toCidrs()).toEqual([shown]);
  });

  test.each([
    '',
    ' ',
    '*',
    'Internet',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '0x7f.0.0.1',
    '2130706433',
    '1.2.3.4/33',
    '1.2.3.4/',
    '1.2.3.4/08',
    '1.2.3.4/255.255.255.0',
    '1.2.3.4/-1',
    ' 1.2.3.4',
    '1.2.3.4\n',
    '::/129',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    'fe80::1%eth0',
    '::ffff:1.2.3.04',
    '::ffff:1.2.3.256',
    '[::1]',
    '10.0.0.1-10.0.0.9',
  ])('refuses %j', (text) => {
    expect(AddressSet.parse(text)).toBeUndefined();
  });

  test('agrees with the platform on what an address is', () => {
    const piece = fc.constantFrom('0', '1', 'ff', 'ffff', '10', '255', '256', '.', ':', '::', '.1', ':1', 'g');
    const text = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (address) => {
        expect(AddressSet.parse(address) !== undefined).toBe(isIPv4(address) || isIPv6(address));
      }),
      { numRuns: 2000 },
    );
  });

  test('of() throws at a text that is no address', () => {
    expect(() => AddressSet.of('10.0.0.0/8', 'nowhere')).toThrow(RangeError);
  });
});

describe('ranges between two addresses', () => {
  test.each([
    ['10.0.0.1', '10.0.0.6', ['10.0.0.1', '10.0.0.2/31', '10.0.0.4/31', '10.0.0.6']],
    ['0.0.0.0', '255.255.255.255', ['0.0.0.0/0']],
    ['::1', '::2', ['::1', '::2']],
    ['10.0.0.2', '10.0.0.1', undefined],
    ['10.0.0.2', '::1', undefined],
    ['', '10.0.0.1', undefined],
  ])('%s to %s', (first, last, cidrs) => {
    expect(AddressSet.between(first, last)?.toCidrs()).toEqual(cidrs);
  });
});

test('sizes are exact in both families', () => {
  expect(AddressSet.any.ipv4Size).toBe(2 ** 32);
  expect(AddressSet.any.ipv6Size).toBe(1n << 128n);
  const some = AddressSet.of('10.0.0.0/8', '10.0.0.0/9', '11.0.0.1', '2001:db8::/127');
  expect([some.ipv4Size, some.ipv6Size]).toEqual([2 ** 24 + 1, 2n]);
  expect([AddressSet.empty.ipv4Size, AddressSet.empty.ipv6Size]).toEqual([0, 0n]);
});

test('the families are apart', () => {
  expect(AddressSet.anyIpv4.overlaps(AddressSet.anyIpv6)).toBe(false);
  expect(AddressSet.anyIpv4.union(AddressSet.anyIpv6).equals(AddressSet.any)).toBe(true);
  expect(AddressSet.any.subtract(AddressSet.anyIpv4).equals(AddressSet.anyIpv6)).toBe(true);
  expect(AddressSet.any.equals(AddressSet.anyIpv4)).toBe(false);
});

test('neighbouring blocks join, and show as the fewest blocks', () => {
  const joined = AddressSet.of('128.0.0.0/1', '0.0.0.0/2', '64.0.0.0/2', '2001:db8:8000::/33', '2001:db8::/33');
  expect(joined.toCidrs()).toEqual(['0.0.0.0/0', '2001:db8::/32']);
  expect(joined.toRanges()).toEqual([
    { first: '0.0.0.0', last: '255.255.255.255' },
    { first: '2001:db8::', last: '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff' },
  ]);
  expect(String(AddressSet.of('10.0.0.0/31', '::1'))).toBe('10.0.0.0/31, ::1');
  expect(String(AddressSet.empty)).toBe('no address');
});

/** Blocks crowded around few addresses, so that they touch, nest and cross; both families. */
const block = fc
  .tuple(
    fc.constantFrom('0.0.0.', '10.0.0.', '255.255.255.', '::', '2001:db8::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:'),
  )
  .chain(([start]) => {
    const v6 = start.includes(':');
    const last = fc
      .constantFrom(0, 1, 2, 3, 4, 7, 8, 15, 254, 255)
      .map((n) => (v6 ? (0xff00 + n).toString(16) : `${n}`));
    const mask = fc.constantFrom(...(v6 ? [0, 1, 3, 120, 126, 127, 128] : [0, 1, 4, 24, 29, 30, 31, 32]));
    return fc.tuple(last, mask).map(([end, bits]) => `${start}${end}/${bits}`);
  });
const addressSet = fc.array(block, { maxLength: 6 }).map((blocks) => AddressSet.of(...blocks));

describe('algebra', () => {
  const laws: Record<string, (a: AddressSet, b: AddressSet, c: AddressSet) => readonly [AddressSet, AddressSet]> = {
    'union commutes': (a, b) => [a.union(b), b.union(a)],
    'intersection commutes': (a, b) => [a.intersect(b), b.intersect(a)],
    'union associates': (a, b, c) => [a.union(b).union(c), a.union(b.union(c))],
    'intersection associates': (a, b, c) => [a.intersect(b).intersect(c), a.intersect(b.intersect(c))],
    'intersection distributes': (a, b, c) => [a.intersect(b.union(c)), a.intersect(b).union(a.intersect(c))],
    'subtraction is the intersection with the complement': (a, b) => [
      a.subtract(b),
      a.intersect(AddressSet.any.subtract(b)),
    ],
    'De Morgan': (a, b) => [
      AddressSet.any.subtract(a.union(b)),
      AddressSet.any.subtract(a).intersect(AddressSet.any.subtract(b)),
    ],
    'parts make up the whole': (a, b) => [a.subtract(b).union(a.intersect(b)), a],
    'nothing is left of itself': (a) => [a.subtract(a), AddressSet.empty],
    'twice the same is the same': (a) => [a.union(a), a.intersect(a)],
    'joining many is their union': (a, b, c) => [AddressSet.join([a, b, c]), a.union(b).union(c)],
    'its blocks make it up': (a) => [AddressSet.of(...a.toCidrs()), a],
  };
  test.each(Object.entries(laws))('%s', (_, law) => {
    fc.assert(
      fc.property(addressSet, addressSet, addressSet, (a, b, c) => {
        const [left, right] = law(a, b, c);
        expect(left.toRanges()).toEqual(right.toRanges());
        expect(left.equals(right)).toBe(true);
      }),
    );
  });

  test('membership, sizes and containment agree', () => {
    fc.assert(
      fc.property(addressSet, addressSet, block, (a, b, at) => {
        const one = AddressSet.of(at.replace(/\/.*/, ''));
        const [inA, inB] = [a.contains(one), b.contains(one)];
        expect(a.union(b).contains(one)).toBe(inA || inB);
        expect(a.intersect(b).contains(one)).toBe(inA && inB);
        expect(a.subtract(b).contains(one)).toBe(inA && !inB);
        expect(a.union(b).ipv4Size).toBe(a.ipv4Size + b.ipv4Size - a.intersect(b).ipv4Size);
        expect(a.union(b).ipv6Size).toBe(a.ipv6Size + b.ipv6Size - a.intersect(b).ipv6Size);
        expect(a.contains(b)).toBe(a.union(b).equals(a));
        expect(a.overlaps(b)).toBe(!a.intersect(b).isEmpty);
      }),
    );
  });
});
