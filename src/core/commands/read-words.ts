import type { ActOutcome, GetAct } from '../actions/act.ts';
import { sha256Of } from '../canonical-json.ts';
import { code, inert } from '../text/escape.ts';
import type { FileRead } from './file-read.ts';

/** What became of reading a file, in words. @param whyCancelled a sentence */
export function readWords(
  read: FileRead,
  { path, user }: Pick<GetAct, 'path' | 'user'>,
  whyCancelled: string,
): ActOutcome {
  const file = code(path);
  const failed = (message: string, hint: string) => ({ isFailure: true, message, hint, data: { end: read.kind } });
  switch (read.kind) {
    case 'read': {
      const { length } = read.bytes;
      const digest = sha256Of(read.bytes);
      const message = `${file} has ${length} ${length === 1 ? 'byte' : 'bytes'}, SHA-256 \`${digest}\`.`;
      return { isFailure: false, message, data: { end: 'read', bytes: length, sha256: digest } };
    }
    case 'too-large':
      return failed(
        `${file} is larger than ${read.limit} bytes: at least ${read.size}.`,
        'Copy it with `scp`: `/vm connect` shows how.',
      );
    case 'missing':
      return failed(`There is no ${file} on the VM, or not for ${code(user)}.`, 'Check the path.');
    case 'forbidden':
      return failed(`${code(user)} may not read ${file}.`, 'Ask for a file that this user may read.');
    case 'not-a-file':
      return failed(`${file} is not an ordinary file.`, 'Only files can be got: no folders, devices or pipes.');
    case 'no-sftp':
      return failed('The SSH server of the VM offers no SFTP.', 'Switch the subsystem on in its `sshd_config`.');
    case 'timed-out':
      return failed(`Reading ${file} took too long, and was given up.`, 'Try again, or copy it with `scp`.');
    case 'cancelled':
      return failed(whyCancelled, 'Nothing was changed on the VM.');
    case 'connection-lost':
    case 'failed':
      return failed(`${file} could not be read: ${inert(read.because)}.`, 'Try again in a minute.');
  }
}
