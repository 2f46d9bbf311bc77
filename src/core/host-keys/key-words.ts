import { parseSshPublicKey } from '../ssh-public-key.ts';
import { fingerprintOf, type HostKey } from './host-key.ts';

/** "ED25519", "RSA 3072": as people compare them. */
export function keyName(key: HostKey): string {
  const read = parseSshPublicKey(`${key.type} ${key.base64}`);
  if (read === undefined) return key.type;
  // Only of RSA does the length say anything that the name does not; of ECDSA it tells the curves apart.
  const isPlain = read.bits === undefined || key.type === 'ssh-ed25519';
  return isPlain ? read.name : `${read.name} ${read.bits}`;
}

/** "ED25519 SHA256:...": no mark-up. */
export function keyWords(key: HostKey): string {
  return `${keyName(key)} ${fingerprintOf(key)}`;
}

/** The line that OpenSSH's client shows when it does not know the server yet. */
export function clientLine(key: HostKey): string {
  const name = parseSshPublicKey(`${key.type} ${key.base64}`)?.name ?? key.type;
  return `${name} key fingerprint is ${fingerprintOf(key)}`;
}
