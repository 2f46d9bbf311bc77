import type { Duplex } from 'node:stream';
import ssh2, { type Connection } from 'ssh2';
import { type Account, findAccount } from '../accounts.ts';
import type { RunJob } from '../guest-runner.ts';
import type { Machine } from '../machine.ts';
import { authenticate, whyShutOut } from './authenticate.ts';
import { hearSignals } from './hear-signals.ts';
import { serveSession } from './serve-session.ts';

export interface SshServer {
  /** Takes over a byte stream whose other end is an SSH client. */
  accept(socket: Duplex, source: string): void;
  close(): void;
}

/** The sshd of one machine. It listens nowhere: whoever carries packets hands it the connections. */
export function sshServer(machine: Machine, run: RunJob): SshServer {
  const sockets = new Set<Duplex>();
  const ident = machine.plan.sshd.banner.replace(/^SSH-2\.0-/, '');
  return {
    accept(socket, source) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      // Not before the caller knows that the connection stands, and could say so.
      process.nextTick(() => socket.write(`SSH-2.0-${ident}\r\n`));
      // The keys are made only for a client that speaks: whoever just wants to see the greeting costs nothing.
      socket.once('data', (first: Buffer) => {
        socket.pause();
        socket.unshift(first);
        const hostKeys = machine.sshd.hostKeys().map((key) => key.privateKey);
        if (hostKeys.length === 0) return socket.destroy();
        // A server each: it says of a new connection neither which socket it came by nor in which order.
        const server = new ssh2.Server({ hostKeys, ident }, (connection) => {
          serveConnection({ machine, run, connection, source });
        });
        swallowOneWrite(socket);
        server.injectSocket(socket as Parameters<ssh2.Server['injectSocket']>[0]);
      });
    },
    close() {
      for (const socket of sockets) {
        socket.end();
        setImmediate(() => socket.destroy());
      }
    },
  };
}

/** ssh2 greets before anything else; that line is on its way already. */
function swallowOneWrite(socket: Duplex): void {
  Object.defineProperty(socket, 'write', {
    configurable: true,
    value: () => {
      Reflect.deleteProperty(socket, 'write');
      return true;
    },
  });
}

interface ConnectionContext {
  readonly machine: Machine;
  readonly run: RunJob;
  readonly connection: Connection;
  readonly source: string;
}

function serveConnection({ machine, run, connection, source }: ConnectionContext): void {
  let account: Account | undefined;
  const pid = machine.nextPid();
  const log = (message: string) => machine.log('ssh.service', 'sshd', message, pid);
  connection.on('error', () => connection.end());
  connection.on('authentication', (attempt) => {
    const from = `${attempt.method} for ${attempt.username} from ${source} port 50000 ssh2`;
    const allowed = authenticate(machine, attempt);
    if (allowed === undefined) {
      const known = findAccount(machine.files, attempt.username);
      const why = known === undefined ? undefined : whyShutOut(machine, known);
      if (why !== undefined && attempt.method !== 'none') log(why);
      if (attempt.method !== 'none') log(`Failed ${from}`);
      attempt.reject(machine.sshd.state.passwordAuthentication ? ['publickey', 'password'] : ['publickey']);
      return;
    }
    account = allowed;
    attempt.accept();
    // Without a signature a client only asks which of its keys would do.
    if (attempt.method !== 'publickey' || attempt.signature !== undefined) log(`Accepted ${from}`);
  });
  connection.on('session', (accept) => {
    if (account !== undefined) serveSession(hearSignals(accept()), { machine, run, account });
  });
  connection.on('close', () => {
    if (account !== undefined) log(`pam_unix(sshd:session): session closed for user ${account.name}`);
  });
}
