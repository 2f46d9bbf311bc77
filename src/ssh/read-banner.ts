import type { Readable } from 'node:stream';
import type { Probe } from '../core/checks/check.ts';

/** A server may send other lines before its identification (RFC 4253, section 4.2); more than this is not SSH. */
const maxBytes = 8_192;

/**
 * Reads what comes over a connection until it is an SSH server's identification, or surely none, or the time is up.
 * @param signal aborts after `timeoutMs`
 */
export function readBanner(socket: Readable, signal: AbortSignal, timeoutMs: number): Promise<Probe> {
  return new Promise((resolve) => {
    let received = '';
    const settle = (probe: Probe) => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(probe);
    };
    const onAbort = () => settle({ kind: 'silent', afterMs: timeoutMs, received: shown(received) });
    const onClose = () =>
      settle(isGreeting(received) ? { kind: 'hung-up', received: shown(received) } : notSsh(received));
    // Once connected, an error is the other side's way to hang up: ECONNRESET mostly, which a close follows.
    socket.on('error', () => {});
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      const banner = /^(SSH-[^\r\n]*)\r?\n/m.exec(received)?.[1];
      if (banner !== undefined) settle({ kind: 'answered', banner: banner.slice(0, 255) });
      else if (received.length > maxBytes) settle(notSsh(received));
    });
    socket.on('close', onClose);
  });
}

/** Whether what came may be the beginning of an SSH server's greeting: nothing yet, or an identification without its end. */
function isGreeting(received: string): boolean {
  return received === '' || /^SSH-[^\r\n]*\r?$/m.test(received);
}

function notSsh(received: string): Probe {
  return { kind: 'not-ssh', received: shown(received) };
}

function shown(received: string): string {
  return received.slice(0, 80);
}
