import type { Clock } from '../clock.ts';
import type { FileRead } from '../core/commands/file-read.ts';
import { openSftp } from './open-sftp.ts';
import { readThrough } from './read-through.ts';
import type { SshConnection } from './ssh-connection.ts';

export interface ReadFileParts {
  readonly clock: Clock;
  /** A file that is larger is not read. */
  readonly limitBytes: number;
  /** For everything together. */
  readonly timeoutMs: number;
  /** Cancels. */
  readonly signal?: AbortSignal | undefined;
}

/** Reads one file over SFTP. Links are followed. Never rejects. */
export async function readFile(connection: SshConnection, path: string, parts: ReadFileParts): Promise<FileRead> {
  if (path.includes('\0')) return { kind: 'failed', because: 'a path cannot hold a NUL character' };
  if (parts.signal?.aborted) return { kind: 'cancelled' };
  const stop = stopOf(connection, parts);
  try {
    return await Promise.race([stop.stopped, transfer(connection, path, parts.limitBytes)]);
  } finally {
    stop.clear();
  }
}

async function transfer(connection: SshConnection, path: string, limitBytes: number): Promise<FileRead> {
  const opened = await openSftp(connection);
  if (opened.kind !== 'sftp') return opened;
  const read = await readThrough(opened.sftp, path, limitBytes);
  opened.sftp.end();
  const lost = connection.lost();
  return lost === undefined || read.kind === 'read' ? read : { kind: 'connection-lost', because: lost };
}

/** What ends it from outside. An answer may still be on its way then, so that the connection is of no more use. */
function stopOf(
  connection: SshConnection,
  { clock, timeoutMs, signal }: ReadFileParts,
): { readonly stopped: Promise<FileRead>; readonly clear: () => void } {
  const { promise, resolve } = Promise.withResolvers<FileRead>();
  const stop = (read: FileRead) => {
    connection.spoil();
    resolve(read);
  };
  const deadline = clock.deadline(timeoutMs);
  const onAbort = () => stop({ kind: 'cancelled' });
  deadline.signal.addEventListener('abort', () => stop({ kind: 'timed-out' }));
  signal?.addEventListener('abort', onAbort);
  const forget = connection.onLost((because) => resolve({ kind: 'connection-lost', because }));
  return {
    stopped: promise,
    clear() {
      deadline.clear();
      signal?.removeEventListener('abort', onAbort);
      forget();
    },
  };
}
