import { createHash } from 'node:crypto';

/** An SSH server's public key, as it goes over the wire. RFC 4253, section 6.6. */
export interface HostKey {
  /** The type inside the blob: `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, ... */
  readonly type: string;
  /** The blob in base64, with padding: the second word of a line in known_hosts. */
  readonly base64: string;
}

/** As `ssh-keygen -l` writes it: `SHA256:` and base64 without padding. */
export function fingerprintOf({ base64 }: HostKey): string {
  const digest = createHash('sha256').update(Buffer.from(base64, 'base64')).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}
