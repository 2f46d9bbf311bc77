import type { FileEntry } from 'ssh2';
import { FileError } from '../../files/file-error.ts';
import type { OpenFile } from '../../files/open-file.ts';

export type Handle =
  | { readonly kind: 'file'; readonly path: string; readonly file: OpenFile }
  /** A folder's entries that were not told yet. */
  | { readonly kind: 'folder'; readonly path: string; readonly entries: FileEntry[] };

/** What a client has open. OpenSSH's server lets it have so many. */
const mostHandles = 100;

export class Handles {
  readonly #open = new Map<number, Handle>();
  #last = 0;

  /** @throws FileError EMFILE when too many are open */
  add(handle: Handle): Buffer {
    if (this.#open.size >= mostHandles) throw new FileError('EMFILE', 'open', handle.path);
    this.#last += 1;
    this.#open.set(this.#last, handle);
    const name = Buffer.alloc(4);
    name.writeUInt32BE(this.#last);
    return name;
  }

  /** @throws FileError EBADF when there is no such one */
  file(name: Buffer): Extract<Handle, { kind: 'file' }> {
    const handle = this.any(name);
    if (handle.kind !== 'file') throw new FileError('EBADF', 'read', handle.path);
    return handle;
  }

  folder(name: Buffer): Extract<Handle, { kind: 'folder' }> {
    const handle = this.any(name);
    if (handle.kind !== 'folder') throw new FileError('EBADF', 'readdir', handle.path);
    return handle;
  }

  any(name: Buffer): Handle {
    const handle = name.length === 4 ? this.#open.get(name.readUInt32BE()) : undefined;
    if (handle === undefined) throw new FileError('EBADF', 'use', 'a handle');
    return handle;
  }

  close(name: Buffer): void {
    this.any(name);
    this.#open.delete(name.readUInt32BE());
  }
}
