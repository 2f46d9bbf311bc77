import { AddressSet } from '../net/address-set.ts';
import { matchesGlob } from '../policy/glob.ts';
import { isCut } from './parse-reading.ts';

/** Whether somebody is in one of sshd's lists of users or groups. `unknown`: the list was cut, or an address decides. */
export type Listed = 'yes' | 'no' | 'unknown';

/**
 * A list such as `AllowUsers`, with sshd's patterns: `*`, `?`, `!` in front, `user@host`. A pattern with `!` that fits
 * keeps the others from fitting. man 5 ssh_config, PATTERNS
 * @param names the user, or the groups that the user is in
 */
export function isListed(list: string, names: readonly string[], address: string | undefined): Listed {
  const patterns = list.split(/\s+/).filter((pattern) => pattern !== '' && pattern !== '[...]');
  const fits = (pattern: string) => names.map((name) => fitsName(pattern, name, address));
  const excluded = patterns.filter((pattern) => pattern.startsWith('!')).flatMap((pattern) => fits(pattern.slice(1)));
  if (excluded.includes('yes')) return 'no';
  const found = patterns.filter((pattern) => !pattern.startsWith('!')).flatMap(fits);
  if (found.includes('yes')) return excluded.includes('unknown') ? 'unknown' : 'yes';
  return found.includes('unknown') || isCut(list) ? 'unknown' : 'no';
}

function fitsName(pattern: string, name: string, address: string | undefined): Listed {
  const at = pattern.lastIndexOf('@');
  // Accounts of Entra have an address for a name.
  if (at < 0 || pattern === name) return matchesGlob(pattern, name, { exact: true }) ? 'yes' : 'no';
  if (!matchesGlob(pattern.slice(0, at), name, { exact: true }))
    return matchesGlob(pattern, name, { exact: true }) ? 'yes' : 'no';
  return fitsHost(pattern.slice(at + 1), address);
}

function fitsHost(host: string, address: string | undefined): Listed {
  if (host === '*') return 'yes';
  if (address === undefined) return 'unknown';
  const range = AddressSet.parse(host);
  if (range !== undefined) return range.contains(AddressSet.of(address)) ? 'yes' : 'no';
  // A name would have to be looked up.
  return /^[\d.:*?a-f]+$/i.test(host) ? (matchesGlob(host, address, { exact: true }) ? 'yes' : 'no') : 'unknown';
}
