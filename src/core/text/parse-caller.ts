import { AddressSet } from '../net/address-set.ts';
import { azurePlatform } from '../net/address-space.ts';
import { code } from './escape.ts';
import { type Refusal, refuse } from './refusal.ts';

/** Where a person connects from. */
export interface Caller {
  /** Canonical: one address without a mask, or a CIDR block without host bits. */
  readonly address: string;
  /** One sentence, when the address is fit for a VPN or a laboratory but not for the internet. */
  readonly warning?: string;
}

export type ParsedCaller = { readonly ok: true; readonly caller: Caller } | Refusal;

const howTo = 'Give an address such as `203.0.113.7` or `2001:db8::7`, or a range such as `203.0.113.0/24`.';

/** Nobody connects from these: unspecified, multicast, reserved, broadcast; and Azure's own platform, which every group lets in. */
const nobody = AddressSet.of('0.0.0.0/8', '224.0.0.0/3', '::/128', 'ff00::/8').union(azurePlatform);

interface Kind {
  readonly kind: string;
  readonly addresses: AddressSet;
}

/** No router forwards these (RFC 1122, 3927, 4291), so no VM sees them, through a VPN or otherwise. */
const neverSent: readonly Kind[] = [
  { kind: 'a loopback address', addresses: AddressSet.of('127.0.0.0/8', '::1') },
  { kind: 'a link-local address', addresses: AddressSet.of('169.254.0.0/16', 'fe80::/10') },
];

/** Documentation ranges are not here on purpose: examples and rehearsals use them. */
const notOnTheInternet: readonly Kind[] = [
  { kind: 'a private address', addresses: AddressSet.of('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7') },
  { kind: "a carrier's shared address", addresses: AddressSet.of('100.64.0.0/10') },
];

/** One address or CIDR block as a person typed it. The text is one word, already normalised. */
export function parseCaller(text: string): ParsedCaller {
  if (text === '') return refuse('The address is missing.', howTo);
  const bare = text.replace(/^\[([^\]]*)\](?=$|\/)/, '$1');
  if (bare.includes('%')) {
    return refuse(
      `${code(text)} has a zone, which means something on one machine only.`,
      'Leave out % and what follows it.',
    );
  }
  const withPort = /^(?:\[([^\]]+)\]|([\d.]+)):\d+$/.exec(text);
  if (withPort !== null) {
    const address = withPort[1] ?? withPort[2] ?? '';
    return refuse(`${code(text)} has a port in it.`, `Give the address alone: ${code(address)}.`);
  }
  const addresses = AddressSet.parse(bare);
  const canonical = addresses?.toCidrs()[0];
  if (addresses === undefined || canonical === undefined) return notAnAddress(text);
  const host = bare.includes('/') ? AddressSet.parse(bare.slice(0, bare.indexOf('/')))?.toCidrs()[0] : undefined;
  if (host !== undefined && host !== canonical && host !== canonical.slice(0, canonical.indexOf('/'))) {
    return refuse(
      `${code(text)} is an address and a mask; the network it lies in is ${code(canonical)}.`,
      `Give ${code(canonical)} for the whole network, or ${code(host)} for the one address.`,
    );
  }
  if (nobody.contains(addresses)) return refuse(`Nobody connects from ${code(canonical)}.`, howTo);
  const unsent = neverSent.find((each) => each.addresses.contains(addresses))?.kind;
  if (unsent !== undefined) {
    return refuse(`${code(canonical)} is ${unsent}: it means something on your own machine only.`, howTo);
  }
  const warning = warningAbout(canonical);
  return { ok: true, caller: warning === undefined ? { address: canonical } : { address: canonical, warning } };
}

/** What to say about an address that is not seen on the internet. The address is canonical. */
function warningAbout(address: string): string | undefined {
  const kind = notOnTheInternet.find(({ addresses }) => addresses.contains(AddressSet.of(address)))?.kind;
  if (kind === undefined) return undefined;
  return `${code(address)} is ${kind}: Azure sees it only if you come through a VPN or a peered network, not over the internet.`;
}

/** Whether all of it is address space that no packet from the internet carries. The address is canonical. */
export function isPrivateCaller(address: string): boolean {
  return warningAbout(address) !== undefined;
}

function notAnAddress(text: string): Refusal {
  const shown = code(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  if (text.split(/[-,;]/).filter((part) => AddressSet.parse(part) !== undefined).length > 1)
    return refuse(`${shown} is more than one address.`, 'Give one of them, or a range such as `203.0.113.0/24`.');
  if (/^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) && /(?:^|\.)0\d/.test(text))
    return refuse(`${shown} has zeros in front, which some programs read as octal.`, 'Leave them out.');
  if (/^[\d.]+$/.test(text))
    return refuse(`${shown} is not an IPv4 address: that is four numbers from 0 to 255.`, howTo);
  if (/^[\d.]+\/\S*$/.test(text)) return refuse(`${shown} is not a range: the mask is a number from 0 to 32.`, howTo);
  if (/^[\p{L}\d-]+(\.[\p{L}\d-]+)+$/u.test(text)) return refuse(`${shown} is a name, not an address.`, howTo);
  return refuse(`${shown} is not an address.`, howTo);
}
