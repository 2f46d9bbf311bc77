import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addKeyScript, closingTimeLine } from '../../../src/core/access-keys/add-key-script.ts';
import { statuses } from '../../../src/core/access-keys/key-script-parts.ts';
import { removeKeyScript } from '../../../src/core/access-keys/remove-key-script.ts';
import { type FakeGuest, fakeGuest, gid, uid } from './guest.ts';

const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDgps+J64LTT7BB0gyaZgew/t3NmzMsiXQyGtphHVkxa';
const isRoot = process.getuid?.() === 0;
const key = { user: 'azureuser', publicKey, requestId: 'abcdefghij' };
const ours = `${publicKey} drawbridge-abcdefghij`;
const theirs = publicKey.replace('Vkxa', 'Vkxb');
const add = addKeyScript(key, false);
const remove = removeKeyScript(key);
const timed = addKeyScript(key, true).replace(closingTimeLine, '2026-01-15T10:00:00Z');

const modeOf = (path: string) => (lstatSync(path).mode & 0o777).toString(8);
const leftovers = (guest: FakeGuest) =>
  existsSync(join(guest.home, '.ssh'))
    ? readdirSync(join(guest.home, '.ssh')).filter((name) => name.startsWith('.drawbridge'))
    : [];

describe.each(['dash', 'bash'])('in %s', (shell) => {
  test.each<[name: string, before: string | undefined, after: string]>([
    ['nothing there yet', undefined, `${ours}\n`],
    ['an empty file', '', `${ours}\n`],
    ['other keys', `${theirs} me\n`, `${theirs} me\n${ours}\n`],
    ['no final newline', `${theirs} me`, `${theirs} me\n${ours}\n`],
    ['CRLF', `${theirs} me\r\n`, `${theirs} me\r\n${ours}\n`],
    ['blank lines and comments', `# a\n\n\n${theirs}\n\n`, `# a\n\n\n${theirs}\n\n${ours}\n`],
    ['options with spaces', `command="echo \\"a b\\"" ${theirs}\n`, `command="echo \\"a b\\"" ${theirs}\n${ours}\n`],
    ['the same key of somebody', `${publicKey} me\n`, `${publicKey} me\n${ours}\n`],
    ['the line made a comment', `# ${ours}\n`, `# ${ours}\n${ours}\n`],
    ['bytes that are no text', '\u00ff\u0080 x\n', `\u00ff\u0080 x\n${ours}\n`],
  ])('adds and takes away again: %s', (_, before, after) => {
    const guest = fakeGuest();
    if (before !== undefined) guest.put('.ssh/authorized_keys', before);
    const added = guest.run(add, shell);
    expect(added).toMatchObject({ status: 0, said: { did: 'added', asked: 'sshd', expiring: 'never' }, stderr: '' });
    expect(readFileSync(guest.file, 'utf8')).toBe(after);
    expect([modeOf(guest.file), modeOf(join(guest.home, '.ssh'))]).toEqual(['600', '700']);
    expect(guest.run(add, shell)).toMatchObject({ status: 0, said: { did: 'present' } });
    expect(readFileSync(guest.file, 'utf8')).toBe(after);
    expect(guest.run(remove, shell)).toMatchObject({ status: 0, said: { did: 'removed' }, stderr: '' });
    expect(readFileSync(guest.file, 'utf8')).toBe(after.replace(new RegExp(`${ours.replace('+', '\\+')}\n$`), ''));
    expect(guest.run(remove, shell)).toMatchObject({ status: 0, said: { did: 'absent' }, stderr: '' });
    expect(leftovers(guest)).toEqual([]);
  });

  test('among a thousand lines', () => {
    const guest = fakeGuest();
    const lines = Array.from({ length: 1000 }, (_, at) => `${theirs} person-${at}\n`);
    guest.put('.ssh/authorized_keys', lines.join(''));
    expect(guest.run(add, shell).status).toBe(0);
    writeFileSync(guest.file, `${readFileSync(guest.file, 'utf8')}${theirs} later\n`);
    expect(guest.run(remove, shell).said).toEqual({ did: 'removed', left: 'no' });
    expect(readFileSync(guest.file, 'utf8')).toBe(`${lines.join('')}${theirs} later\n`);
  });

  test.each<[name: string, line: string]>([
    ['as it was written', ours],
    ['with our own options', `expiry-time="20260115100000Z" ${ours} until 2026-01-15T10:00:00Z`],
    ['with options that somebody put there', `no-pty,from="10.0.0.0/8" ${ours}`],
    ['with tabs', ours.replaceAll(' ', '\t')],
    ['with a carriage return', `${ours}\r`],
    ['with words behind it', `${ours} and more`],
    ['with a blank in front', ` ${ours}`],
    ['with blanks and options in front', `\t no-pty ${ours}`],
  ])('the line is found %s, and gone', (_, line) => {
    const guest = fakeGuest();
    guest.put('.ssh/authorized_keys', `${theirs} a\n${line}\n${theirs} b`);
    expect(guest.run(remove, shell)).toMatchObject({ status: 0, said: { did: 'removed', left: 'no' } });
    expect(readFileSync(guest.file, 'utf8')).toBe(`${theirs} a\n${theirs} b\n`);
  });

  test.each<[name: string, lines: string, said: object]>([
    ["without the bot's words", `no-pty ${publicKey} me\n`, { did: 'absent', left: 'yes' }],
    ['once more', `${publicKey} me\n${ours}\n`, { did: 'removed', left: 'yes' }],
    ['in a file that looks like no text', `#\0\n${publicKey} me\n`, { did: 'absent', left: 'yes' }],
    ['in a comment', `  # ${publicKey} me\n${ours}\n`, { did: 'removed', left: 'no' }],
  ])('it is told that the key still stands there %s', (_, lines, said) => {
    const guest = fakeGuest();
    guest.put('.ssh/authorized_keys', lines);
    expect(guest.run(remove, shell).said).toEqual(said);
  });

  test.each<[name: string, line: string]>([
    ['another request', ours.replace('abcdefghij', 'abcdefghik')],
    ['a longer id', `${ours}k`],
    ['another key', `${theirs} drawbridge-abcdefghij`],
    ['the key without our words', `${publicKey} me`],
    ['a comment', `# ${ours}`],
    // The points of a pattern are none.
    ['something that looks like it', ours.replace('+', 'x')],
  ])('no other line is touched: %s', (_, line) => {
    const guest = fakeGuest();
    guest.put('.ssh/authorized_keys', `${line}\n`, 0o640);
    expect(guest.run(remove, shell)).toMatchObject({ status: 0, said: { did: 'absent' } });
    expect(readFileSync(guest.file, 'utf8')).toBe(`${line}\n`);
    expect(modeOf(guest.file)).toBe('640');
  });
});

