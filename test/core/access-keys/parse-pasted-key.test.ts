import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { looksPrivate } from '../../../src/core/access-keys/looks-private.ts';
import { parsePastedKey } from '../../../src/core/access-keys/parse-pasted-key.ts';
import { parseUserName } from '../../../src/core/access-keys/parse-user-name.ts';

const folder = mkdtempSync(join(tmpdir(), 'drawbridge-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
/** Made by the real ssh-keygen: the private file, the public line and its fingerprint. */
function keygen(...args: readonly string[]) {
  made += 1;
  const path = join(folder, `key${made}`);
  execFileSync('ssh-keygen', ['-q', '-N', '', '-C', 'me@laptop', '-f', path, ...args]);
  const line = readFileSync(`${path}.pub`, 'utf8').trim();
  const [, fingerprint = ''] = execFileSync('ssh-keygen', ['-lf', `${path}.pub`], { encoding: 'utf8' }).split(' ');
  return { path, line, bare: line.split(' ').slice(0, 2).join(' '), fingerprint, secret: readFileSync(path, 'utf8') };
}

const ed25519 = keygen('-t', 'ed25519');
const rsa = keygen('-t', 'rsa', '-b', '2048');
const rsaLong = keygen('-t', 'rsa', '-b', '4096');
const ecdsa = keygen('-t', 'ecdsa', '-b', '521');
const other = keygen('-t', 'ed25519');
const skEd25519 =
  'sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIAIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhAAAABHNzaDo=';
const ssh2 = (path: string) => execFileSync('ssh-keygen', ['-e', '-f', `${path}.pub`], { encoding: 'utf8' });
const wrapped = (line: string, width: number) => line.match(new RegExp(`.{1,${width}}`, 'g'))?.join('\n') ?? '';

describe('a public key', () => {
  test.each([ed25519, rsa, rsaLong, ecdsa])('$bare', ({ line, bare, fingerprint }) => {
    expect(parsePastedKey(line)).toMatchObject({ kind: 'public', key: { line: bare, fingerprint } });
  });

  test.each<[name: string, text: string, line: string]>([
    ['of a token', `${skEd25519} me`, skEd25519],
    ['with spaces and breaks around it', `\r\n  ${ed25519.line}  \r\n`, ed25519.bare],
    ['with its options', `from="10.0.0.0/8",no-pty,command="a \\"b\\" c" ${ed25519.line}`, ed25519.bare],
    ['without a comment', ed25519.bare, ed25519.bare],
    ['the blob alone', ed25519.bare.split(' ')[1] ?? '', ed25519.bare],
    ['without padding', ecdsa.bare.replace(/=+$/, ''), ecdsa.bare],
    ['wrapped by a terminal', wrapped(rsa.line, 64), rsa.bare],
    ['wrapped by mail', wrapped(rsaLong.line, 70).replaceAll('\n', '\r\n'), rsaLong.bare],
    ['twice the same', `${ed25519.line}\n${ed25519.bare} other comment`, ed25519.bare],
    ['with comments in between', `# my key\n\n${ed25519.line}\n# end`, ed25519.bare],
    ['in a code fence', `\`\`\`\n${ed25519.line}\n\`\`\``, ed25519.bare],
    ['in quotes', `"${ed25519.line}"`, ed25519.bare],
    ['with a zero-width space', ed25519.line.replace(' ', ' \u200b'), ed25519.bare],
    ['with a space of another kind', ed25519.line.replaceAll(' ', '\u00a0'), ed25519.bare],
    ['as PuTTY saves it', ssh2(ed25519.path), ed25519.bare],
    ['as ssh.com saves it, with CRLF', ssh2(rsa.path).replaceAll('\n', '\r\n'), rsa.bare],
    [
      'with headers that go on',
      ssh2(ed25519.path).replace(/Comment:.*/, 'Comment: "a \\\nlong comment"\nx-mine: AAAA'),
      ed25519.bare,
    ],
    ['with dashes of another kind', ssh2(ed25519.path).replaceAll('--', '—'), ed25519.bare],
  ])('%s', (_, text, line) => {
    expect(parsePastedKey(text)).toMatchObject({ kind: 'public', key: { line } });
  });
});

const { privateKey: rsaKey, publicKey: rsaPublic } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { privateKey: ecKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const { privateKey: edKey } = generateKeyPairSync('ed25519');
const { privateKey: dsaKey } = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
const pem = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1') => key.export({ type, format: 'pem' }) as string;
const encrypted = (type: 'pkcs8' | 'pkcs1') =>
  rsaKey.export({ type, format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' } as {
    type: 'pkcs8';
    format: 'pem';
  }) as string;
const withoutEnds = (text: string) =>
  text
    .split('\n')
    .filter((line) => !line.includes('-----'))
    .join('\n');
const withoutFirst = (text: string) => text.split('\n').slice(1).join('\n');
const protectedKey = keygen('-t', 'ed25519');
execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'a passphrase', '-f', protectedKey.path]);
const protectedSecret = readFileSync(protectedKey.path, 'utf8');

const ppk = `PuTTY-User-Key-File-3: ssh-ed25519
Encryption: none
Comment: me
Public-Lines: 2
AAAAC3NzaC1lZDI1NTE5AAAAIDgps+J64LTT7BB0gyaZgew/t3NmzMsiXQyGtphH
Vkxa
Private-Lines: 1
AAAAIDgps+J64LTT7BB0gyaZgew/t3NmzMsiXQyGtphHVkxa
Private-MAC: 0123456789abcdef`;

/** Each in the shapes in which people paste it. */
const secrets: readonly (readonly [name: string, text: string])[] = [
  ['OpenSSH', ed25519.secret],
  ['OpenSSH, RSA', rsa.secret],
  ['OpenSSH, with a passphrase', protectedSecret],
  ['PKCS#1', pem(rsaKey, 'pkcs1')],
  ['PKCS#1, encrypted', encrypted('pkcs1')],
  ['PKCS#8', pem(rsaKey, 'pkcs8')],
  ['PKCS#8, Ed25519', pem(edKey, 'pkcs8')],
  ['PKCS#8, DSA', pem(dsaKey, 'pkcs8')],
  ['PKCS#8, encrypted', encrypted('pkcs8')],
  ['SEC 1', pem(ecKey, 'sec1')],
];

describe('a private key', () => {
  test.each(
    secrets.flatMap(([name, text]) => [
      [name, text],
      [`${name}, without its first line`, withoutFirst(text)],
      [`${name}, without its ends`, withoutEnds(text)],
      [`${name}, in one line`, withoutEnds(text).replaceAll('\n', '')],
      [`${name}, its last line and the end`, text.split('\n').slice(-4).join('\n')],
      [`${name}, on one line with spaces`, text.replaceAll('\n', ' ')],
      [`${name}, with CRLF and a quote`, text.replaceAll('\n', '\r\n> ')],
      [`${name}, with the dashes of macOS`, text.replaceAll('--', '—')],
      [`${name}, below its public key`, `${ed25519.line}\n${text}`],
      [`${name}, without its ends below a public key`, `${ed25519.line}\n${withoutEnds(text)}`],
    ]),
  )('%s', (_, text) => {
    expect(parsePastedKey(text)).toEqual({ kind: 'private' });
  });

  test.each<[name: string, text: string]>([
    ['of PuTTY', ppk],
    ['of PuTTY, without its first lines', ppk.split('\n').slice(6).join('\n')],
    ['of PuTTY, encrypted', ppk.replace('-3:', '-2:').replace('none', 'aes256-cbc')],
    [
      'of ssh.com',
      '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAAAi4AAAA3\n---- END SSH2 ENCRYPTED PRIVATE KEY ----',
    ],
    ['as JSON', JSON.stringify(edKey.export({ format: 'jwk' }))],
    ['OpenSSH, torn within its base64', withoutEnds(rsa.secret).replaceAll('\n', '').slice(3, 900)],
  ])('%s', (_, text) => {
    expect(parsePastedKey(text)).toEqual({ kind: 'private' });
  });

  test('nothing of it is in what is said', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...secrets.map(([, text]) => text)),
        fc.nat(3000),
        fc.nat(3000),
        (text, from, length) => {
          const piece = text.slice(from % text.length, (from % text.length) + length);
          const words = JSON.stringify(parsePastedKey(piece));
          const runs = piece.match(/[A-Za-z0-9+/]{12,}/g) ?? [];
          return runs.every((run) => !words.includes(run));
        },
      ),
    );
  });
});

