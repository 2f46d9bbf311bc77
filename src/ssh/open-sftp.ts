import type { SFTPWrapper } from 'ssh2';
import type { FileRead } from '../core/commands/file-read.ts';
import { plain } from './in-words.ts';
import type { SshConnection } from './ssh-connection.ts';

type OpenedSftp = { readonly kind: 'sftp'; readonly sftp: SFTPWrapper } | NotServed;
type NotServed = Extract<FileRead, { kind: 'no-sftp' | 'connection-lost' | 'failed' }>;

/** Begins a file transfer on a connection. */
export function openSftp(connection: SshConnection): Promise<OpenedSftp> {
  const lost = connection.lost();
  if (lost !== undefined) {
    connection.noteNothingSent();
    return Promise.resolve({ kind: 'connection-lost', because: lost });
  }
  return new Promise((resolve) => {
    try {
      connection.client.sftp((error: (Error & { level?: unknown; reason?: unknown }) | undefined, sftp) => {
        if (error === undefined) {
          // For as long as it lives; what it breaks is told to whoever waits for an answer.
          sftp.on('error', () => connection.spoil());
          connection.noteSent();
          return resolve({ kind: 'sftp', sftp });
        }
        if (connection.lost() !== undefined || error.reason !== undefined) connection.noteNothingSent();
        else connection.spoil();
        resolve(whyNotServed(error, connection.lost()));
      });
    } catch {
      connection.noteNothingSent();
      resolve({ kind: 'connection-lost', because: 'the server has hung up before' });
    }
  });
}

function whyNotServed(error: Error & { level?: unknown; reason?: unknown }, lost: string | undefined): NotServed {
  if (lost !== undefined) return { kind: 'connection-lost', because: lost };
  if (error.level === 'sftp-protocol') return { kind: 'failed', because: noSftp };
  if (error.reason !== undefined)
    return { kind: 'failed', because: `the server opened no session for it (${plain(error.message)})` };
  return { kind: 'no-sftp' };
}

const noSftp =
  'what came instead of the file transfer is not SFTP; a start-up file of the shell there may print something';
