import { isIP } from 'node:net';
import { isServiceTag } from './service-tags.ts';

export type AddressPrefix =
  | { readonly kind: 'IPv4' | 'IPv6' }
  /** `*` or a service tag. */
  | { readonly kind: 'tag' }
  | { readonly kind: 'invalid' };

/**
 * How Azure reads one address prefix of a rule: an address, a range without host bits, a tag or `*`. Its oddity, kept
 * here: a bare whole number is taken for an IPv4 address.
 */
export function readAddressPrefix(text: string): AddressPrefix {
  if (text === '*' || isServiceTag(text)) return { kind: 'tag' };
  if (/^\d+$/.test(text) && Number(text) <= 0xffff_ffff) return { kind: 'IPv4' };
  const [address = '', mask, ...more] = text.split('/');
  const version = address.includes('%') ? 0 : isIP(address);
  if (version === 0 || more.length > 0) return { kind: 'invalid' };
  const bits = version === 4 ? 32 : 128;
  if (mask !== undefined && !(/^\d{1,3}$/.test(mask) && Number(mask) <= bits)) return { kind: 'invalid' };
  const hostBits = BigInt(bits - Number(mask ?? bits));
  const value = version === 4 ? ipv4Value(address) : ipv6Value(address);
  if ((value & ((1n << hostBits) - 1n)) !== 0n) return { kind: 'invalid' };
  return { kind: version === 4 ? 'IPv4' : 'IPv6' };
}

export function ipv4Value(address: string): bigint {
  return address.split('.').reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}

function ipv6Value(address: string): bigint {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (dotted !== null) {
    const low = ipv4Value(dotted[2] ?? '0.0.0.0');
    return ipv6Value(`${dotted[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`);
  }
  const [head = '', tail] = address.split('::');
  const groups = (part: string | undefined) => (part === undefined || part === '' ? [] : part.split(':'));
  const left = groups(head);
  const right = groups(tail);
  const zeros = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}
