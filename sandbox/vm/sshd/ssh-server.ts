import type { Duplex } from 'node:stream';
import ssh2, { type Connection } from 'ssh2';
import type { SandboxClock } from '../../clock.ts';
import { type Account, findAccount } from '../accounts.ts';
import { hostKeyTypes } from '../guest-plan.ts';
import type { RunJob } from '../guest-runner.ts';
import type { Machine } from '../machine.ts';
import { authenticate, whyShutOut } from './authenticate.ts';
import { hearSignals } from './hear-signals.ts';
import { type SessionContext, serveSession } from './serve-session.ts';

export interface SshServer {
  /** Takes over a byte stream whose other end is an SSH client. */
  accept(socket: Duplex, source: string): void;
  close(): void;
}

const slowGreetingMs = 5_000;

/** The sshd of one machine. It listens nowhere: whoever carries packets hands it the connections. */
export function sshServer(machine: Machine, run: RunJob, clock: SandboxClock): SshServer {
  const sockets = new Set<Duplex>();
  const ident = machine.plan.sshd.banner.replace(/^SSH-2\.0-/, '');
  let handshakes = 0;

  /** The keys are made only for a client that speaks: whoever just wants to see the greeting costs nothing. */
  const attach = (socket: Duplex, source: string, gone: AbortSignal) => {
    const hostKeys = hostKeysFor(machine, handshakes);
    if (hostKeys.length === 0) return socket.destroy();
    // A server each: it says of a new connection neither which socket it came by nor in which order.
    const server = new ssh2.Server({ hostKeys, ident }, (connection) => {
      connection.on('handshake', () => {
        handshakes += 1;
      });
      const hang = (over: AbortSignal) => clock.hang(AbortSignal.any([over, gone]));
      serveConnection({ machine, run, connection, source, hang, drop: () => cut(socket) });
    });
    swallowOneWrite(socket);
    server.injectSocket(socket as Parameters<ssh2.Server['injectSocket']>[0]);
  };

  return {
    accept(socket, source) {
      const gone = new AbortController();
      sockets.add(socket);
      socket.once('close', () => {
        sockets.delete(socket);
        gone.abort();
      });
      socket.on('error', () => socket.destroy());
      const { misbehaviour } = machine;
      const greet = () => {
        socket.write(`SSH-2.0-${ident}\r\n`);
        socket.once('data', (first: Buffer) => {
          socket.pause();
          socket.unshift(first);
          attach(socket, source, gone.signal);
        });
      };
      if (misbehaviour === 'never-greets') ignore(socket, gone.signal, clock);
      else if (misbehaviour === 'slow-to-greet') afterAWhile(greet, gone.signal, clock);
      // Not before the caller knows that the connection stands, and could say so.
      else process.nextTick(greet);
    },
    close() {
      for (const socket of sockets) cut(socket);
    },
  };
}

function cut(socket: Duplex): void {
  socket.end();
  setImmediate(() => socket.destroy());
}

function hostKeysFor(machine: Machine, handshakes: number): string[] {
  const keys = machine.sshd.hostKeys().map((key) => key.privateKey);
  if (machine.misbehaviour !== 'swaps-key-after-first-handshake' || handshakes === 0) return keys;
  return hostKeyTypes.map((type) => machine.swappedKey(type).privateKeyOpenSsh);
}

/** Reads on, because only reading shows that the client has left. */
function ignore(socket: Duplex, gone: AbortSignal, clock: SandboxClock): void {
  socket.resume();
  socket.once('end', () => socket.destroy());
  clock.hang(gone);
}

function afterAWhile(act: () => void, gone: AbortSignal, clock: SandboxClock): void {
  const deadline = clock.deadline(slowGreetingMs);
  const over = AbortSignal.any([deadline.signal, gone]);
  clock.hang(over);
  over.addEventListener('abort', () => {
    deadline.clear();
    if (!gone.aborted) act();
  });
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

interface ConnectionContext extends Omit<SessionContext, 'account'> {
  readonly connection: Connection;
  readonly source: string;
}

function serveConnection({ connection, source, ...parts }: ConnectionContext): void {
  const { machine } = parts;
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
    if (account !== undefined) serveSession(hearSignals(accept()), { ...parts, account });
  });
  connection.on('close', () => {
    if (account !== undefined) log(`pam_unix(sshd:session): session closed for user ${account.name}`);
  });
}
