import { isIPv4, isIPv6 } from 'node:net';

export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** One literal IPv4 or IPv6 address as a number; undefined for anything else. An IPv4-mapped IPv6 address is the IPv4 address. */
export function readAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { bits: 32, value: quads(text) };
  if (!isIPv6(text)) return undefined;
  const plain = text.replace(/%.*$/, '').replace(/(\d+\.\d+\.\d+\.\d+)$/, (ipv4) => {
    const value = quads(ipv4);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const before = head.split(':').filter((group) => group !== '');
  const after = (tail ?? '').split(':').filter((group) => group !== '');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  const value = [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
  return value >> 32n === 0xffffn ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value };
}

/** Whether an address lies in a block such as `10.0.0.0/8`, or is the one address `10.0.0.4`. False when it is no block. */
export function isInBlock(address: Address, block: string): boolean {
  const [start = '', length] = block.trim().split('/');
  const base = readAddress(start);
  if (base === undefined || base.bits !== address.bits) return false;
  const prefix = length === undefined ? base.bits : Number(length);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > base.bits || length === '') return false;
  const hostBits = BigInt(base.bits - prefix);
  return base.value >> hostBits === address.value >> hostBits;
}

export function isSameAddress(one: string, other: string): boolean {
  const [a, b] = [readAddress(one), readAddress(other)];
  return a !== undefined && b !== undefined && a.bits === b.bits && a.value === b.value;
}

function quads(ipv4: string): bigint {
  return ipv4.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}
