import { AddressSet } from '../net/address-set.ts';
import { publicSpace } from '../net/address-space.ts';
import { code } from '../text/escape.ts';

/** Who, in few words: "everybody on the internet: 3,702,258,432 public IPv4 addresses". */
export function whoWords(who: AddressSet, tags: readonly string[] = []): string {
  const ipv4 = who.intersect(AddressSet.anyIpv4);
  const isEverybody = ipv4.contains(publicSpace.intersect(AddressSet.anyIpv4));
  const sizes = [
    ...(ipv4.isEmpty ? [] : [`${grouped(ipv4.ipv4Size)} public IPv4 ${ipv4.ipv4Size === 1 ? 'address' : 'addresses'}`]),
    ...(who.overlaps(AddressSet.anyIpv6) ? ['IPv6 addresses'] : []),
    ...tags.map((tag) => `every address of ${code(tag)}`),
  ];
  if (isEverybody) return `everybody on the internet: ${sizes.join(' and ')}`;
  const [first, second, third, ...more] = who.toCidrs();
  const shown = [first, second, third].filter((each) => each !== undefined).map((each) => code(each));
  const list = more.length > 0 ? [...shown, `${more.length} more`] : shown;
  return list.length === 0 ? sizes.join(' and ') : `${sizes.join(' and ')} (${list.join(', ')})`;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
