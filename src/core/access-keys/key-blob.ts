import { parseSshPublicKey, type SshPublicKey } from '../ssh-public-key.ts';

/**
 * Reads a key's blob alone. It says itself of what type it is and how long, so that one which was cut or has something
 * behind it is told.
 * @param base64 padding may be missing
 */
export function readKeyBlob(base64: string): SshPublicKey | undefined {
  if (!/^AAAA[A-Za-z0-9+/]+={0,3}$/.test(base64)) return undefined;
  const blob = Buffer.from(base64, 'base64');
  const type = blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('latin1');
  return /^[a-z0-9@.-]{3,64}$/.test(type) ? parseSshPublicKey(`${type} ${base64}`) : undefined;
}

/** Certificates hold numbers between their fields, and the key of who signed them: `ssh-ed25519-cert-v01@openssh.com`. */
export function isCertificateBlob(base64: string): boolean {
  const start = Buffer.from(base64.slice(0, 64), 'base64').toString('latin1');
  return base64.startsWith('AAAA') && /^.{4}[\x21-\x7e]{1,40}-cert-v\d\d@/s.test(start);
}
