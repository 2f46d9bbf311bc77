import { createPrivateKey, createPublicKey } from 'node:crypto';
import ssh2, { type ParsedKey } from 'ssh2';
import { describe, expect, it } from 'vitest';
import { derivedKey, derivedUserKey } from '../../../sandbox/keys/derive-key.ts';
import type { KeyType } from '../../../sandbox/keys/open-ssh-key.ts';
import { readPrivateKey } from '../../../sandbox/keys/read-private-key.ts';

const types: readonly KeyType[] = ['ecdsa', 'ed25519', 'rsa'];

function parsed(text: string): ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}

describe.each(types)('a derived %s key', (type) => {
  const key = derivedKey(type, 'one', 'root@one');

  it('is the same for the same seed and another one for another seed', () => {
    expect(derivedKey(type, 'one', 'root@one')).toEqual(key);
    expect(derivedKey(type, 'two', 'root@one').publicKeyLine).not.toBe(key.publicKeyLine);
  });

  it('is a pair that ssh2 signs with', () => {
    const secret = parsed(key.privateKeyOpenSsh);
    const message = Buffer.from('message');
    const signature = secret.sign(message);
    if (signature instanceof Error) throw signature;
    expect(parsed(key.publicKeyLine).verify(message, signature)).toBe(true);
    expect(parsed(key.publicKeyLine).verify(Buffer.from('other'), signature)).toBe(false);
    expect(secret.getPublicSSH().toString('base64')).toBe(key.publicKeyLine.split(' ')[1]);
  });

  it('can be read back from its file', () => {
    const pem = createPublicKey(readPrivateKey(key.privateKeyOpenSsh)).export({ type: 'spki', format: 'pem' });
    expect(pem).toBe(createPublicKey(parsed(key.publicKeyLine).getPublicPEM()).export({ type: 'spki', format: 'pem' }));
  });
});

describe('an RSA key', () => {
  it('has 2048 bits', () => {
    const pem = parsed(derivedKey('rsa', 'one', 'c').privateKeyOpenSsh).getPrivatePEM();
    expect(createPrivateKey(pem).asymmetricKeyDetails).toMatchObject({ modulusLength: 2048, publicExponent: 65537n });
  });
});

describe('derivedUserKey', () => {
  it('names its user and differs between users', () => {
    expect(derivedUserKey('azureuser').publicKeyLine).toMatch(/^ssh-ed25519 \S+ azureuser@sandbox$/);
    expect(derivedUserKey('eve').publicKeyLine).not.toContain(derivedUserKey('azureuser').publicKeyLine.split(' ')[1]);
  });
});
