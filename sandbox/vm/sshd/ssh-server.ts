import type { Duplex } from 'node:stream';
import ssh2, { type Connection } from 'ssh2';
import type { Account } from '../accounts.ts';
import { hostKeyTypes } from '../guest-plan.ts';
import type { RunJob } from '../guest-runner.ts';
import type { Machine } from '../machine.ts';
import { authenticate } from './authenticate.ts';
import { serveSession } from './serve-session.ts';

export interface SshServer {
  /** Takes over a byte stream whose other end is an SSH client. */
  accept(socket: Duplex): void;
  close(): void;
}

/** The sshd of one machine. It listens nowhere: whoever carries packets hands it the connections. */
export function sshServer(machine: Machine, run: RunJob): SshServer {
  const sockets = new Set<Duplex>();
  const ident = machine.plan.sshd.banner.replace(/^SSH-2\.0-/, '');
  let server: ssh2.Server | undefined;

  const makeServer = () => {
    const hostKeys = hostKeyTypes.map((type) => machine.plan.hostKey(type).privateKeyOpenSsh);
    return new ssh2.Server({ hostKeys, ident }, (connection) => serveConnection(machine, run, connection));
  };

  return {
    accept(socket) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      // Not before the caller knows that the connection stands, and could say so.
      process.nextTick(() => socket.write(`SSH-2.0-${ident}\r\n`));
      // The keys are made only for a client that speaks: whoever just wants to see the greeting costs nothing.
      socket.once('data', (first: Buffer) => {
        socket.pause();
        socket.unshift(first);
        server ??= makeServer();
        swallowOneWrite(socket);
        server.injectSocket(socket as Parameters<ssh2.Server['injectSocket']>[0]);
      });
    },
    close() {
      for (const socket of sockets) socket.destroy();
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

function serveConnection(machine: Machine, run: RunJob, connection: Connection): void {
  let account: Account | undefined;
  const pid = machine.nextPid();
  const log = (message: string) => machine.log('ssh.service', 'sshd', message, pid);
  connection.on('error', () => connection.end());
  connection.on('authentication', (attempt) => {
    const allowed = authenticate(machine, attempt);
    if (allowed === undefined) {
      if (attempt.method !== 'none')
        log(`Failed ${attempt.method} for ${attempt.username} from ${'internet'} port 50000 ssh2`);
      attempt.reject(machine.plan.sshd.passwordAuthentication ? ['publickey', 'password'] : ['publickey']);
      return;
    }
    account = allowed;
    attempt.accept();
    if (attempt.method !== 'publickey' || attempt.signature !== undefined) {
      log(`Accepted ${attempt.method} for ${attempt.username} from internet port 50000 ssh2`);
    }
  });
  connection.on('session', (accept) => {
    if (account !== undefined) serveSession(accept(), { machine, run, account, log });
  });
  connection.on('close', () => {
    if (account !== undefined) log(`pam_unix(sshd:session): session closed for user ${account.name}`);
  });
}
