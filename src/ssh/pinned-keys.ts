import type { ServerHostKeyAlgorithm } from 'ssh2';
import type { HostKey } from '../core/host-keys/host-key.ts';

/**
 * The signatures to ask for, by the type of the approved key: a server that may choose freely shows a key that nobody
 * approved. RSA never with SHA-1, which is what `ssh-rsa` means there (RFC 8332).
 */
const signaturesOf: ReadonlyMap<string, readonly ServerHostKeyAlgorithm[]> = new Map([
  ['ssh-ed25519', ['ssh-ed25519']],
  ['ecdsa-sha2-nistp256', ['ecdsa-sha2-nistp256']],
  ['ecdsa-sha2-nistp384', ['ecdsa-sha2-nistp384']],
  ['ecdsa-sha2-nistp521', ['ecdsa-sha2-nistp521']],
  ['ssh-rsa', ['rsa-sha2-512', 'rsa-sha2-256']],
]);

/** All types of host keys that can be compared here, the one that servers prefer first. */
export const hostKeyTypes: readonly string[] = [...signaturesOf.keys()];

/** Empty when none of the types is one that can be checked here. */
export function signaturesFor(types: readonly string[]): ServerHostKeyAlgorithm[] {
  return hostKeyTypes.flatMap((type) => (types.includes(type) ? (signaturesOf.get(type) ?? []) : []));
}

/**
 * ssh2 takes everything but a strict `false` for consent, a promise too: this is synchronous and returns true or false,
 * whatever it is given. It compares the whole keys, as their names say too little (RSA has three).
 * @param onOther is told what was shown instead
 */
export function verifierOf(
  pinned: readonly HostKey[],
  onOther: (presented: HostKey) => void,
): (blob: unknown) => boolean {
  const blobs = pinned.map(({ base64 }) => Buffer.from(base64, 'base64'));
  return (blob) => {
    if (!Buffer.isBuffer(blob)) return false;
    if (blob.length > 0 && blobs.some((known) => known.equals(blob))) return true;
    onOther(hostKeyFrom(blob));
    return false;
  };
}

/** RFC 4253, section 6.6: a key begins with the name of its type. */
function hostKeyFrom(blob: Buffer): HostKey {
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  const type = blob.toString('latin1', 4, 4 + Math.min(length, 64)).replace(/[^!-~]/g, '?');
  return { type, base64: blob.toString('base64') };
}
