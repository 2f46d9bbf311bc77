import { createPrivateKey, type KeyObject } from 'node:crypto';
import ssh2 from 'ssh2';

/** @param text a private key without passphrase, in PEM or in OpenSSH's own form (which Node does not read) */
export function readPrivateKey(text: string): KeyObject {
  if (!text.includes('OPENSSH PRIVATE KEY')) return createPrivateKey(text);
  const parsed = ssh2.utils.parseKey(text);
  if (parsed instanceof Error) throw parsed;
  return createPrivateKey(parsed.getPrivatePEM());
}
