import { checkPrimeSync, createECDH, createPrivateKey, type KeyObject } from 'node:crypto';
import { type KeyType, type OpenSshKey, openSshKey } from './open-ssh-key.ts';
import { seededBytes } from './seeded-bytes.ts';

/**
 * The key pair of a person in the sandbox, for instance `derivedUserKey('azureuser')`. It is the same on every machine,
 * so that no private key has to be kept anywhere, and it protects nothing but pretend machines.
 */
export function derivedUserKey(userName: string): OpenSshKey {
  return derivedKey('ed25519', `user\0${userName}`, `${userName}@sandbox`);
}

/** One key pair of any type out of a seed: the same seed gives the same key, another seed another one. */
export function derivedKey(type: KeyType, seed: string, comment: string): OpenSshKey {
  return openSshKey(privateKeyOf[type](`drawbridge sandbox\0${type}\0${seed}`), comment);
}

const privateKeyOf: Readonly<Record<KeyType, (seed: string) => KeyObject>> = { ed25519, ecdsa, rsa };

function ed25519(seed: string): KeyObject {
  // RFC 8410: the fixed head of a PKCS #8 Ed25519 key, then its 32 bytes.
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seededBytes(seed)(32)]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function ecdsa(seed: string): KeyObject {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const scalar = (toBigInt(seededBytes(seed)(40)) % (order - 1n)) + 1n;
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(toBuffer(scalar, 32));
  const point = curve.getPublicKey();
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: url(toBuffer(scalar, 32)),
    x: url(point.subarray(1, 33)),
    y: url(point.subarray(33)),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

function rsa(seed: string): KeyObject {
  const next = seededBytes(seed);
  const e = 65537n;
  const p = primeFrom(next(128), e);
  const q = primeFrom(next(128), e);
  const d = inverse(e, (p - 1n) * (q - 1n));
  const number = (value: bigint) => url(toBuffer(value));
  const jwk = {
    kty: 'RSA',
    n: number(p * q),
    e: number(e),
    d: number(d),
    p: number(p),
    q: number(q),
    dp: number(d % (p - 1n)),
    dq: number(d % (q - 1n)),
    qi: number(inverse(q, p)),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

/** The first prime from the given 1024 bits on. Its two top bits are set, so that two of them multiply to 2048 bits. */
function primeFrom(bytes: Buffer, e: bigint): bigint {
  const start = toBigInt(bytes) | (3n << BigInt(bytes.length * 8 - 2)) | 1n;
  const remainders = smallPrimes.map((prime) => Number(start % BigInt(prime)));
  for (let step = 0; ; step += 2) {
    if (smallPrimes.some((prime, index) => ((remainders[index] ?? 0) + step) % prime === 0)) continue;
    const candidate = start + BigInt(step);
    if (candidate % e !== 1n && checkPrimeSync(candidate)) return candidate;
  }
}

const smallPrimes = Array.from({ length: 4000 }, (_, index) => index + 3).filter((candidate) => {
  for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) if (candidate % divisor === 0) return false;
  return true;
});

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value, modulus, 1n, 0n];
  while (b > 0n) {
    const times = a / b;
    [a, b] = [b, a - times * b];
    [x, y] = [y, x - times * y];
  }
  return ((x % modulus) + modulus) % modulus;
}

function toBigInt(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function toBuffer(value: bigint, length = Math.ceil(value.toString(16).length / 2)): Buffer {
  return Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex');
}

function url(bytes: Buffer): string {
  return bytes.toString('base64url');
}
