import { isCertificateBlob, readKeyBlob } from './key-blob.ts';

/**
 * Whether a text is, or holds, a private key: in any of the forms in which people keep them, whole, without its first
 * line, or as base64 alone. In doubt it is one: a public key that is taken for a private one costs a new paste.
 */
export function looksPrivate(text: string): boolean {
  return words.some((word) => word.test(text)) || base64Runs(text).some(holdsPrivateKey);
}

const words = [
  // OpenSSH, PEM, PKCS#8 and ssh.com, first or last line; macOS makes other dashes of those in front.
  /\b(?:BEGIN|END)\s[A-Z0-9 ]*PRIVATE\s+KEY/i,
  // PuTTY: https://tartarus.org/~simon/putty-snapshots/htmldoc/AppendixC.html
  /PuTTY-User-Key-File-\d/i,
  /^\s*Private-(?:Lines|MAC|Hash)\s*:/im,
  // Encrypted PEM: RFC 1421.
  /^\s*(?:Proc-Type\s*:.*ENCRYPTED|DEK-Info\s*:)/im,
  // JSON Web Keys and .NET's XML: their private part is called "d".
  /"kty"[\s\S]*"d"\s*:|"d"\s*:[\s\S]*"kty"/,
  /<RSAKeyValue>[\s\S]*<D>/i,
  /\bAGE-SECRET-KEY-1/i,
];

/** Runs of base64, with the line breaks inside them taken out; and each line alone, as something else may stand in front. */
function base64Runs(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const joined = lines.map((line) => (/^[A-Za-z0-9+/]{16,}={0,2}$/.test(line) ? line : ' ')).join('');
  return [...lines, joined].flatMap((each) => each.match(/[A-Za-z0-9+/]{24,}/g) ?? []);
}

function holdsPrivateKey(base64: string): boolean {
  if (readKeyBlob(base64) !== undefined || isCertificateBlob(base64)) return false;
  const whole = Buffer.from(base64, 'base64');
  if (isPrivateDer(whole)) return true;
  // A run may begin anywhere in what it was cut from, also within a group of four.
  return [0, 1, 2, 3].some((cut) => {
    const bytes = Buffer.from(base64.slice(cut), 'base64').toString('latin1');
    if (bytes.includes('openssh-key-v1\0')) return true;
    // The private part of OpenSSH's form names the type once more, and a public key says its type only in front.
    return types.some((type) => bytes.indexOf(type, 5) >= 0);
  });
}

const types = ['\0\0\0\x07ssh-rsa\0', '\0\0\0\x0bssh-ed25519\0', '\0\0\0\x13ecdsa-sha2-nistp', '\0\0\0\x07ssh-dss\0'];

const sequence = 0x30;
const integer = 0x02;
const octets = 0x04;

/** PKCS#5 and PKCS#12: what encrypts a key. */
const encryptions = ['2a864886f70d0105', '2a864886f70d010c'];

/** PKCS#1, PKCS#8, SEC 1 and DSA: all begin with a version of one byte, which no public key does. RFC 5208, 5915, 8017. */
function isPrivateDer(bytes: Buffer): boolean {
  const inside = contentAt(bytes, 0, sequence);
  if (inside === undefined) return false;
  if (bytes[inside] === integer && bytes[inside + 1] === 1 && (bytes[inside + 2] ?? 9) <= 3) {
    return [sequence, integer, octets].includes(bytes[inside + 3] ?? 0);
  }
  const algorithm = contentAt(bytes, inside, sequence);
  if (algorithm === undefined) return false;
  const name = bytes.subarray(algorithm + 2, algorithm + 10).toString('hex');
  return encryptions.some((each) => name.startsWith(each));
}

/** Where the content of a value with this tag begins. */
function contentAt(bytes: Buffer, at: number, tag: number): number | undefined {
  if (bytes[at] !== tag) return undefined;
  const length = bytes[at + 1] ?? 0x80;
  return length < 0x80 ? at + 2 : at + 2 + (length & 0x7f);
}
