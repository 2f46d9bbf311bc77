import net from 'node:net';

export interface Target {
  /** IPv4 or IPv6 address; names are not resolved here. */
  readonly address: string;
  readonly port: number;
}

/** An HTTP proxy that understands CONNECT, between the bot and the VMs. */
export interface HttpProxy {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
}

/** How a try to open a TCP connection ended. Never an exception: every one of these is an answer. */
export type Dialled =
  | { readonly kind: 'connected'; readonly socket: net.Socket }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed'; readonly because: string };

/**
 * Opens a TCP connection without Nagle's delay, directly or through a proxy.
 * @param signal ends the try; a `timed-out` is all that it leaves behind
 */
export function dial(target: Target, proxy: HttpProxy | undefined, signal: AbortSignal): Promise<Dialled> {
  if (signal.aborted) return Promise.resolve({ kind: 'timed-out' });
  return new Promise((resolve) => {
    const socket = net.connect({ host: proxy?.host ?? target.address, port: proxy?.port ?? target.port });
    socket.setNoDelay(true);
    const settle = (dialled: Dialled) => {
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError).off('connect', onConnect);
      if (dialled.kind !== 'connected') socket.on('error', () => {}).destroy();
      resolve(dialled);
    };
    const onAbort = () => settle({ kind: 'timed-out' });
    const onError = (error: NodeJS.ErrnoException) => settle(fromError(error, proxy));
    const onConnect = () => {
      if (proxy === undefined) settle({ kind: 'connected', socket });
      else askProxy(socket, target, proxy, settle);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('error', onError).on('connect', onConnect);
  });
}

function fromError(error: NodeJS.ErrnoException, proxy: HttpProxy | undefined): Dialled {
  if (proxy !== undefined)
    return {
      kind: 'failed',
      because: `the proxy ${proxy.host}:${proxy.port} could not be reached (${error.code ?? error.message})`,
    };
  if (error.code === 'ECONNREFUSED') return { kind: 'refused' };
  if (error.code === 'ETIMEDOUT') return { kind: 'timed-out' };
  const words = inWords.get(error.code ?? '');
  return { kind: 'failed', because: words === undefined ? (error.code ?? error.message) : `${words} (${error.code})` };
}

const inWords: ReadonlyMap<string, string> = new Map([
  ['EHOSTUNREACH', "no route leads from the bot to the VM's address"],
  ['ENETUNREACH', "no route leads from the bot to the network of the VM's address"],
  ['EACCES', 'a firewall on the side of the bot forbids it'],
  ['ECONNRESET', 'the connection was reset while it was made'],
]);

function askProxy(socket: net.Socket, target: Target, proxy: HttpProxy, settle: (dialled: Dialled) => void): void {
  const authority = `${target.address.includes(':') ? `[${target.address}]` : target.address}:${target.port}`;
  const credentials = `${proxy.username ?? ''}:${proxy.password ?? ''}`;
  const authorisation =
    credentials === ':' ? '' : `Proxy-Authorization: Basic ${Buffer.from(credentials).toString('base64')}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${authorisation}\r\n`);

  let received = Buffer.alloc(0);
  const finish = (dialled: Dialled) => {
    socket.off('readable', onReadable).off('close', onClose);
    settle(dialled);
  };
  const onReadable = () => {
    for (let chunk: Buffer | null = socket.read(); chunk !== null; chunk = socket.read()) {
      received = Buffer.concat([received, chunk]);
    }
    const end = received.indexOf('\r\n\r\n');
    if (end >= 0) {
      const rest = received.subarray(end + 4);
      if (rest.length > 0) socket.unshift(rest);
      finish(fromStatus(received.toString('latin1', 0, end), socket));
    } else if (received.length > maxHeaderBytes) {
      finish({ kind: 'failed', because: 'the proxy answered with too long a header' });
    }
  };
  const onClose = () => finish({ kind: 'failed', because: 'the proxy closed the connection' });
  socket.on('readable', onReadable).on('close', onClose);
}

const maxHeaderBytes = 16_384;

/**
 * How a proxy says that the target itself refused: `error=connection_refused` (RFC 9209), "connection refused" in words,
 * or Squid's error with Linux's number for it. A 502 or 503 without it may as well be a route that the proxy lacks.
 */
const targetRefused = /connection[ _]refused|ERR_CONNECT_FAIL 111\b/i;

/** What proxies answer to CONNECT: RFC 9110, section 9.3.6. */
function fromStatus(header: string, socket: net.Socket): Dialled {
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(header)?.[1];
  if (status?.startsWith('2')) return { kind: 'connected', socket };
  if (status === '502' || status === '503') {
    if (targetRefused.test(header)) return { kind: 'refused' };
    return { kind: 'failed', because: `the proxy could not connect, and does not say why (${status})` };
  }
  if (status === '504') return { kind: 'timed-out' };
  if (status === '407') return { kind: 'failed', because: 'the proxy asks for a user name and password (407)' };
  return { kind: 'failed', because: `the proxy answered ${status ?? 'something that is not HTTP'}` };
}
