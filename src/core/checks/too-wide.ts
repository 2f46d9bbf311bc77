import { familyOf } from '../endpoints.ts';
import { isPrivateCaller } from '../text/parse-caller.ts';

/** Longest prefixes that are still a large part of the internet: 2^23 addresses of IPv4, 1/256 of IPv6's 2000::/3. */
const widest = { IPv4: 9, IPv6: 11 };

/** Whether a caller's range is too much of the internet for anybody to open a port to. @param from canonical */
export function isTooWide(from: string): boolean {
  const [, length] = from.split('/');
  return length !== undefined && Number(length) <= widest[familyOf(from)] && !isPrivateCaller(from);
}
