import type { BashExecResult } from 'just-bash';

/**
 * The shell gives up as a whole, with an exception, when it may not write where output is to go; here that becomes the
 * message and the status of bash. @throws whatever else it was
 */
export function refusedRedirection(error: Error): BashExecResult {
  const [, code = '', path = ''] = /^(E[A-Z]+): .*'(.*)'$/s.exec(error.message) ?? [];
  const reason = reasons[code];
  if (reason === undefined) throw error;
  return { stdout: '', stderr: `bash: line 1: ${path}: ${reason}\n`, exitCode: 1, env: {} };
}

/** What bash says of each error. */
export const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOSPC: 'No space left on device',
  EROFS: 'Read-only file system',
};
