import type { Captured } from '../core/commands/executed.ts';
import { byteRing } from './byte-ring.ts';

/** Keeps the beginning and the end of an output within a bounded memory, and counts all of it. */
export interface Capture {
  readonly add: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
  readonly totalBytes: () => number;
  /** A copy of the last bytes so far, at most so many. */
  readonly lastBytes: (atMost: number) => Buffer;
  readonly captured: () => Captured;
}

/** @param capBytes how much is kept: a quarter of it from the beginning, the rest from the end */
export function captureOutput(capBytes: number): Capture {
  const headCap = Math.floor(capBytes / 4);
  const head = byteRing(headCap);
  const tail = byteRing(capBytes - headCap);
  const counted = { stdout: 0, stderr: 0 };
  const totalBytes = () => counted.stdout + counted.stderr;
  const leftOutBytes = () => totalBytes() - head.length() - tail.length();
  return {
    add(stream, chunk) {
      counted[stream] += chunk.length;
      const room = headCap - head.length();
      head.add(chunk.subarray(0, room));
      tail.add(chunk.subarray(room));
    },
    totalBytes,
    lastBytes(atMost) {
      const end = tail.last(atMost);
      if (end.length >= atMost || leftOutBytes() > 0) return end;
      return Buffer.concat([head.last(atMost - end.length), end]);
    },
    captured: () => ({
      head: head.last(headCap),
      tail: tail.last(capBytes),
      leftOutBytes: leftOutBytes(),
      totalBytes: totalBytes(),
      stdoutBytes: counted.stdout,
      stderrBytes: counted.stderr,
      cut: leftOutBytes() > 0,
    }),
  };
}