const cert = keygen('-t', 'ed25519');
execFileSync('ssh-keygen', ['-q', '-s', other.path, '-I', 'id', '-n', 'me', `${cert.path}.pub`]);
const certificate = readFileSync(`${cert.path}-cert.pub`, 'utf8').trim();
const rsaShort = keygen('-t', 'rsa', '-b', '1024').line;
/** An RSA key of these numbers, in hexadecimal. */
function rsaOf(...numbers: readonly string[]): string {
  const fields = [Buffer.from('ssh-rsa'), ...numbers.map((each) => Buffer.from(each, 'hex'))];
  const blob = fields.flatMap((each) => [Buffer.from([0, 0, each.length >> 8, each.length & 255]), each]);
  return `ssh-rsa ${Buffer.concat(blob).toString('base64')} me`;
}
const odd = `00${'c3'.repeat(256)}`;

describe('refused', () => {
  test.each<[name: string, text: string, words: RegExp]>([
    ['nothing', ' \n ', /missing/],
    ['words', 'please add my key', /no SSH public key/],
    ['two keys', `${ed25519.line}\n${other.line}`, /2 keys/],
    ['two keys in the form of PuTTY', ssh2(ed25519.path) + ssh2(other.path), /2 keys/],
    ['a certificate', certificate, /certificate, not a public key/],
    ['an RSA key that anybody can sign for', rsaOf('01', odd), /not whole/],
    ['an RSA key that is none', rsaOf('010001', `${odd.slice(0, -2)}c2`), /not whole/],
    ['a short RSA key', rsaShort, /RSA keys below 2048 bits.*1024 bits/],
    ['DSA', 'ssh-dss AAAAB3NzaC1kc3MAAAABBwAAAAEFAAAAAQIAAAABAw==', /DSA/],
    ['another type than it says', ed25519.line.replace('ssh-ed25519', 'ssh-rsa'), /`ssh-rsa` and holds `ssh-ed25519`/],
    ['a key that was cut', rsa.bare.slice(0, -20), /not whole/],
    ['half a key with a comment', `${ed25519.bare.slice(0, 50)} me@laptop`, /not whole/],
    ['PuTTY, cut', ssh2(rsa.path).split('\n').slice(0, 4).join('\n'), /end of the key is missing/],
    ['PuTTY, with a hole', ssh2(rsa.path).split('\n').toSpliced(3, 1).join('\n'), /not whole/],
    ["OpenSSL's public key", rsaPublic.export({ type: 'spki', format: 'pem' }) as string, /ssh-keygen -i -m PKCS8/],
    ['its older form', rsaPublic.export({ type: 'pkcs1', format: 'pem' }) as string, /ssh-keygen -i -m PEM/],
    ['a certificate of the web', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', /certificate/],
    ['a fingerprint', `256 ${ed25519.fingerprint} me (ED25519)`, /fingerprint/],
    ['a line of known_hosts', `20.51.230.13 ${ed25519.line}`, /In front of the key/],
    ['a command', `echo ${ed25519.line} >> .ssh/authorized_keys`, /In front of the key/],
    ['an authority', `cert-authority ${ed25519.line}`, /authority for others/],
    ['a type that nobody knows', 'ssh-foo AAAAB3NzaC1mb28AAAABBw==', /not whole|not taken/],
    ['far too much', `${ed25519.line}\n`.repeat(300), /longer than any/],
  ])('%s', (_, text, words) => {
    const parsed = parsePastedKey(text);
    expect(parsed.kind).toBe('refused');
    if (parsed.kind === 'refused') expect(`${parsed.refusal.problem} ${parsed.refusal.hint}`).toMatch(words);
  });
});

test('no public key is taken for a private one', () => {
  for (const { line, path } of [ed25519, rsa, rsaLong, ecdsa, other, cert]) {
    for (const text of [line, ssh2(path), wrapped(line, 60), certificate]) expect(looksPrivate(text)).toBe(false);
  }
});

test('what is taken is one line of two harmless words', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(ed25519.line, rsa.line, ecdsa.line, skEd25519),
      fc.string({ unit: 'binary' }),
      (line, junk) => {
        const parsed = parsePastedKey(`${line} ${junk}`);
        return parsed.kind !== 'public' || /^[a-z0-9@.-]+ AAAA[A-Za-z0-9+/]+={0,2}$/.test(parsed.key.line);
      },
    ),
  );
});

describe('a user name', () => {
  test.each(['azureuser', 'a', '_svc', 'first.last-2', 'Admin1'])('%s', (user) => {
    expect(parseUserName(` ${user} `)).toEqual({ ok: true, user });
  });

  test.each([
    '',
    'root',
    '-rf',
    '--help',
    'a b',
    'a;b',
    "a'b",
    '$(id)',
    'a\nb',
    '../x',
    'ä',
    '1st',
    'a:b',
    'x'.repeat(33),
  ])('not %j', (text) => {
    expect(parseUserName(text).ok).toBe(false);
  });
});
