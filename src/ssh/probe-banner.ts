import type { Clock } from '../clock.ts';
import type { Probe } from '../core/checks/check.ts';
import { dial, type HttpProxy, type Target } from './dial.ts';
import { readBanner } from './read-banner.ts';

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