describe('when sshd itself ends it', () => {
  test.each<[version: string, option: RegExp, word: string]>([
    ['OpenSSH_9.6p1 Ubuntu-3ubuntu13.5', /^expiry-time="20260115100000Z" ssh-/, 'itself'],
    ['OpenSSH_10.0p2 Debian-7', /^expiry-time="20260115100000Z" ssh-/, 'itself'],
    ['OpenSSH_9.1p1', /^expiry-time="20260115100000Z" ssh-/, 'itself'],
    ['OpenSSH_8.9p1 Ubuntu-3', /^expiry-time="20260115190000" ssh-/, 'itself'],
    ['OpenSSH_7.7p1', /^expiry-time="20260115190000" ssh-/, 'itself'],
    ['OpenSSH_7.4p1', /^ssh-/, 'removed'],
    ['nobody tells', /^ssh-/, 'removed'],
  ])('%s', (version, option, word) => {
    const guest = fakeGuest({ version });
    expect(guest.run(timed)).toMatchObject({ status: 0, said: { did: 'added', expiring: word }, stderr: '' });
    const line = readFileSync(guest.file, 'utf8');
    expect(line).toMatch(option);
    expect(line).toContain(`${ours} until 2026-01-15T10:00:00Z\n`);
    expect(guest.run(timed).said.did).toBe('present');
    expect(guest.run(remove).said.did).toBe('removed');
    expect(readFileSync(guest.file, 'utf8')).toBe('');
  });

  test('what is written is what ssh-keygen reads', () => {
    const guest = fakeGuest();
    guest.put('.ssh/authorized_keys', `${theirs} me`);
    guest.run(timed);
    const { stdout, status } = spawnSync('ssh-keygen', ['-lf', guest.file], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(2);
    expect(stdout).toMatch(
      /SHA256:nEeGrmkAgfMAG9MSevVob2EVV64hFBpPlMUEHD5Un1g drawbridge-abcdefghij until .* \(ED25519\)/,
    );
  });
});

describe('where sshd looks', () => {
  test.each<[name: string, config: string, file: string, asked: string]>([
    ['elsewhere', 'authorizedkeysfile .keys/%u.pub .ssh/authorized_keys', '.keys/azureuser.pub', 'sshd'],
    ['by home and number', 'authorizedkeysfile %h/.keys-%U', `.keys-${uid}`, 'sshd'],
    ['with a percent sign', 'authorizedkeysfile .ssh/100%%', '.ssh/100%', 'sshd'],
    ['nobody tells', '', '.ssh/authorized_keys', 'default'],
  ])('%s', (_, config, file, asked) => {
    const guest = fakeGuest({ config });
    expect(guest.run(add)).toMatchObject({ status: 0, said: { did: 'added', asked, file: join(guest.home, file) } });
    expect(readFileSync(join(guest.home, file), 'utf8')).toBe(`${ours}\n`);
    expect(guest.run(remove).said.did).toBe('removed');
    expect(readFileSync(join(guest.home, file), 'utf8')).toBe('');
  });

  test('what was written before its configuration changed is found as well', () => {
    const guest = fakeGuest({ config: 'authorizedkeysfile .keys .ssh/authorized_keys2' });
    for (const path of ['.ssh/authorized_keys', '.ssh/authorized_keys2']) guest.put(path, `${theirs}\n${ours}\n`);
    expect(guest.run(remove)).toMatchObject({ status: 0, said: { did: 'removed' } });
    for (const path of ['.ssh/authorized_keys', '.ssh/authorized_keys2'])
      expect(readFileSync(join(guest.home, path), 'utf8')).toBe(`${theirs}\n`);
  });

  test.each<[name: string, config: string, status: number]>([
    ['nowhere', 'authorizedkeysfile none', statuses.noFile],
    ['by what nobody here knows', 'authorizedkeysfile .ssh/%x', statuses.noFile],
    ['where everybody writes', 'authorizedkeysfile /tmp/keys/%u', statuses.outsideHome],
    ['above the home', 'authorizedkeysfile %h/../keys', statuses.noFile],
  ])('%s: nothing is written', (_, config, status) => {
    const guest = fakeGuest({ config });
    expect(guest.run(add).status).toBe(status);
    expect(readdirSync(guest.home)).toEqual([]);
    expect(guest.run(remove)).toMatchObject({ status: 0, said: { did: 'gone' } });
  });
});

describe('becoming the user', () => {
  test.each(['setpriv', 'runuser', 'su'])('by %s alone', (changer) => {
    const guest = fakeGuest({ changers: [changer] });
    expect(guest.run(add)).toMatchObject({ status: 0, said: { did: 'added' } });
    expect(guest.run(remove)).toMatchObject({ status: 0, said: { did: 'removed' } });
  });

  test.runIf(isRoot).each(['setpriv', 'runuser', 'su'])("by the machine's own %s", (realChanger) => {
    const guest = fakeGuest({
      realChanger,
      passwd: (home) => `nobody:x:${uid}:${gid}:nobody:${home}:/usr/sbin/nologin`,
    });
    const nobody = { ...key, user: 'nobody' };
    expect(guest.run(addKeyScript(nobody, false))).toMatchObject({ status: 0, said: { did: 'added' }, stderr: '' });
    expect(lstatSync(guest.file)).toMatchObject({ uid, gid });
    expect(guest.run(removeKeyScript(nobody))).toMatchObject({ status: 0, said: { did: 'removed' }, stderr: '' });
    expect(lstatSync(guest.file)).toMatchObject({ uid, gid, size: 0 });
  });

  test('by nothing: root does not do it instead', () => {
    const guest = fakeGuest({ changers: [] });
    guest.put('.ssh/authorized_keys', `${ours}\n`);
    expect([
      guest.run(addKeyScript({ ...key, requestId: 'abcdefghik' }, false)).status,
      guest.run(remove).status,
    ]).toEqual([statuses.cannotBecome, statuses.cannotBecome]);
    expect(readFileSync(guest.file, 'utf8')).toBe(`${ours}\n`);
  });
});

describe('who it is for', () => {
  test('nobody of that name', () => {
    const guest = fakeGuest();
    const other = { ...key, user: 'somebody' };
    expect(guest.run(addKeyScript(other, false)).status).toBe(statuses.noUser);
    expect(guest.run(removeKeyScript(other))).toMatchObject({ status: 0, said: { did: 'user-gone' } });
  });

  test('root by another name', () => {
    const guest = fakeGuest({ passwd: (home) => `azureuser:x:0:0::${home}:/bin/sh` });
    expect(guest.run(add).status).toBe(statuses.isRoot);
  });

  test('no home', () => {
    const guest = fakeGuest({ passwd: (home) => `azureuser:x:${uid}:${gid}::${home}/none:/bin/sh` });
    expect(guest.run(add).status).toBe(statuses.noHome);
    expect(guest.run(remove)).toMatchObject({ status: 0, said: { did: 'gone' } });
  });

  test('no shell: that is for sshd to refuse', () => {
    const guest = fakeGuest({ passwd: (home) => `azureuser:x:${uid}:${gid}::${home}:/usr/sbin/nologin` });
    expect(guest.run(add)).toMatchObject({ status: 0, said: { did: 'added' } });
  });
});

interface Malice {
  readonly name: string;
  set(guest: FakeGuest): void;
  readonly adding: number;
  readonly removing: number | 'absent' | 'gone';
}

const before = `${theirs} me\n${ours}\n`;

/** What a user, or somebody who was in their account, may have prepared. Nothing of it is followed or changed. */
const malices: readonly Malice[] = [
  {
    name: 'a linked folder',
    set({ home, put }) {
      put('elsewhere/authorized_keys', before);
      symlinkSync(join(home, 'elsewhere'), join(home, '.ssh'));
    },
    adding: statuses.notPlain,
    removing: statuses.notPlain,
  },
  {
    name: 'a linked file',
    set({ home, put, file }) {
      put('.ssh/other', before);
      symlinkSync(join(home, '.ssh/other'), file);
    },
    adding: statuses.notPlain,
    removing: statuses.notPlain,
  },
  {
    name: 'a link to nowhere',
    set({ put, file }) {
      put('.ssh/x', '');
      symlinkSync('/nowhere/at/all', file);
    },
    adding: statuses.notPlain,
    removing: 'gone',
  },
  {
    name: 'a hard link',
    set({ home, put, file }) {
      put('.ssh/other', before);
      linkSync(join(home, '.ssh/other'), file);
    },
    adding: statuses.hardLinked,
    removing: statuses.hardLinked,
  },
  {
    name: 'a folder in its place',
    set({ put, file }) {
      put('.ssh/x', '');
      mkdirSync(file);
    },
    adding: statuses.notPlain,
    removing: 'gone',
  },
  {
    name: 'a pipe in its place',
    set({ put, file }) {
      put('.ssh/x', '');
      spawnSync('mkfifo', [file]);
    },
    adding: statuses.notPlain,
    removing: 'gone',
  },
  {
    name: 'a file in the place of the folder',
    set({ put }) {
      put('.ssh', 'x');
    },
    adding: statuses.notPlain,
    removing: 'gone',
  },
  {
    name: 'a folder that cannot be written',
    set({ put, home }) {
      put('.ssh/authorized_keys', before);
      chmodSync(join(home, '.ssh'), 0o500);
    },
    adding: statuses.cannotWrite,
    removing: statuses.cannotWrite,
  },
  {
    name: 'a home that cannot be written',
    set({ home }) {
      chmodSync(home, 0o500);
    },
    adding: statuses.cannotWrite,
    removing: 'gone',
  },
  {
    name: 'a file that cannot be read',
    set({ put }) {
      put('.ssh/authorized_keys', before, 0o000);
    },
    adding: statuses.unreadable,
    removing: statuses.unreadable,
  },
];

const other = addKeyScript({ ...key, requestId: 'abcdefghik' }, false);

test.each(malices)('$name', ({ set, adding, removing }) => {
  const guest = fakeGuest();
  set(guest);
  const look = () =>
    spawnSync('sh', ['-c', 'ls -lRn --full-time .; find . -type f -exec cat {} +'], {
      cwd: guest.home,
      encoding: 'utf8',
    }).stdout;
  const seen = look();
  expect(guest.run(other).status).toBe(adding);
  const removed = guest.run(remove);
  expect(typeof removing === 'number' ? removed.status : removed.said.did).toBe(removing);
  expect(look()).toBe(seen);
  chmodSync(guest.home, 0o700);
});

test.runIf(isRoot)('a file of somebody else', () => {
  const guest = fakeGuest();
  guest.put('.ssh/authorized_keys', before, 0o644);
  chownSync(guest.file, 12_345, 12_345);
  expect([guest.run(other).status, guest.run(remove).status]).toEqual([statuses.notOwn, statuses.notOwn]);
  expect(readFileSync(guest.file, 'utf8')).toBe(before);
});

test.runIf(isRoot)('a folder of somebody else', () => {
  const guest = fakeGuest();
  guest.put('.ssh/authorized_keys', before, 0o644);
  chownSync(join(guest.home, '.ssh'), 12_345, 12_345);
  chmodSync(join(guest.home, '.ssh'), 0o777);
  expect([guest.run(other).status, guest.run(remove).status]).toEqual([statuses.notOwn, statuses.notOwn]);
});

describe('a disk that is full', () => {
  /** Programs that do half of it, and say so or not. */
  test.each<[name: string, program: string, text: string]>([
    ['nothing can be made', 'mktemp', 'exit 1'],
    ['the copy is cut, and says so', 'cat', 'head -c 20 "$1"; exit 1'],
    ['the copy is cut, and says nothing', 'cat', 'head -c 20 "$1"; exit 0'],
    ['it cannot be put in place', 'mv', 'exit 1'],
  ])('%s: the file stays as it was', (_, program, text) => {
    const guest = fakeGuest();
    const many = `${theirs} a\n${theirs} b\n`;
    guest.put('.ssh/authorized_keys', many);
    const bin = join(guest.home, '../bin');
    writeFileSync(join(bin, program), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, program), 0o755);
    expect([statuses.cannotWrite, statuses.notWhole]).toContain(guest.run(other).status);
    expect(readFileSync(guest.file, 'utf8')).toBe(many);
    expect(leftovers(guest)).toEqual([]);
  });

  test.each<[name: string, text: string]>([
    ['and says so', 'exit 4'],
    ['and says nothing', 'exit 0'],
    ['after some lines', 'head -n 1 "$4"'],
    ['within a line', 'head -c 100 "$4"'],
  ])('what is left when a key is taken away is lost on the way, %s: the file stays as it was', (_, text) => {
    const guest = fakeGuest();
    guest.put('.ssh/authorized_keys', `${theirs} a\n${ours}\n${theirs} b\n`);
    const bin = join(guest.home, '../bin');
    writeFileSync(
      join(bin, 'grep'),
      `#!/bin/sh\ncase $1 in -v) ;; *) exec $(PATH=/usr/bin:/bin command -v grep) "$@" ;; esac\n${text}\n`,
    );
    chmodSync(join(bin, 'grep'), 0o755);
    expect([statuses.wouldLose, statuses.notWhole]).toContain(guest.run(remove).status);
    expect(readFileSync(guest.file, 'utf8')).toBe(`${theirs} a\n${ours}\n${theirs} b\n`);
    expect(leftovers(guest)).toEqual([]);
    rmSync(join(bin, 'grep'));
    expect(guest.run(remove).said.did).toBe('removed');
  });
});
