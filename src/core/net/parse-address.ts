import ipaddr from 'ipaddr.js';

/** Addresses of one family from `first` up to, but without, `end`. */
export type AddressRange =
  | { readonly family: 4; readonly first: number; readonly end: number }
  | { readonly family: 6; readonly first: bigint; readonly end: bigint };

const notation = /^[0-9a-f:.]+$/i;
const maskNotation = /^(?:0|[1-9]\d{0,2})$/;
const zero = '0'.charCodeAt(0);
const dot = '.'.charCodeAt(0) - zero;
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
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const mask = slash < 0 ? undefined : parseMask(text.slice(slash + 1));
  if (slash >= 0 && mask === undefined) return undefined;
  return address.includes(':') ? ipv6Range(address, mask ?? 128) : ipv4Range(address, mask ?? 32);
}

function parseMask(text: string): number | undefined {
  return maskNotation.test(text) ? Number(text) : undefined;
}

function ipv4Range(address: string, mask: number): AddressRange | undefined {
  const host = ipv4Number(address);
  if (host === undefined || mask > 32) return undefined;
  const size = 2 ** (32 - mask);
  const first = host - (host % size);
  return { family: 4, first, end: first + size };
}

/** Read character by character: it stands in the way of every rule of an audit. */
function ipv4Number(address: string): number | undefined {
  let value = 0;
  let octet = 0;
  let digits = 0;
  let octets = 1;
  for (let at = 0; at < address.length; at += 1) {
    const digit = address.charCodeAt(at) - zero;
    if (digit === dot && digits > 0 && octets < 4) {
      value = value * 256 + octet;
      octet = 0;
      digits = 0;
      octets += 1;
    } else if (digit >= 0 && digit <= 9 && (digits === 0 || octet > 0)) {
      octet = octet * 10 + digit;
      digits += 1;
      if (octet > 255) return undefined;
    } else return undefined;
  }
  return octets === 4 && digits > 0 ? value * 256 + octet : undefined;
}

function ipv6Range(text: string, mask: number): AddressRange | undefined {
  if (!notation.test(text)) return undefined;
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
