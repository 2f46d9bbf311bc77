import ipaddr from 'ipaddr.js';

/** Addresses of one family from `first` up to, but without, `end`. */
export type AddressRange =
  | { readonly family: 4; readonly first: number; readonly end: number }
  | { readonly family: 6; readonly first: bigint; readonly end: bigint };

const cidr = /^([0-9a-f:.]+)(?:\/(0|[1-9]\d{0,2}))?$/i;
const dotted = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
/** Where ::ffff:0:0/96 begins: IPv4 addresses written as IPv6. */
const mappedFirst = 0xffff_0000_0000n;

/**
 * Reads one address or one CIDR block of either family; bits to the right of the mask are ignored. IPv4 addresses
 * mapped into IPv6 (::ffff:203.0.113.7) come back as IPv4.
 * Only the full notation counts: four decimal numbers without leading zeros, which some programs would read as octal.
 *
 * @returns undefined when the text is neither.
 */
export function parseAddress(text: string): AddressRange | undefined {
  const [, address = '', maskText] = cidr.exec(text) ?? [];
  const mask = maskText === undefined ? undefined : Number(maskText);
  return address.includes(':') ? ipv6Range(address, mask ?? 128) : ipv4Range(address, mask ?? 32);
}

function ipv4Range(address: string, mask: number): AddressRange | undefined {
  const host = ipv4Number(address);
  if (host === undefined || mask > 32) return undefined;
  const size = 2 ** (32 - mask);
  const first = host - (host % size);
  return { family: 4, first, end: first + size };
}

function ipv4Number(address: string): number | undefined {
  const match = dotted.exec(address);
  if (match === null) return undefined;
  let value = 0;
  for (let at = 1; at <= 4; at += 1) {
    const text = match[at] ?? '';
    const octet = Number(text);
    if (octet > 255 || (text.length > 1 && text.startsWith('0'))) return undefined;
    value = value * 256 + octet;
  }
  return value;
}

function ipv6Range(text: string, mask: number): AddressRange | undefined {
  const address = withoutDottedTail(text);
  if (address === undefined || mask > 128 || !ipaddr.IPv6.isValid(address)) return undefined;
  const host = ipaddr.IPv6.parse(address).parts.reduce((sum, part) => (sum << 16n) | BigInt(part), 0n);
  const shift = BigInt(128 - mask);
  const first = (host >> shift) << shift;
  if (mask >= 96 && first >> 32n === mappedFirst >> 32n) {
    const mapped = Number(first - mappedFirst);
    return { family: 4, first: mapped, end: mapped + 2 ** (128 - mask) };
  }
  return { family: 6, first, end: first + (1n << shift) };
}

/** ::ffff:203.0.113.7 as ::ffff:cb00:7107, since ipaddr.js also takes ::203.0.113.7 for a mapped address, and octal numbers. */
function withoutDottedTail(address: string): string | undefined {
  if (!address.includes('.')) return address;
  const tailAt = address.lastIndexOf(':') + 1;
  const tail = ipv4Number(address.slice(tailAt));
  if (tail === undefined) return undefined;
  return `${address.slice(0, tailAt)}${Math.floor(tail / 65_536).toString(16)}:${(tail % 65_536).toString(16)}`;
}
