import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clientLine, keyWords } from '../../../src/core/host-keys/key-words.ts';
import { hostKeyAlias, knownHostsLines, sshConfigBlock } from '../../../src/core/host-keys/known-hosts.ts';
import { sampleFingerprints, sampleKeys } from './sample-keys.ts';

const { rsa, ecdsa, ed25519 } = sampleKeys;
const machine = {
  vmName: 'myVM',
  machineId: '0B5D6A3E-1111-4222-8333-444455556666',
  address: '20.51.230.13' as string | undefined,
  port: 22,
  keys: [ed25519, ecdsa, rsa],
};

it.each([
  ['myVM', 'myvm-0b5d6a3e'],
  ['Web_1.prod', 'web_1.prod-0b5d6a3e'],
  ['größe*?!,[x]', 'gr-e-x--0b5d6a3e'],
  ['___', 'vm-0b5d6a3e'],
  ['日本', 'vm-0b5d6a3e'],
])('the alias of %s is %s', (vmName, alias) => {
  expect(hostKeyAlias({ ...machine, vmName })).toBe(alias);
});

describe('knownHostsLines', () => {
  it.each([
    ['at the usual port', machine, 'myvm-0b5d6a3e,20.51.230.13'],
    ['at another port', { ...machine, port: 2222 }, 'myvm-0b5d6a3e,[20.51.230.13]:2222'],
    ['at an IPv6 address', { ...machine, address: '2001:db8::1' }, 'myvm-0b5d6a3e,2001:db8::1'],
    ['without an address', { ...machine, address: undefined }, 'myvm-0b5d6a3e'],
  ])('name the machine and its keys %s', (_, known, names) => {
    expect(knownHostsLines(known)).toEqual(known.keys.map(({ type, base64 }) => `${names} ${type} ${base64}`));
  });
});

describe('sshConfigBlock', () => {
  const block = (given: object = {}) => sshConfigBlock({ ...machine, user: 'azureuser', ...given });

  it('connects under the alias, without a question', () => {
    expect(block({ port: 2222 })?.split('\n')).toEqual([
      'Host myvm-0b5d6a3e',
      '  HostName 20.51.230.13',
      '  Port 2222',
      '  User azureuser',
      '  HostKeyAlias myvm-0b5d6a3e',
      '  StrictHostKeyChecking yes',
    ]);
  });

  it.each([[undefined], ['Jane Doe'], ['a"b'], ['x\n  ProxyCommand evil']])('leaves out the user %j', (user) => {
    expect(block({ user })).not.toMatch(/User|Proxy/);
  });

  it('is not there without an address', () => {
    expect(block({ address: undefined })).toBeUndefined();
  });
});

describe('what a client shows', () => {
  it.each([
    [ed25519, `ED25519 key fingerprint is ${sampleFingerprints.ed25519}`, `ED25519 256 ${sampleFingerprints.ed25519}`],
    [ecdsa, `ECDSA key fingerprint is ${sampleFingerprints.ecdsa}`, `ECDSA 384 ${sampleFingerprints.ecdsa}`],
    [rsa, `RSA key fingerprint is ${sampleFingerprints.rsa}`, `RSA 3072 ${sampleFingerprints.rsa}`],
  ])('of $type', (key, line, words) => {
    expect(clientLine(key)).toBe(line);
    expect(keyWords(key)).toBe(words);
  });
});

/** What OpenSSH itself makes of the lines. */
describe.skipIf(spawnSync('ssh-keygen', ['-?']).error !== undefined)('ssh-keygen', () => {
  const keygen = (...args: string[]) => spawnSync('ssh-keygen', args, { encoding: 'utf8' }).stdout;

  it.each([
    ['the alias', machine, 'myvm-0b5d6a3e'],
    ['the alias of a VM with an odd name', { ...machine, vmName: 'Größe*' }, 'gr-e--0b5d6a3e'],
    ['the address', machine, '20.51.230.13'],
    ['the address and port', { ...machine, port: 2222 }, '[20.51.230.13]:2222'],
    ['an IPv6 address and port', { ...machine, address: '2001:db8::1', port: 2222 }, '[2001:db8::1]:2222'],
  ])('finds all keys by %s, with our fingerprints', (_, known, host) => {
    const folder = mkdtempSync(join(tmpdir(), 'drawbridge-known-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'known_hosts');
    writeFileSync(file, `${knownHostsLines(known).join('\n')}\n`);
    const found = keygen('-F', host, '-f', file);
    expect(found.match(/^# Host .* found: line \d/gm)).toHaveLength(3);
    for (const { type, base64 } of known.keys) expect(found).toContain(`${type} ${base64}`);
    expect(keygen('-F', '20.51.230.14', '-f', file)).toBe('');
    expect(keygen('-lf', file).match(/SHA256:\S+/g)).toEqual([
      sampleFingerprints.ed25519,
      sampleFingerprints.ecdsa,
      sampleFingerprints.rsa,
    ]);
  });
});

/** What OpenSSH's client makes of the block: `ssh -G` prints what it would do. */
it.skipIf(spawnSync('ssh', ['-V']).error !== undefined)('ssh reads the block', () => {
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'config');
  writeFileSync(file, `${sshConfigBlock({ ...machine, port: 2222, user: 'azureuser' })}\n`);
  const { stdout } = spawnSync('ssh', ['-F', file, '-G', 'myvm-0b5d6a3e'], { encoding: 'utf8' });
  expect(stdout.split('\n')).toEqual(
    expect.arrayContaining([
      'hostname 20.51.230.13',
      'port 2222',
      'user azureuser',
      'hostkeyalias myvm-0b5d6a3e',
      'stricthostkeychecking true',
    ]),
  );
});
