import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hostKeyScript } from '../../../src/core/host-keys/host-key-script.ts';
import { parseHostKeyReading } from '../../../src/core/host-keys/parse-host-key-reading.ts';
import { sampleFingerprints, sampleKeys } from './sample-keys.ts';

const { rsa, ecdsa, ed25519, otherEd25519 } = sampleKeys;
type Sample = (typeof sampleKeys)[keyof typeof sampleKeys];

const at = (key: Sample, path = `/etc/ssh/ssh_host_${key.type.replace(/^ssh-|-.*/g, '')}_key.pub`) =>
  `key ${key.type} ${key.base64} ${path}`;
const blobOf = (...fields: string[]) =>
  Buffer.concat(
    fields.map((field) => Buffer.concat([Buffer.from([0, 0, 0, field.length]), Buffer.from(field)])),
  ).toString('base64');
const ecdsaFile = '/etc/ssh/ssh_host_ecdsa_key.pub';
const read = (...lines: string[]) => parseHostKeyReading(lines.map((line) => `${line}\n`).join(''));

describe('parseHostKeyReading', () => {
  it('reads all keys, in the order in which clients pick them', () => {
    expect(read('from sshd', at(rsa), at(ecdsa), at(ed25519), `article ${sampleFingerprints.ecdsa}`)).toEqual({
      kind: 'read',
      keys: [ed25519, ecdsa, rsa],
      leftAside: [],
      toldBy: 'sshd',
      article: { kind: 'agrees', fingerprint: sampleFingerprints.ecdsa },
    });
  });

  it.each([
    ['one key in two files', [at(ed25519), at(ed25519, '/opt/key.pub')], { keys: [ed25519] }],
    ['two keys of one type', [at(ed25519), at(otherEd25519, '/opt/key.pub')], { keys: [ed25519, otherEd25519] }],
    ['a path with spaces', [at(rsa, '/opt/my keys/rsa.pub')], { keys: [rsa], leftAside: [] }],
    [
      'a certificate beside a key',
      [at(ed25519), 'key ssh-ed25519-cert-v01@openssh.com AAAA /etc/ssh/cert.pub'],
      { keys: [ed25519], leftAside: [{ path: '/etc/ssh/cert.pub', why: 'certificate' }] },
    ],
    [
      'a type that is not pinned here',
      [at(ed25519), `key ssh-new@example.com ${blobOf('ssh-new@example.com', 'a')} /new.pub`],
      { keys: [ed25519], leftAside: [{ path: '/new.pub', why: 'unknown type' }] },
    ],
    [
      'a file that is not there',
      [at(ed25519), 'unread /etc/ssh/gone.pub'],
      { keys: [ed25519], leftAside: [{ path: '/etc/ssh/gone.pub', why: 'not found' }] },
    ],
    [
      'the beginning of a private key',
      [at(ed25519), 'key -----BEGIN OPENSSH /etc/ssh/odd.pub'],
      { keys: [ed25519], leftAside: [{ path: '/etc/ssh/odd.pub', why: 'no public key' }] },
    ],
    [
      'a key under the name of another type',
      [at(rsa), `key ssh-rsa ${ed25519.base64} /etc/ssh/odd.pub`],
      { keys: [rsa], leftAside: [{ path: '/etc/ssh/odd.pub', why: 'no public key' }] },
    ],
  ])('reads %s', (_, lines, reading) => {
    expect(read('from sshd', ...lines, 'article')).toMatchObject({ kind: 'read', ...reading });
  });

  it.each([
    ['of the file that was read', at(ecdsa, ecdsaFile), sampleFingerprints.ecdsa, { kind: 'agrees' }],
    ['of another key than the file has', at(ecdsa, ecdsaFile), sampleFingerprints.rsa, { kind: 'disagrees' }],
    ['in the old form', at(ecdsa, ecdsaFile), 'MD5:16:27:ac', { kind: 'disagrees' }],
    ['of a key that sshd does not serve', at(ed25519), sampleFingerprints.ecdsa, { kind: 'not served' }],
    ['of a key that sshd serves from elsewhere', at(ecdsa, '/opt/a.pub'), sampleFingerprints.ecdsa, { kind: 'agrees' }],
    ['left out', at(ed25519), '', { kind: 'none' }],
  ])("tells the article's line %s", (_, line, printed, article) => {
    expect(read('from usual-files', line, `article ${printed}`)).toMatchObject({
      toldBy: 'usual-files',
      article: printed === '' ? article : { ...article, fingerprint: printed },
    });
  });

  it.each([
    ['nothing', []],
    ['a line too many', ['from sshd', at(ed25519), 'article', 'bye']],
    ['a greeting in front', ['Welcome!', 'from sshd', at(ed25519), 'article']],
    ['the end cut off', ['from sshd', at(ed25519)]],
    ['the beginning cut off', [at(ed25519), 'article']],
    ['two origins', ['from sshd', 'from usual-files', at(ed25519), 'article']],
    ["two of the article's lines", ['from sshd', at(ed25519), 'article', `article ${sampleFingerprints.rsa}`]],
    ['colours', ['from sshd', `\u001b[31m${at(ed25519)}`, 'article']],
    ['a key without a file', ['from sshd', `key ${ed25519.type} ${ed25519.base64}`, 'article']],
    ['no keys', ['from usual-files', 'article']],
    ['only what is left aside', ['from sshd', 'unread /a.pub', 'article']],
    ['endless lines', ['from sshd', ...Array.from({ length: 60 }, () => at(ed25519)), 'article']],
  ])('takes nothing from %s', (_, lines) => {
    const refused = read(...lines);
    expect(refused).toMatchObject({ kind: 'refused', problem: /\.$/, hint: /\.$/ });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('from sshd', 'article', at(rsa)))),
        (lines) => {
          expect(['read', 'refused']).toContain(read(...lines).kind);
        },
      ),
    );
  });
});

