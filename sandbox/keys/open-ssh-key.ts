import { createHash, type KeyObject } from 'node:crypto';

export type KeyType = 'ecdsa' | 'ed25519' | 'rsa';

export interface OpenSshKey {
  readonly type: KeyType;
  /** The private key in OpenSSH's own file format (openssh-key-v1), without a passphrase. */
  readonly privateKeyOpenSsh: string;
  /** `ssh-ed25519 AAAA... comment`, without a line end. */
  readonly publicKeyLine: string;
}

/**
 * Writes a private key as ssh-keygen does, so that OpenSSH takes it too (it reads no PKCS #8 for Ed25519).
 * Format: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
 */
export function openSshKey(privateKey: KeyObject, comment: string): OpenSshKey {
  const { type, name, publicParts, privateParts } = takeApart(privateKey);
  const publicBlob = Buffer.concat([text(name), ...publicParts]);
  // The same random number twice, by which a reader sees that it deciphered well. Without a cipher any number does.
  const check = createHash('sha256').update(publicBlob).digest().subarray(0, 4);
  const secret = Buffer.concat([check, check, text(name), ...privateParts, text(comment)]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text('none'),
    text('none'),
    text(''),
    Buffer.from([0, 0, 0, 1]),
    text(publicBlob),
    text(Buffer.concat([secret, padding])),
  ]);
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
  return {
    type,
    privateKeyOpenSsh: ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join(
      '\n',
    ),
    publicKeyLine: `${name} ${publicBlob.toString('base64')} ${comment}`,
  };
}

interface Parts {
  readonly type: KeyType;
  readonly name: string;
  readonly publicParts: readonly Buffer[];
  readonly privateParts: readonly Buffer[];
}

function takeApart(privateKey: KeyObject): Parts {
  const jwk = privateKey.export({ format: 'jwk' });
  const part = (field: keyof typeof jwk) => Buffer.from(String(jwk[field]), 'base64url');
  switch (privateKey.asymmetricKeyType) {
    case 'ed25519': {
      const point = text(part('x'));
      const name = 'ssh-ed25519';
      return {
        type: 'ed25519',
        name,
        publicParts: [point],
        privateParts: [point, text(Buffer.concat([part('d'), part('x')]))],
      };
    }
    case 'ec': {
      if (jwk.crv !== 'P-256') throw new Error(`An ECDSA key must be on P-256, not on ${jwk.crv}`);
      const shared = [text('nistp256'), text(Buffer.concat([Buffer.from([4]), part('x'), part('y')]))];
      return {
        type: 'ecdsa',
        name: 'ecdsa-sha2-nistp256',
        publicParts: shared,
        privateParts: [...shared, whole(part('d'))],
      };
    }
    case 'rsa': {
      const [n, e, d, p, q, qi] = (['n', 'e', 'd', 'p', 'q', 'qi'] as const).map((field) => whole(part(field)));
      if (!n || !e || !d || !p || !q || !qi) throw new Error('An RSA private key lacks a part');
      return { type: 'rsa', name: 'ssh-rsa', publicParts: [e, n], privateParts: [n, e, d, qi, p, q] };
    }
    default:
      throw new Error(`OpenSSH has no host keys of the type ${privateKey.asymmetricKeyType}`);
  }
}

function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A positive whole number as RFC 4251 writes it: no leading zeros, and one zero byte where the top bit is set. */
function whole(value: Buffer): Buffer {
  const first = value.findIndex((byte) => byte !== 0);
  const bare = first < 0 ? Buffer.alloc(0) : value.subarray(first);
  return text((bare[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), bare]) : bare);
}
