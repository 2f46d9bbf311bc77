import { describe, expect, it } from 'vitest';
import { FileSystem } from '../../../sandbox/vm/files/file-system.ts';
import { type Actor, root } from '../../../sandbox/vm/files/node.ts';

const ann: Actor = { uid: 1000, gids: [1000, 4] };
const bob: Actor = { uid: 1001, gids: [1001] };
const bytes = (text: string) => Buffer.from(text);

function disk(): FileSystem {
  const files = new FileSystem(() => 1_000);
  files.makeDirectory(root, '/tmp', false);
  files.changeMode(root, '/tmp', 0o1777);
  files.makeDirectory(root, '/home/ann', true);
  files.changeOwner(root, '/home/ann', 1000, 1000);
  return files;
}

describe('permissions', () => {
  const file = (mode: number, uid: number, gid: number) => {
    const files = disk();
    files.write(root, '/tmp/f', bytes('x'));
    files.changeMode(root, '/tmp/f', mode);
    files.changeOwner(root, '/tmp/f', uid, gid);
    return files;
  };
  const rows: readonly (readonly [string, boolean, number, number, number, Actor])[] = [
    ["the owner's bits count for the owner", true, 0o400, 1000, 0, ann],
    ["the owner's bits alone count for the owner", false, 0o044, 1000, 4, ann],
    ["the group's bits count for its members", true, 0o040, 0, 4, ann],
    ["the group's bits count for nobody else", false, 0o040, 0, 4, bob],
    ['the rest is for the rest', true, 0o004, 0, 4, bob],
    ['root reads everything', true, 0o000, 1000, 1000, root],
  ];
  it.each(rows)('%s', (_name, may, mode, uid, gid, actor) => {
    const read = () => file(mode, uid, gid).read(actor, '/tmp/f');
    if (may) expect(Buffer.from(read()).toString()).toBe('x');
    else expect(read).toThrow(expect.objectContaining({ code: 'EACCES' }));
  });

  it('shut folders shut what is in them', () => {
    const files = disk();
    files.write(ann, '/home/ann/f', bytes('x'));
    files.changeMode(ann, '/home/ann', 0o700);
    expect(() => files.read(bob, '/home/ann/f')).toThrow(expect.objectContaining({ code: 'EACCES' }));
    expect(files.exists(bob, '/home/ann/f')).toBe(false);
    expect(() => files.write(bob, '/home/ann/g', bytes('x'))).toThrow(expect.objectContaining({ code: 'EACCES' }));
    expect(() => files.remove(bob, '/home/ann/f', false)).toThrow(expect.objectContaining({ code: 'EACCES' }));
  });

  it("a sticky folder protects others' files", () => {
    const files = disk();
    files.write(ann, '/tmp/mine', bytes('x'));
    expect(() => files.remove(bob, '/tmp/mine', false)).toThrow(expect.objectContaining({ code: 'EPERM' }));
    expect(() => files.rename(bob, '/tmp/mine', '/tmp/his')).toThrow(expect.objectContaining({ code: 'EPERM' }));
    files.remove(ann, '/tmp/mine', false);
    expect(files.exists(root, '/tmp/mine')).toBe(false);
  });

  it('only root gives files away, and only owners change modes', () => {
    const files = disk();
    files.write(ann, '/tmp/mine', bytes('x'));
    expect(() => files.changeOwner(ann, '/tmp/mine', 1001, undefined)).toThrow(
      expect.objectContaining({ code: 'EPERM' }),
    );
    expect(() => files.changeMode(bob, '/tmp/mine', 0o777)).toThrow(expect.objectContaining({ code: 'EPERM' }));
  });
});

describe('paths', () => {
  it('go through links, also relative and in the middle', () => {
    const files = disk();
    files.makeDirectory(root, '/usr/bin', true);
    files.linkSymbolically(root, 'usr/bin', '/bin');
    files.linkSymbolically(root, '../bin/../bin/tool', '/usr/tool');
    files.write(root, '/bin/tool', bytes('tool'));
    expect(Buffer.from(files.read(ann, '/usr/tool')).toString()).toBe('tool');
    expect(files.realPath(ann, '/usr/tool')).toBe('/usr/bin/tool');
    expect(files.status(ann, '/bin', false).kind).toBe('link');
    expect(files.status(ann, '/bin', true).kind).toBe('directory');
    expect(files.realPath(ann, '/../..')).toBe('/');
  });

  it('do not go round in circles', () => {
    const files = disk();
    files.linkSymbolically(root, '/tmp/b', '/tmp/a');
    files.linkSymbolically(root, '/tmp/a', '/tmp/b');
    expect(() => files.read(root, '/tmp/a')).toThrow(expect.objectContaining({ code: 'ELOOP' }));
  });

  const bad: readonly (readonly [string, (files: FileSystem) => unknown, string])[] = [
    ['a missing folder', (files) => files.write(root, '/no/f', bytes('')), 'ENOENT'],
    ['a file as a folder', (files) => files.read(root, '/dev-null/x'), 'ENOTDIR'],
    ['a folder as a file', (files) => files.read(root, '/tmp'), 'EISDIR'],
    ['a full folder', (files) => files.remove(root, '/home', false), 'ENOTEMPTY'],
    ['what is there already', (files) => files.makeDirectory(root, '/tmp', false), 'EEXIST'],
    ['a folder into itself', (files) => files.rename(root, '/home', '/home/ann/home'), 'EINVAL'],
    ['more than the disk holds', (files) => files.write(root, '/big', Buffer.alloc(257 * 1024 * 1024)), 'ENOSPC'],
  ];
  it.each(bad)('are refused: %s', (_name, act, code) => {
    const files = disk();
    files.makeSink(root, '/dev-null');
    expect(() => act(files)).toThrow(expect.objectContaining({ code }));
  });
});
