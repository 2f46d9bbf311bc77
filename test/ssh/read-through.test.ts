import type { SFTPWrapper, Stats } from 'ssh2';
import { expect, test } from 'vitest';
import { readThrough } from '../../src/ssh/read-through.ts';

/** A server that gives one byte to each question. @param asked gets the buffers that are to be filled */
function drip(content: Buffer, asked: Set<Buffer>): SFTPWrapper {
  const stats = { isFile: () => true, size: content.length, mode: 0o100_644, mtime: 1 } as Stats;
  return {
    stat: (_: string, done: (error: undefined, stats: Stats) => void) => done(undefined, stats),
    fstat: (_: Buffer, done: (error: undefined, stats: Stats) => void) => done(undefined, stats),
    open: (_: string, __: string, done: (error: undefined, handle: Buffer) => void) => done(undefined, Buffer.alloc(1)),
    read(_: Buffer, into: Buffer, __: number, ___: number, at: number, done: (error: undefined, got: number) => void) {
      asked.add(into);
      done(undefined, content.copy(into, 0, at, at + 1));
    },
  } as unknown as SFTPWrapper;
}

test('a file that comes byte by byte takes no more memory than it has', async () => {
  const content = Buffer.from(Array.from({ length: 2_000 }, (_, at) => at % 251));
  const into = new Set<Buffer>();
  expect(await readThrough(drip(content, into), '/log', 10_000)).toMatchObject({ kind: 'read', bytes: content });
  // Each question takes room for more than came of it: it is the same room each time.
  expect(into.size).toBe(1);
});
