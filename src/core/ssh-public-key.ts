import { fingerprintOf, type HostKey } from './host-keys/host-key.ts';

/** What can be told of a public key without its owner. A host key is one as well. */
export interface SshPublicKey extends HostKey {
  /** As `ssh-keygen -l` names it: "ED25519", "RSA", "ECDSA", "DSA". */
  readonly name: string;
  /** Length of the key; undefined for types that are not known here. */
  readonly bits: number | undefined;
  /** `SHA256:` and base64 without padding, as `ssh-keygen -l` writes it. */
  readonly fingerprint: string;
  readonly comment: string;
}

const named: Readonly<Record<string, { readonly name: string; readonly bits?: number }>> = {
  'ssh-rsa': { name: 'RSA' },
  'ssh-dss': { name: 'DSA' },
  'ssh-ed25519': { name: 'ED25519', bits: 256 },
  'ecdsa-sha2-nistp256': { name: 'ECDSA', bits: 256 },
  'ecdsa-sha2-nistp384': { name: 'ECDSA', bits: 384 },
  'ecdsa-sha2-nistp521': { name: 'ECDSA', bits: 521 },
  'sk-ssh-ed25519@openssh.com': { name: 'ED25519-SK', bits: 256 },
  'sk-ecdsa-sha2-nistp256@openssh.com': { name: 'ECDSA-SK', bits: 256 },
};

/**
 * Reads one line of an authorized_keys file: `type base64 comment`, options in front of it allowed.
 * The blob's own type must be the one the line names. RFC 4253, section 6.6.
 *
 * @returns undefined when the line is no public key
 */
export function parseSshPublicKey(line: string): SshPublicKey | undefined {
  const match = /(?:^|\s)([a-z0-9@.-]+) +(AAAA[A-Za-z0-9+/]+={0,3})(?:\s+(.*))?$/.exec(line.trim());
  const [, type = '', base64 = '', comment = ''] = match ?? [];
  const blob = Buffer.from(base64, 'base64');
  const [blobType, ...numbers] = fieldsOf(blob) ?? [];
  if (match === null || blobType?.toString('latin1') !== type || !isWhole(type, numbers)) return undefined;
  const known = named[type];
  // The modulus is the last field of an RSA key, the prime the first of a DSA key.
  const modulus = { 'ssh-rsa': numbers.at(-1), 'ssh-dss': numbers[0] }[type];
  const key = { type, base64: blob.toString('base64') };
  return {
    ...key,
    name: known?.name ?? type,
    bits: known?.bits ?? (modulus === undefined ? undefined : bitLength(modulus)),
    fingerprint: fingerprintOf(key),
    comment: comment.trim(),
  };
}

/** Whether the fields behind the type are those of a key: RFC 8709, RFC 5656, RFC 4253. Of other types there is at least one. */
function isWhole(type: string, fields: readonly Buffer[]): boolean {
  const [first, second] = fields;
  if (first === undefined) return false;
  if (type === 'ssh-ed25519') return fields.length === 1 && first.length === 32;
  if (type === 'ssh-rsa') return fields.length === 2 && second !== undefined && isRsa(first, second);
  // https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.u2f: the application comes last.
  if (type === 'sk-ssh-ed25519@openssh.com') return fields.length === 2 && first.length === 32;
  if (type === 'sk-ecdsa-sha2-nistp256@openssh.com') return fields.length === 3 && second?.length === 65;
  const curve = /^ecdsa-sha2-(nistp(256|384|521))$/.exec(type);
  if (curve === null) return true;
  // An uncompressed point: a four and two coordinates.
  const pointLength = 1 + 2 * Math.ceil(Number(curve[2]) / 8);
  return fields.length === 2 && first.toString('latin1') === curve[1] && second?.length === pointLength;
}

/** The length-prefixed fields of a blob; undefined when they do not fill it exactly. */
function fieldsOf(blob: Buffer): Buffer[] | undefined {
  const fields: Buffer[] = [];
  let at = 0;
  while (at < blob.length) {
    if (at + 4 > blob.length) return undefined;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return undefined;
    fields.push(blob.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

/** Both are odd, and the exponent is no 1: with that anybody could sign. RFC 8017, section 3.1. */
function isRsa(exponent: Buffer, modulus: Buffer): boolean {
  const isOdd = (number: Buffer) => ((number.at(-1) ?? 0) & 1) === 1;
  return isOdd(exponent) && isOdd(modulus) && bitLength(exponent) > 1;
}

function bitLength(number: Buffer): number {
  const first = number.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (number.length - first) * 8 - Math.clz32(number[first] ?? 0) + 24;
}
