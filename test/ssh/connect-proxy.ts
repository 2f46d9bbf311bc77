import net, { type AddressInfo, type Socket } from 'node:net';

/** A proxy that understands CONNECT and lets everything through. */
export interface ConnectProxy extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** What it was asked for: `127.0.0.1:22`. */
  readonly asked: string[];
}

export async function connectProxy(): Promise<ConnectProxy> {
  const sockets = new Set<Socket>();
  const asked: string[] = [];
  const server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => {}).setNoDelay(true));
    socket.once('data', (head: Buffer) => {
      const [, host = '', port = ''] = /^CONNECT (\S+):(\d+) /.exec(head.toString('latin1')) ?? [];
      asked.push(`${host}:${port}`);
      const on = net.connect({ host, port: Number(port) }).setNoDelay(true);
      sockets.add(on.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')));
      on.once('connect', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(on).pipe(socket);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    asked,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
