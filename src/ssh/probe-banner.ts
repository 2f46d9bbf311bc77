import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Probe } from '../core/checks/check.ts';
import { dial, type HttpProxy, type Target } from './dial.ts';

/** Tries a port and reads the line with which an SSH server introduces itself. */
export type ProbeBanner = (target: Target) => Promise<Probe>;

/**
 * @param timeoutMs for the connection and the banner together
 * @param proxy every probe goes through it where one is configured
 */
export function createProbe(parts: { clock: Clock; timeoutMs: number; proxy?: HttpProxy | undefined }): ProbeBanner {
  return async (target) => {
    const deadline = parts.clock.deadline(parts.timeoutMs);
    try {
      const dialled = await dial(target, parts.proxy, deadline.signal);
      if (dialled.kind === 'timed-out') return { kind: 'timed-out', afterMs: parts.timeoutMs };
      if (dialled.kind !== 'connected') return dialled;
      return await readBanner(dialled.socket, deadline.signal, parts.timeoutMs);
    } finally {
      deadline.clear();
    }
  };
}

/** A server may send other lines before its identification (RFC 4253, section 4.2); more than this is not SSH. */
const maxBytes = 8_192;

function readBanner(socket: Socket, signal: AbortSignal, timeoutMs: number): Promise<Probe> {
  return new Promise((resolve) => {
    let received = '';
    const settle = (probe: Probe) => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(probe);
    };
    const onAbort = () => settle({ kind: 'silent', afterMs: timeoutMs });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      settle({ kind: 'failed', because: error.code ?? error.message }),
    );
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      const banner = /^(SSH-[^\r\n]*)\r?\n/m.exec(received)?.[1];
      if (banner !== undefined) settle({ kind: 'answered', banner: banner.slice(0, 255) });
      else if (received.length > maxBytes) settle(notSsh(received));
    });
    socket.on('close', () =>
      settle(
        received === '' ? { kind: 'failed', because: 'the connection was closed without a word' } : notSsh(received),
      ),
    );
  });
}

function notSsh(received: string): Probe {
  return { kind: 'not-ssh', received: received.slice(0, 80) };
}
