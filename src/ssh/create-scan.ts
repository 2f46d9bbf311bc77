import type { Clock } from '../clock.ts';
import { openConnection } from './open-connection.ts';
import { type ScannedHostKeys, scanHostKeys } from './scan-host-keys.ts';
import type { SshCredentials, SshRoute } from './ssh-server.ts';

interface ScanRouteParts {
  readonly clock: Clock;
  readonly route: SshRoute;
  /** For the servers in between; undefined: the bot has no key. */
  readonly credentials: SshCredentials | undefined;
  /** For everything together: half of it for the way to the last server in between. */
  readonly timeoutMs: number;
}

/**
 * Looks at host keys along the configured route: the bot logs in to the servers in between, each held against its own key,
 * and never to the one that is looked at. Never rejects.
 */
export function createScan({ clock, route, credentials, timeoutMs }: ScanRouteParts) {
  const { proxy, jumps } = route;
  const last = jumps.at(-1);
  return async (address: string, port: number): Promise<ScannedHostKeys> => {
    if (last === undefined) return scanHostKeys(address, port, { clock, proxy, timeoutMs });
    if (credentials === undefined) return { kind: 'failed', because: `the bot has no key for ${last.name} in between` };
    const before = { ...route, jumps: jumps.slice(0, -1) };
    const opened = await openConnection(last, { route: before, credentials, clock, timeoutMs: timeoutMs / 2 });
    if (opened.kind !== 'open') {
      const because = 'because' in opened ? opened.because : 'it does not show the configured host key';
      return { kind: 'failed', because: `${opened.at} in between did not let the bot through (${because})` };
    }
    try {
      return await scanHostKeys(address, port, { clock, through: opened.connection, timeoutMs: timeoutMs / 2 });
    } finally {
      opened.connection.close();
    }
  };
}
