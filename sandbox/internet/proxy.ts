import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SandboxClock } from '../clock.ts';
import type { Fleet } from '../vm/fleet.ts';
import type { World } from '../world/world.ts';
import { readAddress } from './address.ts';
import { type Delivery, deliver } from './packet.ts';
import { readTarget, type Target } from './target.ts';

/** One attempt to connect, and what became of it. */
interface Attempt {
  /** Epoch milliseconds on the sandbox's clock. */
  readonly at: number;
  readonly source: string;
  readonly destination: string;
  readonly port: number;
  readonly outcome: 'connected' | 'refused' | 'dropped';
  /** For `dropped`: what swallowed it. */
  readonly where?: string;
}

export interface Internet {
  /** `http://127.0.0.1:PORT`, an HTTP proxy that knows CONNECT only. */
  readonly proxyUrl: string;
  readonly port: number;
  /** The latest attempts, the newest last. */
  readonly log: readonly Attempt[];
  close(): Promise<void>;
}

interface InternetParts {
  readonly world: World;
  readonly fleet: Pick<Fleet, 'connect'>;
  readonly clock: SandboxClock;
  /** Left out: any free port. */
  readonly port?: number;
}

const keptAttempts = 500;

/**
 * The internet between the sandbox's clients and machines, as a proxy on 127.0.0.1. The client says `CONNECT
 * address:port`; a proxy user name says which address it comes from, else it is the bot's.
 *
 * - 200, then bytes: the packet got through and sshd listens.
 * - 502 with `x-drawbridge-refused: connection refused`: it got through, and nothing listens (a TCP reset, so to speak).
 * - no answer at all: it was dropped, and the client runs into its own time-out, as on Azure.
 * - 400 for what is no literal address and port or no source address, 405 for anything but CONNECT.
 */
export async function startInternet({ world, fleet, clock, port = 0 }: InternetParts): Promise<Internet> {
  const log: Attempt[] = [];
  const sockets = new Set<Duplex>();

  const server = createServer((_request, response) => {
    response.writeHead(405, { allow: 'CONNECT', 'content-type': 'text/plain' });
    response.end('This proxy carries SSH to the machines of the sandbox: it knows CONNECT only.\n');
  });
  server.on('connection', (socket) => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const target = readTarget(request.url ?? '');
    const source = sourceOf(request) ?? world.botAddress;
    if (target === undefined)
      return refuse(socket, '400 Bad Request', 'x-drawbridge-reason: the target must be ADDRESS:PORT');
    if (readAddress(source) === undefined) {
      return refuse(socket, '400 Bad Request', 'x-drawbridge-reason: the proxy user name must be an address');
    }
    const delivery = deliver(world, { source, destination: target.address, port: target.port });
    const outcome = carry(delivery, source, socket, head);
    note(target, source, delivery, outcome);
  });

  const carry = (delivery: Delivery, source: string, socket: Duplex, head: Buffer): Attempt['outcome'] => {
    if (delivery.kind === 'dropped') return leaveHanging(socket);
    if (head.length > 0) socket.unshift(head);
    const met = fleet.connect(delivery.vmId, delivery.port, socket, source);
    if (met === 'dropped') return leaveHanging(socket);
    if (met === 'refused') {
      refuse(socket, '502 Bad Gateway', 'x-drawbridge-refused: connection refused');
      return 'refused';
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    return 'connected';
  };

  const leaveHanging = (socket: Duplex): 'dropped' => {
    const gone = new AbortController();
    // Nobody reads from it any more, so only reading shows that the client has left.
    socket.resume();
    socket.once('end', () => socket.destroy());
    socket.once('close', () => gone.abort());
    clock.hang(gone.signal);
    return 'dropped';
  };

  const note = (target: Target, source: string, delivery: Delivery, outcome: Attempt['outcome']) => {
    const swallowedBy = delivery.kind === 'dropped' ? delivery.where : 'the firewall inside the machine';
    const where = outcome === 'dropped' ? { where: swallowedBy } : {};
    log.push({ at: clock.now(), source, destination: target.address, port: target.port, outcome, ...where });
    if (log.length > keptAttempts) log.shift();
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    proxyUrl: `http://127.0.0.1:${bound}`,
    port: bound,
    log,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function refuse(socket: Duplex, status: string, header: string): void {
  socket.end(`HTTP/1.1 ${status}\r\n${header}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
}

/** The proxy user name of `Basic` credentials: the address that the client says it comes from. */
function sourceOf(request: IncomingMessage): string | undefined {
  const [scheme = '', credentials = ''] = (request.headers['proxy-authorization'] ?? '').split(' ');
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const decoded = Buffer.from(credentials, 'base64').toString('utf8');
  const name = decoded.slice(0, Math.max(0, decoded.lastIndexOf(':'))) || decoded.replace(/:$/, '');
  return name === '' ? undefined : name.replaceAll('%3A', ':').replace(/^\[(.*)\]$/, '$1');
}
