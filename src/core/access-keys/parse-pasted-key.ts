import type { SshPublicKey } from '../ssh-public-key.ts';
import { code } from '../text/escape.ts';
import { type Refusal, refuse } from '../text/refusal.ts';
import { isCertificateBlob, readKeyBlob } from './key-blob.ts';
import { looksPrivate } from './looks-private.ts';
import { optionsInFront } from './options-in-front.ts';
import { weakness } from './weakness.ts';

/** A public key as it is written for sshd: nothing of what stood around it is left. */
interface AccessKey extends Pick<SshPublicKey, 'type' | 'name' | 'bits' | 'fingerprint'> {
  /** `ssh-ed25519 AAAA...`: the type and the blob, encoded anew. */
  readonly line: string;
}

/** Nothing of what was pasted is in a refusal: it may be a secret all the same. */
export type PastedKey =
  | { readonly kind: 'public'; readonly key: AccessKey }
  /** It went through Slack: it must be used no more. */
  | { readonly kind: 'private' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const howTo = 'Paste the one line of your `.pub` file; `ssh-keygen -t ed25519` makes a key.';
const longestText = 20_000;

/** Reads what somebody pasted as their public key: a line of a `.pub` or authorized_keys file, or PuTTY's form. */
export function parsePastedKey(pasted: string): PastedKey {
  const text = pasted
    .slice(0, longestText)
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Zs}\t]/gu, ' ');
  if (looksPrivate(text)) return { kind: 'private' };
  const found = pasted.length > longestText ? tooLong : findKey(text.replace(/^\s*[`'"]+|[`'"]+\s*$/g, '').trim());
  return 'problem' in found ? { kind: 'refused', refusal: found } : { kind: 'public', key: found };
}

const tooLong = refuse('That is longer than any public key.', howTo);

function findKey(text: string): AccessKey | Refusal {
  if (text === '') return refuse('The public key is missing.', howTo);
  const other = otherForm(text);
  if (other !== undefined) return other;
  if (/BEGIN SSH2 PUBLIC KEY/i.test(text)) return ofSsh2Form(text);
  const lines = text.split(/[\r\n\u2028\u2029]+/).filter((line) => !/^\s*(?:#|$)/.test(line));
  const found = new Set(lines.flatMap((line) => keyIn(line)?.key.base64 ?? []));
  if (found.size > 1) return refuse(`That is ${found.size} keys.`, 'Paste one key; ask once more for another one.');
  // Terminals and mail break long lines.
  const whole = keyIn(lines.join('\n')) ?? lines.map(keyIn).find((key) => key !== undefined);
  return whole === undefined ? noKey(text) : judged(whole);
}

interface Found {
  readonly key: SshPublicKey;
  /** What stands in front of the key. */
  readonly front: string;
  /** The type that is written in front of the blob; '' where there is none. */
  readonly said: string;
}

const typeWord = /^(?:ssh|ecdsa|sk)-[a-z0-9@.-]+$/i;

/** The first whole key: pieces that were torn apart are put together until they are one. */
function keyIn(text: string): Found | undefined {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const at = words.findIndex((word) => word.startsWith('AAAA'));
  if (at < 0) return undefined;
  const before = words[at - 1] ?? '';
  const said = typeWord.test(before) ? before : '';
  const front = words.slice(0, said === '' ? at : at - 1).join(' ');
  let base64 = '';
  for (const piece of words.slice(at)) {
    base64 += piece;
    const key = readKeyBlob(base64);
    if (key !== undefined) return { key, front, said };
  }
  return undefined;
}

function judged({ key, front, said }: Found): AccessKey | Refusal {
  const { type, base64, name, bits, fingerprint } = key;
  if (said !== '' && said !== type) {
    return refuse(`It says ${code(said.slice(0, 60))} and holds ${code(type)}.`, howTo);
  }
  const unfit = optionsInFront(front);
  if (unfit !== undefined) return unfit;
  if (!usable.has(type)) return refuse(`Keys of the type ${code(type)} are not taken.`, howTo);
  const weak = weakness(key);
  if (weak !== undefined)
    return refuse(
      `${weak}: this one has ${bits ?? 'too few'} bits.`,
      'Make a new one with `ssh-keygen -t ed25519`, and paste its `.pub` file.',
    );
  if (name === 'RSA' && (bits ?? 0) > 16_384) return refuse('OpenSSH takes RSA keys of 16384 bits at most.', howTo);
  return { type, name, bits, fingerprint, line: `${type} ${base64}` };
}

const usable = new Set([
  'ssh-rsa',
  'ssh-dss',
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
]);

/** RFC 4716, as PuTTYgen and ssh.com save public keys: headers, which may go on behind a backslash, then the blob. */
function ofSsh2Form(text: string): AccessKey | Refusal {
  const parts = text.split(/^.*BEGIN SSH2 PUBLIC KEY.*$/im).slice(1);
  if (parts.length > 1) return refuse(`That is ${parts.length} keys.`, 'Paste one key; ask once more for another one.');
  const [body = '', ...end] = (parts[0] ?? '').split(/^.*END SSH2 PUBLIC KEY.*$/im);
  if (end.length === 0) return refuse('The end of the key is missing.', 'Paste all of it, the line with END too.');
  const base64 = body
    .replace(/\\\r?\n/g, '')
    .replace(/^\s*[\w@.-]{1,64}:.*$/gm, '')
    .replace(/\s+/g, '');
  const key = readKeyBlob(base64);
  if (key === undefined) return refuse('The key between BEGIN and END is not whole.', 'Paste all of it once more.');
  return judged({ key, front: '', said: '' });
}

/** What is not a public key of OpenSSH's, and can be made one. */
function otherForm(text: string): Refusal | undefined {
  if (text.split(/\s+/).some((word) => /-cert-v\d\d@/.test(word) || isCertificateBlob(word)))
    return refuse(
      'That is a certificate, not a public key.',
      'Paste the public key that it was made for: the file `.pub`, not `-cert.pub`.',
    );
  if (/BEGIN (?:RSA )?PUBLIC KEY/i.test(text)) {
    const form = /BEGIN RSA/i.test(text) ? 'PEM' : 'PKCS8';
    return refuse(
      'That is a public key in the form of OpenSSL.',
      `Convert it with ${code(`ssh-keygen -i -m ${form} -f key.pem`)}, and paste what that prints.`,
    );
  }
  if (/BEGIN (?:TRUSTED |X509 )?CERTIFICATE|BEGIN PGP/i.test(text))
    return refuse('That is a certificate or a PGP key, not an SSH key.', howTo);
  if (/^(?:\d+ )?(?:SHA256:|MD5:|(?:[0-9a-f]{2}:){15})/i.test(text))
    return refuse("That is a key's fingerprint, not the key.", howTo);
  return undefined;
}

function noKey(text: string): Refusal {
  return /(?:^|\s)AAAA[A-Za-z0-9+/]/.test(text)
    ? refuse(
        'The key is not whole: something is missing in it, or does not belong to it.',
        'Copy the whole line of your `.pub` file once more.',
      )
    : refuse('That is no SSH public key.', howTo);
}
