import type { SFTPWrapper, Stats } from 'ssh2';
import type { FileRead } from '../core/commands/file-read.ts';
import { plain } from './in-words.ts';

/** One request each; OpenSSH's server gives at most 255 KB. */
const chunkBytes = 128 * 1024;

/**
 * Reads a regular file to its end, or one byte beyond the limit: its size may grow meanwhile, and files of /proc say 0.
 * It is looked at before it is opened, as a pipe that is opened waits for a writer, and once more when it is open.
 */
export async function readThrough(sftp: SFTPWrapper, path: string, limit: number): Promise<FileRead> {
  try {
    const before = await asked<Stats>((done) => sftp.stat(path, done));
    const refused = refusalOf(before, limit);
    if (refused !== undefined) return refused;
    const handle = await asked<Buffer>((done) => sftp.open(path, 'r', done));
    const stats = await asked<Stats>((done) => sftp.fstat(handle, done));
    return refusalOf(stats, limit) ?? (await readOpen(sftp, handle, stats, limit));
  } catch (error) {
    return fromStatus(error instanceof Error ? error : new Error(String(error)));
  }
}

function refusalOf(stats: Stats, limit: number): FileRead | undefined {
  if (!stats.isFile()) return { kind: 'not-a-file' };
  if (stats.size > limit) return { kind: 'too-large', size: stats.size, limit };
  return undefined;
}

async function readOpen(sftp: SFTPWrapper, handle: Buffer, stats: Stats, limit: number): Promise<FileRead> {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(chunkBytes);
  let total = 0;
  for (;;) {
    const wanted = Math.min(chunkBytes, limit + 1 - total);
    const got = await asked<number>((done) => sftp.read(handle, chunk, 0, wanted, total, done));
    if (got === 0) break;
    // A piece of it would keep all of it alive, and a server may give one byte at a time.
    chunks.push(Buffer.from(chunk.subarray(0, got)));
    total += got;
    if (total > limit) {
      const now = await asked<Stats>((done) => sftp.fstat(handle, done));
      return { kind: 'too-large', size: Math.max(total, now.size ?? 0), limit };
    }
  }
  const modifiedAt = stats.mtime === undefined ? {} : { modifiedAt: stats.mtime * 1_000 };
  return { kind: 'read', bytes: Buffer.concat(chunks, total), mode: stats.mode & 0o7777, ...modifiedAt };
}

function asked<T>(ask: (done: (error: Error | null | undefined, answer: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, answer) => {
      if (error) reject(error);
      else resolve(answer);
    });
  });
}

/** The codes of https://datatracker.ietf.org/doc/html/draft-ietf-secsh-filexfer-02, section 7. */
function fromStatus(error: Error & { readonly code?: unknown }): FileRead {
  if (error.code === 2) return { kind: 'missing' };
  if (error.code === 3) return { kind: 'forbidden' };
  if (error.code === undefined) return { kind: 'failed', because: 'the server broke off the file transfer' };
  return { kind: 'failed', because: `the server says: ${plain(error.message)}` };
}
