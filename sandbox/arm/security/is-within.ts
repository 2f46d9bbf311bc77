import { isInBlock, readAddress } from '../../internet/address.ts';

/** Whether a source of a request, an address or a range, lies in one that a policy allows. `*` allows everything. */
export function isWithin(source: string, allowed: string): boolean {
  if (allowed === '*') return true;
  const [start = '', length] = source.split('/');
  const address = readAddress(start);
  if (address === undefined || !isInBlock(address, allowed)) return false;
  const bits = (of: string | undefined) => (of === undefined ? address.bits : Number(of));
  return bits(length) >= bits(allowed.split('/')[1]);
}
