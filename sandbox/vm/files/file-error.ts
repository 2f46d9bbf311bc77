const sentences = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EEXIST: 'file already exists',
  ENOTDIR: 'not a directory',
  EISDIR: 'illegal operation on a directory',
  ENOTEMPTY: 'directory not empty',
  ELOOP: 'too many levels of symbolic links',
  EINVAL: 'invalid argument',
  EBADF: 'bad file descriptor',
  EMFILE: 'too many open files',
  ENOSPC: 'no space left on device',
  EROFS: 'read-only file system',
  EXDEV: 'cross-device link not permitted',
} as const;

export type FileErrorCode = keyof typeof sentences;

/** Worded as Node words it, because the shell reads the code from the start of the message. */
export class FileError extends Error {
  readonly code: FileErrorCode;

  constructor(code: FileErrorCode, action: string, path: string) {
    super(`${code}: ${sentences[code]}, ${action} '${path}'`);
    this.code = code;
  }
}
