import net, { type AddressInfo, type Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerChannel, type Session } from 'ssh2';
import { derivedKey, derivedUserKey } from '../../sandbox/keys/derive-key.ts';
import type { KeyType } from '../../sandbox/keys/open-ssh-key.ts';
import { hearSignals } from '../../sandbox/vm/sshd/hear-signals.ts';
import type { HostKey } from '../../src/core/host-keys/host-key.ts';

/** A server of ssh2 that does what a test says: mostly what no good server does. */
export interface TestServer extends AsyncDisposable {
  readonly port: number;
  readonly hostKeys: readonly HostKey[];
  /** Each attempt to log in: `publickey azureuser`. */
  readonly attempts: string[];
  /** How many connections were made so far. */
  readonly connections: () => number;
  /** Shows another host key on the connections that there are. */
  readonly swapKey: () => void;
  /** Cuts all connections. */
  readonly drop: () => void;
}

export type OnSession = (accept: () => Session, reject: () => void, connection: Connection) => void;

export interface Manners {
  /** Seeds of its host keys, by type. */
  readonly keys?: Readonly<Partial<Record<KeyType, string>>>;
  readonly onAttempt?: (attempt: AuthContext) => void;
  readonly onSession?: OnSession;
  readonly onConnection?: (connection: Connection, socket: Socket) => void;
}

export async function serveSsh(manners: Manners = {}): Promise<TestServer> {
  const made = Object.entries(manners.keys ?? { ed25519: 'right' }).map(([type, seed]) =>
    derivedKey(type as KeyType, seed, ''),
  );
  const attempts: string[] = [];
  const sockets = new Set<Socket>();
  const open = new Set<Connection>();
  let connections = 0;
  const hostKeys = made.map(({ privateKeyOpenSsh }) => privateKeyOpenSsh);
  const listener = net.createServer((socket) => {
    connections += 1;
    sockets.add(socket.setNoDelay(true).on('error', () => {}));
    const server = new ssh2.Server({ hostKeys }, (connection) => {
      open.add(connection.on('error', () => {}));
      connection.on('close', () => open.delete(connection));
      connection.on('authentication', (attempt) => {
        attempts.push(`${attempt.method} ${attempt.username}`);
        if (manners.onAttempt !== undefined) manners.onAttempt(attempt);
        else if (attempt.method === 'publickey') attempt.accept();
        else attempt.reject(['publickey']);
      });
      connection.on('session', (accept, reject) => {
        manners.onSession?.(() => hearSignals(accept()), reject, connection);
      });
      manners.onConnection?.(connection, socket);
    });
    server.injectSocket(socket);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (listener.address() as AddressInfo).port,
    hostKeys: made.map(({ publicKeyLine }) => {
      const [type = '', base64 = ''] = publicKeyLine.split(' ');
      return { type, base64 };
    }),
    attempts,
    connections: () => connections,
    swapKey() {
      for (const connection of open) {
        // ssh2 has no public place for that.
        const keys = Reflect.get(Reflect.get(connection, '_protocol'), '_hostKeys');
        keys['ssh-ed25519'] = ssh2.utils.parseKey(derivedKey('ed25519', 'swapped', '').privateKeyOpenSsh);
        connection.rekey();
      }
    },
    drop,
    async [Symbol.asyncDispose]() {
      drop();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** Runs every command in the same way. */
export function onExec(run: (channel: ServerChannel, command: string, session: Session) => void): OnSession {
  return (accept) => {
    const session = accept();
    session.on('exec', (take, _, { command }) => run(take(), command, session));
  };
}

export const botKey = { kind: 'key', privateKey: derivedUserKey('drawbridge').privateKeyOpenSsh } as const;
