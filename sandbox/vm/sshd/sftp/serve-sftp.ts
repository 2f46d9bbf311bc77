import { posix } from 'node:path';
import ssh2, { type SFTPWrapper } from 'ssh2';
import type { Account } from '../../accounts.ts';
import { FileError } from '../../files/file-error.ts';
import type { OpenWish } from '../../files/open-file.ts';
import type { Machine } from '../../machine.ts';
import { attributesOf, setAttributes } from './attributes.ts';
import { folderEntries } from './folder-entries.ts';
import { Handles } from './handles.ts';
import { type SftpStatus, sftpStatus, statusOf } from './status-of.ts';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;
const ok = sftpStatus(STATUS_CODE.OK);
const endOfFile = sftpStatus(STATUS_CODE.EOF);

/** What OpenSSH's server reads at most for one request, and how many names it tells in one answer. */
const mostReadBytes = 255 * 1024;
const mostNames = 100;
const umask = 0o022;

/**
 * Answers an SFTP client, version 3 of the protocol, with the account's own rights on the guest's disk.
 * https://datatracker.ietf.org/doc/html/draft-ietf-secsh-filexfer-02
 */
export function serveSftp(sftp: SFTPWrapper, machine: Machine, account: Account): void {
  const { files } = machine;
  const handles = new Handles();
  const at = (path: string) => posix.resolve(account.home, path);
  const tell = (id: number, { code, message }: SftpStatus) => sftp.status(id, code, message);

  /** Every request gets one answer: what `answer` sends, or the status of what went wrong with it. */
  const reply = (id: number, answer: () => void): void => {
    try {
      answer();
    } catch (error) {
      tell(id, statusOf(error));
    }
  };
  const done = (id: number, change: () => void): void =>
    reply(id, () => {
      change();
      tell(id, ok);
    });

  sftp.on('end', () => leave(sftp));
  sftp.on('OPEN', (id, name, flags, { mode }) =>
    reply(id, () => {
      const path = at(name);
      const file = files.open(account, path, wishOf(flags, mode));
      sftp.handle(id, handles.add({ kind: 'file', path, file }));
    }),
  );
  sftp.on('READ', (id, handle, offset, length) =>
    reply(id, () => {
      const bytes = handles.file(handle).file.read(offset, Math.min(length, mostReadBytes));
      if (bytes.length === 0) tell(id, endOfFile);
      else sftp.data(id, Buffer.from(bytes));
    }),
  );
  sftp.on('WRITE', (id, handle, offset, bytes) => done(id, () => handles.file(handle).file.write(offset, bytes)));
  sftp.on('CLOSE', (id, handle) => done(id, () => handles.close(handle)));
  sftp.on('FSTAT', (id, handle) =>
    reply(id, () => sftp.attrs(id, attributesOf(files.status(account, handles.any(handle).path, true)))),
  );
  sftp.on('STAT', (id, path) => reply(id, () => sftp.attrs(id, attributesOf(files.status(account, at(path), true)))));
  sftp.on('LSTAT', (id, path) => reply(id, () => sftp.attrs(id, attributesOf(files.status(account, at(path), false)))));
  sftp.on('SETSTAT', (id, path, wanted) => done(id, () => setAttributes(files, account, at(path), wanted)));
  sftp.on('FSETSTAT', (id, handle, wanted) =>
    done(id, () => setAttributes(files, account, handles.any(handle).path, wanted)),
  );
  sftp.on('OPENDIR', (id, path) =>
    reply(id, () => {
      const entries = folderEntries(machine, account, at(path));
      sftp.handle(id, handles.add({ kind: 'folder', path: at(path), entries }));
    }),
  );
  sftp.on('READDIR', (id, handle) =>
    reply(id, () => {
      const next = handles.folder(handle).entries.splice(0, mostNames);
      if (next.length === 0) tell(id, endOfFile);
      else sftp.name(id, next);
    }),
  );
  sftp.on('REALPATH', (id, path) => reply(id, () => sftp.name(id, [bareName(realPath(path))])));
  sftp.on('READLINK', (id, path) => reply(id, () => sftp.name(id, [bareName(files.readLink(account, at(path)))])));
  sftp.on('MKDIR', (id, path, { mode }) =>
    done(id, () => {
      files.makeDirectory(account, at(path), false);
      files.changeMode(account, at(path), (mode ?? 0o777) & ~umask);
    }),
  );
  sftp.on('REMOVE', (id, path) => done(id, () => remove(at(path), 'file')));
  sftp.on('RMDIR', (id, path) => done(id, () => remove(at(path), 'directory')));
  sftp.on('RENAME', (id, from, to) =>
    done(id, () => {
      // As link(2) and unlink(2) together do it: nothing is written over.
      if (exists(at(to))) throw new FileError('EEXIST', 'rename', to);
      files.rename(account, at(from), at(to));
    }),
  );

  function remove(path: string, kind: 'file' | 'directory'): void {
    const isFolder = files.status(account, path, false).kind === 'directory';
    if (isFolder !== (kind === 'directory')) throw new FileError(isFolder ? 'EISDIR' : 'ENOTDIR', 'unlink', path);
    files.remove(account, path, false);
  }

  function exists(path: string): boolean {
    try {
      files.status(account, path, false);
      return true;
    } catch (error) {
      if (error instanceof FileError && error.code === 'ENOENT') return false;
      throw error;
    }
  }

  /** The last part of a path need not be there. */
  function realPath(path: string): string {
    const whole = at(path);
    if (exists(whole)) return files.realPath(account, whole);
    return posix.join(files.realPath(account, posix.dirname(whole)), posix.basename(whole));
  }
}

function wishOf(flags: number, mode: number | undefined): OpenWish {
  const has = (flag: number) => (flags & flag) !== 0;
  return {
    read: has(OPEN_MODE.READ),
    write: has(OPEN_MODE.WRITE) || has(OPEN_MODE.APPEND),
    append: has(OPEN_MODE.APPEND),
    create: has(OPEN_MODE.CREAT),
    exclusive: has(OPEN_MODE.EXCL),
    truncate: has(OPEN_MODE.TRUNC),
    mode: (mode ?? 0o666) & ~umask,
  };
}

/** A name alone, as OpenSSH's server sends it: with attributes that say nothing. */
function bareName(filename: string) {
  return { filename, longname: filename, attrs: { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 } };
}

/** A server of files that has no more to do exits with 0; ssh2 has a word for that only on channels of other kinds. */
function leave(sftp: SFTPWrapper): void {
  const { outgoing, _protocol: protocol } = sftp as unknown as {
    readonly outgoing: { readonly id: number; readonly state: string };
    readonly _protocol: { exitStatus(channel: number, status: number): void };
  };
  if (outgoing.state === 'open') protocol.exitStatus(outgoing.id, 0);
  sftp.end();
}
