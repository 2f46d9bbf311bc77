import { parseSshPublicKey } from '../ssh-public-key.ts';
import { fingerprintOf, type HostKey } from './host-key.ts';

/** "ED25519 256", "RSA 3072": the type and the length as `ssh-keygen -l` tells them. */
export function keyName(key: HostKey): string {
  const { name, bits } = parseSshPublicKey(`${key.type} ${key.base64}`) ?? { name: key.type, bits: undefined };
  return bits === undefined ? name : `${name} ${bits}`;
}

/** "ED25519 256 SHA256:...": no mark-up. */
export function keyWords(key: HostKey): string {
  return `${keyName(key)} ${fingerprintOf(key)}`;
}

/** The line that OpenSSH's client shows when it does not know the server yet. */
export function clientLine(key: HostKey): string {
  const name = parseSshPublicKey(`${key.type} ${key.base64}`)?.name ?? key.type;
  return `${name} key fingerprint is ${fingerprintOf(key)}`;
}
