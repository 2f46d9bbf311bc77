import net, { type AddressInfo, type Socket } from 'node:net';

/** What becomes of a connection after so many bytes from the server. */
export type Fate = 'closes' | 'resets' | 'stalls';

/** Stands between a client and a server, and lets only the first bytes of the server through. */
export async function relay(
  port: number,
  parts: { readonly bytes: number; readonly fate: Fate },
): Promise<AsyncDisposable & { readonly port: number; readonly cut: Promise<void> }> {
  const sockets = new Set<Socket>();
  const cut = Promise.withResolvers<void>();
  const listener = net.createServer((client) => {
    const server = net.connect(port, '127.0.0.1');
    for (const socket of [client, server]) sockets.add(socket.setNoDelay(true).on('error', () => {}));
    let left = parts.bytes;
    client.on('data', (chunk) => server.write(chunk)).on('close', () => server.destroy());
    server.on('data', (chunk: Buffer) => {
      if (left <= 0) return;
      const part = chunk.subarray(0, left);
      left -= part.length;
      client.write(part, () => {
        if (left > 0) return;
        if (parts.fate === 'closes') client.end();
        if (parts.fate === 'resets') client.resetAndDestroy();
        cut.resolve();
      });
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    cut: cut.promise,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
