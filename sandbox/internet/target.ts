import { readAddress } from './address.ts';

export interface Target {
  readonly address: string;
  readonly port: number;
}

/** What CONNECT asks for: `20.51.230.13:22` or `[2001:db8::1]:22`. Names are unknown here: undefined for anything else. */
export function readTarget(text: string): Target | undefined {
  const [, ipv6, ipv4, portText] = /^(?:\[([^\]]+)\]|([\d.]+)):(\d{1,5})$/.exec(text) ?? [];
  const address = ipv6 ?? ipv4 ?? '';
  const port = Number(portText);
  return readAddress(address) === undefined || port < 1 || port > 65535 ? undefined : { address, port };
}
