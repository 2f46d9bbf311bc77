import type { Clock } from '../clock.ts';
import type { OpenedRemote, Remote, RemoteServer } from '../core/commands/remote.ts';
import { execute } from './execute.ts';
import { openConnection } from './open-connection.ts';
import type { SshCredentials, SshRoute } from './ssh-server.ts';

interface RemoteParts {
  readonly clock: Clock;
  readonly route: SshRoute;
  /** Undefined: the bot has no key, and logs in nowhere. */
  readonly credentials: SshCredentials | undefined;
  /** For reaching a server, its handshake and the log-in together. */
  readonly timeoutMs: number;
}

/** The way onto VMs: over SSH, along the configured route, with the bot's own key. */
export function createRemote({ clock, route, credentials, timeoutMs }: RemoteParts): Remote {
  return {
    async open(server: RemoteServer, { signal }): Promise<OpenedRemote> {
      if (credentials === undefined)
        return { kind: 'failed', at: server.name, because: 'the bot has no key of its own' };
      const opened = await openConnection(server, { route, credentials, clock, timeoutMs, signal });
      if (opened.kind !== 'open') return opened;
      const { connection } = opened;
      return {
        kind: 'open',
        session: {
          run: (command, { onOutput, bytes, ...options }) =>
            execute(connection, command, {
              ...options,
              clock,
              capBytes: bytes,
              onOutput: (output) => onOutput((most) => output.lastBytes(most), output.totalBytes()),
            }),
          readFile: async () => ({ kind: 'failed', because: 'reading files is not there yet' }),
          done: () => connection.close(),
        },
      };
    },
    endOf() {},
  };
}
