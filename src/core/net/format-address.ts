import ipaddr from 'ipaddr.js';

export function formatIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** In the short form of RFC 5952. */
export function formatIpv6(address: bigint): string {
  const parts = Array.from({ length: 8 }, (_, at) => Number((address >> BigInt(112 - 16 * at)) & 0xffffn));
  return new ipaddr.IPv6(parts).toRFC5952String();
}

/** The fewest CIDR blocks that make up [first, end), ascending. A block of one address is written without a mask. */
export function ipv4Cidrs(first: number, end: number): string[] {
  return cidrs(BigInt(first), BigInt(end), 32, (address) => formatIpv4(Number(address)));
}

/** As `ipv4Cidrs`, for IPv6. */
export function ipv6Cidrs(first: bigint, end: bigint): string[] {
  return cidrs(first, end, 128, formatIpv6);
}

function cidrs(first: bigint, end: bigint, bits: number, format: (address: bigint) => string): string[] {
  const blocks: string[] = [];
  let at = first;
  while (at < end) {
    let mask = bits;
    while (mask > 0 && fits(at, end, BigInt(bits - mask + 1))) mask -= 1;
    blocks.push(mask === bits ? format(at) : `${format(at)}/${mask}`);
    at += 1n << BigInt(bits - mask);
  }
  return blocks;
}

function fits(at: bigint, end: bigint, hostBits: bigint): boolean {
  return (at >> hostBits) << hostBits === at && at + (1n << hostBits) <= end;
}
