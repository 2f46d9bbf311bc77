import type { Attributes } from 'ssh2';
import type { Account } from '../../accounts.ts';
import type { FileStatus, FileSystem } from '../../files/file-system.ts';
import type { FileSystemNode } from '../../files/node.ts';

/** The kinds of POSIX's st_mode. */
const kindBits: Readonly<Record<FileSystemNode['kind'], number>> = {
  file: 0o100000,
  directory: 0o040000,
  link: 0o120000,
  sink: 0o020000,
};

export function attributesOf({ kind, mode, uid, gid, size, mtimeMs }: FileStatus): Attributes {
  const seconds = Math.floor(mtimeMs / 1000);
  return { mode: kindBits[kind] | mode, uid, gid, size, atime: seconds, mtime: seconds };
}

/** Sets what a client gave, in the order of OpenSSH's server. @throws FileError at the first that may not be set */
export function setAttributes(files: FileSystem, account: Account, path: string, wanted: Partial<Attributes>): void {
  if (wanted.size !== undefined) files.open(account, path, toResize).resize(wanted.size);
  if (wanted.mode !== undefined) files.changeMode(account, path, wanted.mode);
  if (wanted.mtime !== undefined) files.changeTime(account, path, wanted.mtime * 1000);
  if (wanted.uid === undefined && wanted.gid === undefined) return;
  const now = files.status(account, path, true);
  const isSame = (wanted.uid ?? now.uid) === now.uid && (wanted.gid ?? now.gid) === now.gid;
  if (!isSame) files.changeOwner(account, path, wanted.uid, wanted.gid);
}

const toResize = {
  read: false,
  write: true,
  append: false,
  create: false,
  exclusive: false,
  truncate: false,
  mode: 0,
} as const;