const shells = ['dash', 'bash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);
const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;

/** The script as a guest runs it, with an sshd of ours that names keys in a folder of ours. */
describe.skipIf(!hasKeygen).each(shells)('hostKeyScript under %s', (shell) => {
  function guest(sshd: (folder: string) => string) {
    const folder = mkdtempSync(join(tmpdir(), 'drawbridge keys-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'sshd'), `#!/bin/sh\n${sshd(folder)}\n`, { mode: 0o755 });
    const path = (name: string) => join(folder, name);
    const make = (type: string, bits: string) =>
      spawnSync('ssh-keygen', [
        '-q',
        '-t',
        type,
        '-b',
        bits,
        '-N',
        '',
        '-C',
        'root@a  b "c" $(d)',
        '-f',
        path(`${type} key`),
      ]);
    const run = () =>
      spawnSync(shell, ['-c', hostKeyScript], { encoding: 'utf8', env: { PATH: `${folder}:${process.env.PATH}` } });
    return { make, run, path };
  }

  it('tells every key that sshd serves, and nothing of private ones', () => {
    const { make, run, path } = guest(
      (folder) =>
        `printf 'port 22\\nhostkey %s\\nhostkey %s\\nhostkey %s\\n' '${folder}/ecdsa key' '${folder}/ed25519 key' /nowhere`,
    );
    make('ecdsa', '521');
    make('ed25519', '256');
    const { stdout } = run();
    expect(stdout).not.toMatch(/PRIVATE|root@a/);
    expect(Buffer.byteLength(stdout)).toBeLessThan(1000);
    const reading = parseHostKeyReading(stdout);
    expect(reading).toMatchObject({
      kind: 'read',
      toldBy: 'sshd',
      keys: [{ type: 'ssh-ed25519' }, { type: 'ecdsa-sha2-nistp521' }],
      leftAside: [{ path: '/nowhere.pub', why: 'not found' }],
    });
    expect(stdout).toContain(path('ecdsa key.pub'));
  });

  it('takes the public files that sshd names where an agent has the private keys', () => {
    const { make, run } = guest((folder) => `echo 'hostkey ${folder}/ed25519 key.pub'`);
    make('ed25519', '256');
    expect(parseHostKeyReading(run().stdout)).toMatchObject({ keys: [{ type: 'ssh-ed25519' }], leftAside: [] });
  });

  it('says so when sshd does not tell', () => {
    const { run } = guest(() => 'exit 1');
    expect(run().stdout).toMatch(/^from usual-files\n/);
  });
});
