import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { scriptClock } from '../../sandbox/clock.ts';
import type { Probe } from '../../src/core/checks/check.ts';
import { createProbe } from '../../src/ssh/probe-banner.ts';

const servers: net.Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** A server that does one thing with every connection. */
async function serve(act: (socket: Socket) => void): Promise<number> {
  const server = net.createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    act(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const clock = () => scriptClock(0);
const target = (port: number) => ({ address: '127.0.0.1', port });

describe('without a proxy', () => {
  const rows: readonly (readonly [string, (socket: Socket) => void, Probe])[] = [
    [
      'a banner',
      (socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'),
      { kind: 'answered', banner: 'SSH-2.0-OpenSSH_9.6' },
    ],
    [
      'lines before the banner',
      (socket) => socket.write('Welcome.\r\nBehave.\r\nSSH-2.0-x\r\n'),
      { kind: 'answered', banner: 'SSH-2.0-x' },
    ],
    ['a bare line feed', (socket) => socket.write('SSH-2.0-x\n'), { kind: 'answered', banner: 'SSH-2.0-x' }],
    [
      'a banner that is too long',
      (socket) => socket.write(`SSH-2.0-${'x'.repeat(400)}\r\n`),
      { kind: 'answered', banner: `SSH-2.0-${'x'.repeat(247)}` },
    ],
    [
      'another protocol that hangs up',
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      { kind: 'not-ssh', received: 'HTTP/1.1 400 Bad Request\r\n\r\n' },
    ],
    ['a flood', (socket) => socket.write('y'.repeat(20_000)), { kind: 'not-ssh', received: 'y'.repeat(80) }],
    ['a server that hangs up at once', (socket) => socket.end(), { kind: 'hung-up', received: '' }],
    [
      'a greeting that breaks off',
      (socket) => socket.end('SSH-2.0-Open'),
      { kind: 'hung-up', received: 'SSH-2.0-Open' },
    ],
    [
      'a greeting that breaks off behind other lines',
      (socket) => socket.end('Welcome.\r\nSSH-2.0-Open\r'),
      { kind: 'hung-up', received: 'Welcome.\r\nSSH-2.0-Open\r' },
    ],
    [
      'a server that turns people away',
      (socket) => socket.end('Exceeded MaxStartups\r\n'),
      { kind: 'not-ssh', received: 'Exceeded MaxStartups\r\n' },
    ],
  ];
  test.each(rows)('%s', async (_, act, expected) => {
    const probe = createProbe({ clock: clock(), timeoutMs: 3_000 });
    expect(await probe(target(await serve(act)))).toEqual(expected);
  });

  test('a banner that comes byte by byte', async () => {
    const port = await serve((socket) => {
      socket.setNoDelay(true);
      for (const letter of 'SSH-2.0-slow\r\n') socket.write(letter);
    });
    const probe = createProbe({ clock: clock(), timeoutMs: 3_000 });
    expect(await probe(target(port))).toEqual({ kind: 'answered', banner: 'SSH-2.0-slow' });
  });

  test('nobody listens', async () => {
    const port = await serve(() => {});
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    const probe = createProbe({ clock: clock(), timeoutMs: 3_000 });
    expect(await probe(target(port))).toEqual({ kind: 'refused' });
  });

  test.each([
    ['ENETUNREACH', /^no route .*\(ENETUNREACH\)$/],
    ['EHOSTUNREACH', /^no route .*\(EHOSTUNREACH\)$/],
    ['ENOBUFS', /^ENOBUFS$/],
  ])('%s is told in words where there are any', async (code, because) => {
    const broken = () => new net.Socket().destroy(Object.assign(new Error(code), { code }));
    const connect = vi.spyOn(net, 'connect').mockImplementation(broken);
    const probe = createProbe({ clock: clock(), timeoutMs: 3_000 });
    expect(await probe(target(22))).toEqual({ kind: 'failed', because: expect.stringMatching(because) });
    connect.mockRestore();
  });

  test('a server that says nothing until the deadline', async () => {
    const time = clock();
    const accepted = Promise.withResolvers<void>();
    const port = await serve(() => accepted.resolve());
    const answer = createProbe({ clock: time, timeoutMs: 3_000 })(target(port));
    await accepted.promise;
    time.advance(2_999);
    time.advance(1);
    expect(['silent', 'timed-out']).toContain((await answer).kind);
    expect(await answer).toMatchObject({ afterMs: 3_000 });
  });
});

describe('through a proxy', () => {
  const through = (port: number, more: { username?: string; password?: string } = {}) =>
    createProbe({ clock: clock(), timeoutMs: 3_000, proxy: { host: '127.0.0.1', port, ...more } });
  const vm = { address: '20.51.230.13', port: 22 };

  const rows: readonly (readonly [string, string, Probe])[] = [
    [
      'the banner in one piece with the answer',
      'HTTP/1.1 200 Connection established\r\n\r\nSSH-2.0-x\r\n',
      { kind: 'answered', banner: 'SSH-2.0-x' },
    ],
    [
      'an answer with headers',
      'HTTP/1.0 200 OK\r\nVia: proxy\r\n\r\nSSH-2.0-x\r\n',
      { kind: 'answered', banner: 'SSH-2.0-x' },
    ],
    [
      'refused, in the words of RFC 9209',
      'HTTP/1.1 502 Bad Gateway\r\nProxy-Status: proxy; error=connection_refused\r\n\r\n',
      { kind: 'refused' },
    ],
    [
      "refused, in Squid's words",
      'HTTP/1.1 503 Service Unavailable\r\nX-Squid-Error: ERR_CONNECT_FAIL 111\r\n\r\n',
      { kind: 'refused' },
    ],
    [
      '502 without a reason says nothing of the VM',
      'HTTP/1.1 502 Bad Gateway\r\n\r\n',
      { kind: 'failed', because: 'the proxy could not connect, and does not say why (502)' },
    ],
    [
      '503 for another reason',
      'HTTP/1.1 503 Service Unavailable\r\nX-Squid-Error: ERR_CONNECT_FAIL 113\r\n\r\n',
      { kind: 'failed', because: 'the proxy could not connect, and does not say why (503)' },
    ],
    ['504: the proxy waited in vain', 'HTTP/1.1 504 Gateway Timeout\r\n\r\n', { kind: 'timed-out', afterMs: 3_000 }],
    [
      '407',
      'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n',
      { kind: 'failed', because: 'the proxy asks for a user name and password (407)' },
    ],
    ['403', 'HTTP/1.1 403 Forbidden\r\n\r\n', { kind: 'failed', because: 'the proxy answered 403' }],
    ['not HTTP', 'SSH-2.0-x\r\n\r\n', { kind: 'failed', because: 'the proxy answered something that is not HTTP' }],
    [
      'an endless header',
      `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(4_000)}`,
      { kind: 'failed', because: 'the proxy answered with too long a header' },
    ],
  ];
  test.each(rows)('%s', async (_, answer, expected) => {
    const port = await serve((socket) => socket.once('data', () => socket.write(answer)));
    expect(await through(port)(vm)).toEqual(expected);
  });

  test('a proxy that hangs up', async () => {
    const port = await serve((socket) => socket.once('data', () => socket.end()));
    expect(await through(port)(vm)).toEqual({ kind: 'failed', because: 'the proxy closed the connection' });
  });

  test('no proxy there', async () => {
    const port = await serve(() => {});
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    expect(await through(port)(vm)).toEqual({
      kind: 'failed',
      because: `the proxy 127.0.0.1:${port} could not be reached (ECONNREFUSED)`,
    });
  });

  test('it is asked for the address, IPv6 in brackets, with the credentials', async () => {
    const asked: string[] = [];
    const port = await serve((socket) =>
      socket.once('data', (bytes) => {
        asked.push(bytes.toString());
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      }),
    );
    await through(port, { username: 'bot', password: 'secret' })({ address: '2001:db8::7', port: 2222 });
    expect(asked[0]).toMatch(/^CONNECT \[2001:db8::7\]:2222 HTTP\/1\.1\r\n/);
    expect(asked[0]).toContain(`Proxy-Authorization: Basic ${Buffer.from('bot:secret').toString('base64')}\r\n`);
    await through(port)(vm);
    expect(asked[1]).not.toContain('Proxy-Authorization');
  });

  test('a proxy that never answers', async () => {
    const time = clock();
    const asked = Promise.withResolvers<void>();
    const port = await serve((socket) => socket.once('data', () => asked.resolve()));
    const answer = createProbe({ clock: time, timeoutMs: 3_000, proxy: { host: '127.0.0.1', port } })(vm);
    await asked.promise;
    time.advance(3_000);
    expect(await answer).toEqual({ kind: 'timed-out', afterMs: 3_000 });
  });
});
