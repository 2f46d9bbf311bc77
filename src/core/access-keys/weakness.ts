import type { SshPublicKey } from '../ssh-public-key.ts';

/** https://www.openssh.com/releasenotes.html: DSA went with 10.0, RSA below 2048 bits is refused by current systems' policies. */
export function weakness({ name, bits }: Pick<SshPublicKey, 'name' | 'bits'>): string | undefined {
  if (name === 'DSA') return 'OpenSSH no longer takes DSA keys';
  return name === 'RSA' && bits !== undefined && bits < 2048
    ? 'RSA keys below 2048 bits are refused by many servers'
    : undefined;
}
