/** A public key as it goes over the wire, taken apart: RFC 4253, section 6.6. */
interface KeyBlob {
  /** As the blob itself says it, not as somebody wrote in front of it. */
  readonly type: string;
  /** Canonical, with padding. */
  readonly base64: string;
}

/** How many fields stand behind the type, and how long those are that can only have one length. */
const shapes: Readonly<
  Record<string, { readonly fields: number; readonly lengths?: Readonly<Record<number, number>> }>
> = {
  'ssh-rsa': { fields: 2 },
  'ssh-dss': { fields: 4 },
  'ssh-ed25519': { fields: 1, lengths: { 0: 32 } },
  'ecdsa-sha2-nistp256': { fields: 2, lengths: { 1: 65 } },
  'ecdsa-sha2-nistp384': { fields: 2, lengths: { 1: 97 } },
  'ecdsa-sha2-nistp521': { fields: 2, lengths: { 1: 133 } },
  // https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.u2f: the application comes last.
  'sk-ssh-ed25519@openssh.com': { fields: 2, lengths: { 0: 32 } },
  'sk-ecdsa-sha2-nistp256@openssh.com': { fields: 3, lengths: { 1: 65 } },
};

/**
 * Reads a key's blob. It says itself how long it is, so that one which was cut or has something behind it is told.
 * @param base64 padding may be missing
 * @returns undefined where it is no whole blob, or one of a known type in another shape
 */
export function readKeyBlob(base64: string): KeyBlob | undefined {
  if (!/^AAAA[A-Za-z0-9+/]+={0,3}$/.test(base64)) return undefined;
  const blob = Buffer.from(base64, 'base64');
  const [name, ...fields] = fieldsOf(blob) ?? [];
  const type = name?.toString('latin1') ?? '';
  if (!/^[a-z0-9][a-z0-9@.-]{2,63}$/.test(type) || fields.length === 0) return undefined;
  const shape = shapes[type];
  const fits =
    shape === undefined ||
    (fields.length === shape.fields &&
      Object.entries(shape.lengths ?? {}).every(([at, length]) => fields[Number(at)]?.length === length));
  return fits ? { type, base64: blob.toString('base64') } : undefined;
}

/** Certificates hold numbers between their fields, and the key of who signed them: `ssh-ed25519-cert-v01@openssh.com`. */
export function isCertificateBlob(base64: string): boolean {
  return base64.startsWith('AAAA') && /^.{4}[\x21-\x7e]{1,40}-cert-v\d\d@/s.test(latin1(base64));
}

function latin1(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1');
}

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
