import ssh2 from 'ssh2';
import { FileError, type FileErrorCode } from '../../files/file-error.ts';

const { STATUS_CODE } = ssh2.utils.sftp;

export interface SftpStatus {
  readonly code: number;
  /** As OpenSSH's server words it. */
  readonly message: string;
}

const said: Readonly<Record<number, string>> = {
  [STATUS_CODE.OK]: 'Success',
  [STATUS_CODE.EOF]: 'End of file',
  [STATUS_CODE.NO_SUCH_FILE]: 'No such file',
  [STATUS_CODE.PERMISSION_DENIED]: 'Permission denied',
  [STATUS_CODE.FAILURE]: 'Failure',
  [STATUS_CODE.BAD_MESSAGE]: 'Bad message',
};

/** What is not named here is a plain failure. https://github.com/openssh/openssh-portable sftp-server.c errno_to_portable */
const codeOf: Readonly<Partial<Record<FileErrorCode, number>>> = {
  ENOENT: STATUS_CODE.NO_SUCH_FILE,
  ENOTDIR: STATUS_CODE.NO_SUCH_FILE,
  EBADF: STATUS_CODE.NO_SUCH_FILE,
  ELOOP: STATUS_CODE.NO_SUCH_FILE,
  EPERM: STATUS_CODE.PERMISSION_DENIED,
  EACCES: STATUS_CODE.PERMISSION_DENIED,
  EINVAL: STATUS_CODE.BAD_MESSAGE,
};

export function sftpStatus(code: number): SftpStatus {
  return { code, message: said[code] ?? 'Failure' };
}

/** How OpenSSH reports what went wrong with a file. @throws whatever else it was */
export function statusOf(error: unknown): SftpStatus {
  if (!(error instanceof FileError)) throw error;
  return sftpStatus(codeOf[error.code] ?? STATUS_CODE.FAILURE);
}
