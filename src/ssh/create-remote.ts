import type { Clock } from '../clock.ts';
import { canonicalJson, sha256 } from '../core/canonical-json.ts';
import type { Remote, RemoteServer, RemoteSession } from '../core/commands/remote.ts';
import { createConnections } from './connections.ts';
import { execute } from './execute.ts';
import { openConnection } from './open-connection.ts';
import { readFile } from './read-file.ts';
import type { SshConnection } from './ssh-connection.ts';
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
  const connections = createConnections({ clock });
  return {
    async use(server, { signal, through }, act) {
      if (credentials === undefined)
        return { kind: 'failed', at: server.name, because: 'the bot has no key of its own' };
      const place = { key: keyOf(server), vmId: server.machine, through };
      const open = () => openConnection(server, { route, credentials, clock, timeoutMs, signal });
      const used = await connections.use(place, open, (connection) => act(sessionOn(connection, clock)));
      if (through === 'once') connections.end((each) => each.key === place.key && each.through === 'once');
      return used;
    },
    endOf: (machine) => connections.endOf(machine),
    close: () => connections.close(),
  };
}

/** Everything that has to be the same for a connection to serve again, the approved keys among it. */
function keyOf({ machine, user, address, port, hostKeys }: RemoteServer): string {
  const keys = hostKeys.map(({ base64 }) => base64).toSorted();
  return sha256(canonicalJson([machine, user, address, port, keys]));
}

function sessionOn(connection: SshConnection, clock: Clock): RemoteSession {
  return {
    run: (command, { onOutput, bytes, ...options }) =>
      execute(connection, command, {
        ...options,
        clock,
        capBytes: bytes,
        onOutput: (output) => onOutput((most) => output.lastBytes(most), output.totalBytes()),
      }),
    readFile: (path, { bytes, wallMs, signal }) =>
      readFile(connection, path, { clock, limitBytes: bytes, timeoutMs: wallMs, signal }),
  };
}
