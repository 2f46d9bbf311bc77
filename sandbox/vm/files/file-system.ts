import { posix } from 'node:path';
import { FileError, type FileErrorCode } from './file-error.ts';
import { type Actor, type DirectoryNode, type FileSystemNode, mayAccess } from './node.ts';
import { type OpenFile, type OpenWish, overwritten, resized } from './open-file.ts';
import { type Place, walk } from './walk.ts';

export interface FileStatus {
  readonly kind: FileSystemNode['kind'];
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly number: number;
}

/** What a whole guest may keep, so that a script cannot eat the computer's memory. */
const diskBytes = 256 * 1024 * 1024;

/**
 * The files of one guest, with owners and modes that hold. Paths are absolute; every method names who acts.
 * All methods throw FileError.
 */
export class FileSystem {
  readonly #top: DirectoryNode;
  readonly #now: () => number;
  /** Why nothing more may be written at a path, where that is so. */
  mayNotWrite: (path: string) => FileErrorCode | undefined = () => undefined;
  #numbers = 1;
  #usedBytes = 0;

  /** @param now epoch milliseconds, for the times of files */
  constructor(now: () => number) {
    this.#now = now;
    this.#top = this.#directory({ uid: 0, gids: [0] }, 0o755);
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  read(actor: Actor, path: string): Uint8Array {
    const node = this.#find(actor, path, 'open');
    if (node.kind === 'directory') throw new FileError('EISDIR', 'read', path);
    if (!mayAccess(node, actor, 'read')) throw new FileError('EACCES', 'open', path);
    return node.kind === 'file' ? node.content : new Uint8Array();
  }

  write(actor: Actor, path: string, content: Uint8Array, mode: 'replace' | 'append' = 'replace'): void {
    const place = this.#place(actor, path, 'open');
    const { node } = place;
    if (node === undefined) {
      this.#mayChange(actor, place.parent, 'open', path);
      const file: FileSystemNode = { ...this.#inode(actor, 0o644), kind: 'file', content: new Uint8Array() };
      this.#fill(file, content, path);
      place.parent.entries.set(place.name, file);
      return;
    }
    if (node.kind === 'directory') throw new FileError('EISDIR', 'open', path);
    if (!mayAccess(node, actor, 'write')) throw new FileError('EACCES', 'open', path);
    if (node.kind !== 'file') return;
    this.#fill(node, mode === 'append' ? Buffer.concat([node.content, content]) : content, path);
  }

  /** The file itself, whatever becomes of its name and its mode; a folder opens for reading, as open(2) has it. */
  open(actor: Actor, path: string, wish: OpenWish): OpenFile {
    const { parent, name, node: found } = this.#place(actor, path, 'open');
    if (found !== undefined && wish.create && wish.exclusive) throw new FileError('EEXIST', 'open', path);
    if (found === undefined && !wish.create) throw new FileError('ENOENT', 'open', path);
    if (found === undefined) this.#mayChange(actor, parent, 'open', path);
    const node: FileSystemNode = found ?? {
      ...this.#inode(actor, wish.mode & 0o7777),
      kind: 'file',
      content: new Uint8Array(),
    };
    if (node.kind === 'directory' && wish.write) throw new FileError('EISDIR', 'open', path);
    const wishes = [...(wish.read ? (['read'] as const) : []), ...(wish.write ? (['write'] as const) : [])];
    if (found !== undefined && wishes.some((each) => !mayAccess(node, actor, each)))
      throw new FileError('EACCES', 'open', path);
    if (found === undefined) parent.entries.set(name, node);
    const fill = (change: (content: Uint8Array) => Uint8Array) => {
      if (!wish.write) throw new FileError('EBADF', 'write', path);
      if (node.kind === 'file') this.#fill(node, change(node.content), path);
    };
    if (wish.truncate && wish.write) fill(() => new Uint8Array());
    return {
      read(offset, length) {
        if (!wish.read) throw new FileError('EBADF', 'read', path);
        if (node.kind === 'directory') throw new FileError('EISDIR', 'read', path);
        return node.kind === 'file' ? node.content.slice(offset, offset + length) : new Uint8Array();
      },
      write: (offset, bytes) => fill((content) => overwritten(content, wish.append ? content.length : offset, bytes)),
      resize: (size) => fill((content) => resized(content, size)),
    };
  }

  /** Why the actor cannot write to a path, whether it is there or not. */
  whyNotWrite(actor: Actor, path: string): FileErrorCode | undefined {
    try {
      const { parent, node } = this.#place(actor, path, 'open');
      if (node?.kind === 'directory') return 'EISDIR';
      if (!mayAccess(node ?? parent, actor, 'write')) return 'EACCES';
      return node?.kind === 'sink' || path.startsWith('/proc/') ? undefined : this.mayNotWrite(path);
    } catch (error) {
      if (error instanceof FileError) return error.code;
      throw error;
    }
  }

  status(actor: Actor, path: string, follow: boolean): FileStatus {
    const node = this.#find(actor, path, 'stat', follow);
    const size = node.kind === 'file' ? node.content.length : node.kind === 'link' ? node.target.length : 0;
    const { kind, mode, uid, gid, mtimeMs, number } = node;
    return { kind, mode, uid, gid, size, mtimeMs, number };
  }

  list(actor: Actor, path: string): { readonly name: string; readonly kind: FileSystemNode['kind'] }[] {
    const node = this.#find(actor, path, 'scandir');
    if (node.kind !== 'directory') throw new FileError('ENOTDIR', 'scandir', path);
    if (!mayAccess(node, actor, 'read')) throw new FileError('EACCES', 'scandir', path);
    return [...node.entries]
      .map(([name, each]) => ({ name, kind: each.kind }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  makeDirectory(actor: Actor, path: string, recursive: boolean): void {
    if (recursive) {
      const above = posix.dirname(path);
      if (above !== path && !this.exists(actor, above)) this.makeDirectory(actor, above, true);
    }
    const { parent, name, node } = this.#place(actor, path, 'mkdir');
    if (node !== undefined) {
      if (recursive && node.kind === 'directory') return;
      throw new FileError('EEXIST', 'mkdir', path);
    }
    this.#mayChange(actor, parent, 'mkdir', path);
    parent.entries.set(name, this.#directory(actor, 0o755));
  }

  remove(actor: Actor, path: string, recursive: boolean): void {
    const { parent, name, node } = this.#place(actor, path, 'rm', false);
    if (node === undefined) throw new FileError('ENOENT', 'rm', path);
    if (node.kind === 'directory' && node.entries.size > 0) {
      if (!recursive) throw new FileError('ENOTEMPTY', 'rm', path);
      for (const each of [...node.entries.keys()]) this.remove(actor, posix.join(path, each), true);
    }
    this.#mayChange(actor, parent, 'rm', path, node);
    parent.entries.delete(name);
    if (node.kind === 'file') this.#usedBytes -= node.content.length;
  }

  rename(actor: Actor, from: string, to: string): void {
    const source = this.#place(actor, from, 'rename', false);
    if (source.node === undefined) throw new FileError('ENOENT', 'rename', from);
    const target = this.#place(actor, to, 'rename', false);
    if (target.node === source.node) return;
    if (`${posix.normalize(to)}/`.startsWith(`${posix.normalize(from)}/`)) throw new FileError('EINVAL', 'rename', to);
    if (target.node?.kind === 'directory' && target.node.entries.size > 0)
      throw new FileError('ENOTEMPTY', 'rename', to);
    this.#mayChange(actor, source.parent, 'rename', from, source.node);
    this.#mayChange(actor, target.parent, 'rename', to, target.node);
    source.parent.entries.delete(source.name);
    target.parent.entries.set(target.name, source.node);
  }

  changeMode(actor: Actor, path: string, mode: number): void {
    this.#owned(actor, path, 'chmod').mode = mode & 0o7777;
  }

  /** Only root gives files away. */
  changeOwner(actor: Actor, path: string, uid: number | undefined, gid: number | undefined, follow = true): void {
    if (actor.uid !== 0) throw new FileError('EPERM', 'chown', path);
    const node = this.#find(actor, path, 'chown', follow);
    node.uid = uid ?? node.uid;
    node.gid = gid ?? node.gid;
  }

  changeTime(actor: Actor, path: string, mtimeMs: number): void {
    this.#owned(actor, path, 'utime').mtimeMs = mtimeMs;
  }

  linkSymbolically(actor: Actor, target: string, path: string): void {
    const { parent, name, node } = this.#place(actor, path, 'symlink', false);
    if (node !== undefined) throw new FileError('EEXIST', 'symlink', path);
    this.#mayChange(actor, parent, 'symlink', path);
    parent.entries.set(name, { ...this.#inode(actor, 0o777), kind: 'link', target });
  }

  link(actor: Actor, existing: string, path: string): void {
    const target = this.#find(actor, existing, 'link');
    if (target.kind === 'directory') throw new FileError('EPERM', 'link', existing);
    const { parent, name, node } = this.#place(actor, path, 'link', false);
    if (node !== undefined) throw new FileError('EEXIST', 'link', path);
    this.#mayChange(actor, parent, 'link', path);
    parent.entries.set(name, target);
  }

  makeSink(actor: Actor, path: string): void {
    const { parent, name } = this.#place(actor, path, 'mknod', false);
    this.#mayChange(actor, parent, 'mknod', path);
    parent.entries.set(name, { ...this.#inode(actor, 0o666), kind: 'sink' });
  }

  readLink(actor: Actor, path: string): string {
    const node = this.#find(actor, path, 'readlink', false);
    if (node.kind !== 'link') throw new FileError('EINVAL', 'readlink', path);
    return node.target;
  }

  realPath(actor: Actor, path: string): string {
    const place = this.#place(actor, path, 'realpath');
    if (place.node === undefined) throw new FileError('ENOENT', 'realpath', path);
    return place.path;
  }

  exists(actor: Actor, path: string): boolean {
    try {
      this.#find(actor, path, 'access');
      return true;
    } catch (error) {
      if (error instanceof FileError) return false;
      throw error;
    }
  }

  #find(actor: Actor, path: string, action: string, follow = true): FileSystemNode {
    const { node } = this.#place(actor, path, action, follow);
    if (node === undefined) throw new FileError('ENOENT', action, path);
    return node;
  }

  #owned(actor: Actor, path: string, action: string): FileSystemNode {
    const node = this.#find(actor, path, action);
    if (actor.uid !== 0 && actor.uid !== node.uid) throw new FileError('EPERM', action, path);
    return node;
  }

  #place(actor: Actor, path: string, action: string, follow = true): Place {
    return walk(this.#top, { actor, path, action, follow });
  }

  #mayChange(actor: Actor, folder: DirectoryNode, action: string, path: string, entry?: FileSystemNode): void {
    if (!mayAccess(folder, actor, 'write')) throw new FileError('EACCES', action, path);
    const isSticky = (folder.mode & 0o1000) !== 0 && actor.uid !== 0;
    if (isSticky && entry !== undefined && entry.uid !== actor.uid && folder.uid !== actor.uid) {
      throw new FileError('EPERM', action, path);
    }
    folder.mtimeMs = this.#now();
  }

  #fill(file: Extract<FileSystemNode, { kind: 'file' }>, content: Uint8Array, path: string): void {
    const reason = content.length > file.content.length ? this.mayNotWrite(path) : undefined;
    if (reason !== undefined && !path.startsWith('/proc/')) throw new FileError(reason, 'write', path);
    const used = this.#usedBytes - file.content.length + content.length;
    if (used > diskBytes) throw new FileError('ENOSPC', 'write', path);
    this.#usedBytes = used;
    file.content = content;
    file.mtimeMs = this.#now();
  }

  #directory(actor: Actor, mode: number): DirectoryNode {
    return { ...this.#inode(actor, mode), kind: 'directory', entries: new Map() };
  }

  #inode(actor: Actor, mode: number) {
    this.#numbers += 1;
    return { number: this.#numbers, mode, uid: actor.uid, gid: actor.gids[0] ?? actor.uid, mtimeMs: this.#now() };
  }
}
