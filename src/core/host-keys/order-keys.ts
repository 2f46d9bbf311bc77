import type { HostKey } from './host-key.ts';

/**
 * The types of host keys that are compared and pinned here, the one first that OpenSSH's client picks first.
 * https://man.openbsd.org/ssh_config#HostKeyAlgorithms
 */
export const hostKeyTypes: readonly string[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
];

/** In the order in which OpenSSH's client picks them; other types last. */
export function orderKeys(keys: readonly HostKey[]): HostKey[] {
  const place = ({ type }: HostKey) => (hostKeyTypes.includes(type) ? hostKeyTypes.indexOf(type) : hostKeyTypes.length);
  return keys.toSorted((a, b) => place(a) - place(b));
}
