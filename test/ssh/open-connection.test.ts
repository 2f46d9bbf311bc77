import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { scriptClock } from '../../sandbox/clock.ts';
import { derivedUserKey } from '../../sandbox/keys/derive-key.ts';
import { type Opened, type OpenParts, openConnection } from '../../src/ssh/open-connection.ts';
import { scanHostKeys } from '../../src/ssh/scan-host-keys.ts';
import type { SshServer } from '../../src/ssh/ssh-server.ts';
import { type Fate, relay } from './relay.ts';
import { botKey, serveSsh } from './serve-ssh.ts';

const opened: Opened[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) if (each.kind === 'open') each.connection.close();
});

const at = ({ port, hostKeys }: Pick<SshServer, 'port' | 'hostKeys'>): SshServer => ({
  name: 'myVM',
  address: '127.0.0.1',
  port,
  user: 'azureuser',
  hostKeys,
});

async function open(server: SshServer, more: Partial<OpenParts> = {}): Promise<Opened> {
  const usual = { route: { jumps: [] }, credentials: botKey, clock: scriptClock(0), timeoutMs: 5_000 };
  const result = await openConnection(server, { ...usual, ...more });
  opened.push(result);
  return result;
}

/** Listens, and does one thing with every connection. */
async function serve(act: (socket: Socket) => void): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    act(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('what ssh2 does when its verifier fails, and what happens here', () => {
  const other = { ed25519: 'another one' };

  test('a pinned key lets the bot in', async () => {
    await using server = await serveSsh();
    expect((await open(at(server))).kind).toBe('open');
    expect(server.attempts).toEqual(['publickey azureuser', 'publickey azureuser']);
  });

  test('no verifier: without pins there is no connection at all', async () => {
    await using server = await serveSsh();
    expect(await open(at({ port: server.port, hostKeys: [] }))).toEqual({ kind: 'unpinned', at: 'myVM' });
    expect(server.connections()).toBe(0);
  });

  test('a wrong key is denied before any attempt to log in', async () => {
    await using pinned = await serveSsh();
    await using server = await serveSsh({ keys: other });
    const [presented] = server.hostKeys;
    expect(await open(at({ port: server.port, hostKeys: pinned.hostKeys }))).toEqual({
      kind: 'untrusted',
      at: 'myVM',
      presented,
    });
    expect(server.attempts).toEqual([]);
  });

  test('one right key of several pinned ones is enough, whatever their order', async () => {
    await using server = await serveSsh();
    await using pinned = await serveSsh({ keys: other });
    const both = [...pinned.hostKeys, ...server.hostKeys];
    expect((await open(at({ port: server.port, hostKeys: both }))).kind).toBe('open');
    expect((await open(at({ port: server.port, hostKeys: both.toReversed() }))).kind).toBe('open');
  });

  const damaged: readonly (readonly [string, (base64: string) => string])[] = [
    ['cut by one byte', (base64) => Buffer.from(base64, 'base64').subarray(0, -1).toString('base64')],
    ['with one byte more', (base64) => Buffer.from(`${atob(base64)}\0`, 'latin1').toString('base64')],
    ['empty', () => ''],
    ['no base64', () => '!'],
    ['its fingerprint instead', () => 'SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU'],
  ];
  test.each(damaged)('a pin that is %s matches nothing', async (_, change) => {
    await using server = await serveSsh();
    const hostKeys = server.hostKeys.map(({ type, base64 }) => ({ type, base64: change(base64) }));
    expect(await open(at({ port: server.port, hostKeys }))).toMatchObject({ kind: 'untrusted' });
    expect(server.attempts).toEqual([]);
  });

  test('waiting for a person: the answer is there at once, though no time passes', async () => {
    await using pinned = await serveSsh({ keys: other });
    await using server = await serveSsh();
    const clock = scriptClock(0);
    expect((await open(at({ port: server.port, hostKeys: pinned.hostKeys }), { clock })).kind).toBe('untrusted');
    expect(clock.now()).toBe(0);
  });

  test('a type that cannot be checked is refused before anything is dialled', async () => {
    await using server = await serveSsh();
    const hostKeys = [{ type: 'ssh-dss', base64: 'AAAAB3NzaC1kc3M=' }];
    expect(await open(at({ port: server.port, hostKeys }))).toMatchObject({ kind: 'failed', at: 'myVM' });
    expect(server.connections()).toBe(0);
  });

  test('a key that is swapped while the connection is in use ends it', async () => {
    await using server = await serveSsh();
    const result = await open(at(server));
    if (result.kind !== 'open') throw new Error(result.kind);
    const lost = new Promise<string>((resolve) => result.connection.onLost(resolve));
    server.swapKey();
    expect(await lost).toBe('the server suddenly showed another host key');
  });
});

describe('a handshake that breaks off', () => {
  const fates: readonly Fate[] = ['closes', 'resets', 'stalls'];
  test.each(fates)('the server %s after any number of bytes', async (fate) => {
    await using server = await serveSsh();
    for (let bytes = 1; bytes < 1_500; bytes += 41) {
      await using cut = await relay(server.port, { bytes, fate });
      const clock = scriptClock(0);
      const result = open(at({ port: cut.port, hostKeys: server.hostKeys }), { clock });
      await cut.cut;
      if (fate === 'stalls') clock.advance(5_000);
      expect(await result).toEqual({
        kind: 'failed',
        at: 'myVM',
        because: expect.stringMatching(/^the (server|connection) /),
      });
    }
  });

  const rows: readonly (readonly [string, (socket: Socket) => void])[] = [
    ['closes at once', (socket) => socket.end()],
    ['speaks HTTP', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['turns people away', (socket) => socket.end('Exceeded MaxStartups\r\n')],
    ['sends lines without end', (socket) => socket.write('Welcome.\r\n'.repeat(5_000))],
    ['sends one line without end', (socket) => socket.write('y'.repeat(100_000))],
    ['is of SSH 1', (socket) => socket.write('SSH-1.5-old\r\n')],
    ['sends rubbish after its greeting', (socket) => socket.write(`SSH-2.0-x\r\n${'y'.repeat(500)}`)],
    [
      'sends zeros after its greeting',
      (socket) => socket.write(Buffer.concat([Buffer.from('SSH-2.0-x\r\n'), Buffer.alloc(500)])),
    ],
    [
      'announces a packet of 4 GB',
      (socket) => socket.write(Buffer.from('SSH-2.0-x\r\n\xff\xff\xff\xff\x04\x14', 'latin1')),
    ],
    ['sends a key exchange without lists', (socket) => socket.write(packet(Buffer.from([20])))],
    ['says first that the log-in succeeded', (socket) => socket.write(packet(Buffer.from([52])))],
    [
      'hangs up with a reason',
      (socket) => socket.write(packet(Buffer.from('\x01\0\0\0\x0b\0\0\0\x03bye\0\0\0\0', 'latin1'))),
    ],
  ];
  test.each(rows)('a server that %s', async (_, act) => {
    await using server = await serve(act);
    expect(await open(at({ port: server.port, hostKeys: pins }))).toEqual({
      kind: 'failed',
      at: 'myVM',
      because: expect.stringMatching(/^the (server|connection) /),
    });
    expect(await scanHostKeys('127.0.0.1', server.port, { clock: scriptClock(0), timeoutMs: 5_000 })).toMatchObject({
      kind: 'failed',
    });
  });

  test('a server that resets at once: whether that was before or after the connection stood is chance', async () => {
    await using server = await serve((socket) => socket.resetAndDestroy());
    const result = await open(at({ port: server.port, hostKeys: pins }));
    expect(['failed', 'unreachable']).toContain(result.kind);
    expect(result).toHaveProperty('because', expect.stringContaining('reset'));
  });

  test('a server that dribbles is given up when the time is over', async () => {
    const clock = scriptClock(0);
    await using server = await serve((socket) => {
      socket.write('S', () => clock.advance(2_500));
      socket.on('data', () => socket.write('S', () => clock.advance(2_500)));
    });
    expect(await open(at({ port: server.port, hostKeys: pins }), { clock })).toMatchObject({
      kind: 'failed',
      because: expect.stringContaining('did not introduce itself as an SSH server in time'),
    });
  });

  test('nobody listens', async () => {
    const { port } = await (async () => {
      await using server = await serve(() => {});
      return server;
    })();
    const nobody = { kind: 'unreachable', reason: 'refused', because: 'nothing listens there' };
    expect(await open(at({ port, hostKeys: pins }))).toEqual({ ...nobody, at: 'myVM' });
    expect(await scanHostKeys('127.0.0.1', port, { clock: scriptClock(0), timeoutMs: 5_000 })).toEqual(nobody);
  });

  test('whoever cancels gets an answer at once', async () => {
    const asked = Promise.withResolvers<void>();
    await using server = await serve(() => asked.resolve());
    const controller = new AbortController();
    const result = open(at({ port: server.port, hostKeys: pins }), { signal: controller.signal });
    await asked.promise;
    controller.abort();
    expect(await result).toEqual({ kind: 'failed', at: 'myVM', because: 'it was cancelled' });
  });
});

describe('logging in', () => {
  const rows: readonly (readonly [string, Parameters<typeof serveSsh>[0], Partial<Opened>])[] = [
    [
      'refused',
      { onAttempt: (attempt) => attempt.reject(['password', 'keyboard-interactive']) },
      {
        kind: 'not-let-in',
        because: "the server does not accept the bot's key; it takes password, keyboard-interactive",
      },
    ],
    [
      'refused without another way',
      { onAttempt: (attempt) => attempt.reject([]) },
      { kind: 'not-let-in', because: "the server does not accept the bot's key" },
    ],
    [
      'accepted, and a password on top of it',
      { onAttempt: (attempt) => attempt.reject(['password'], true) },
      { kind: 'not-let-in', because: "the server takes the bot's key, and asks for more than that (password)" },
    ],
    [
      'the server hangs up',
      { onConnection: (connection) => connection.on('authentication', () => connection.end()), onAttempt: () => {} },
      { kind: 'failed', because: 'the server closed the connection while the bot logged in' },
    ],
  ];
  test.each(rows)('%s', async (_, manners, expected) => {
    await using server = await serveSsh(manners);
    expect(await open(at(server))).toEqual({ at: 'myVM', ...expected });
    expect(server.attempts.every((each) => each.startsWith('publickey '))).toBe(true);
  });

  test('a server that lets in whoever has not asked', async () => {
    await using server = await serveSsh({
      onConnection: (connection) => {
        const protocol = Reflect.get(connection, '_protocol');
        const accept = protocol.serviceAccept.bind(protocol);
        protocol.serviceAccept = (name: string) => {
          // As if an attempt were there that it may answer.
          protocol._authsQueue.push('none');
          protocol.authSuccess();
          accept(name);
        };
      },
    });
    const result = await open(at(server));
    expect(result).toMatchObject({ kind: 'failed', because: expect.stringContaining('let the bot in unasked') });
  });

  test('a server that never decides', async () => {
    const asked = Promise.withResolvers<void>();
    const clock = scriptClock(0);
    await using server = await serveSsh({ onAttempt: () => asked.resolve() });
    const result = open(at(server), { clock });
    await asked.promise;
    clock.advance(5_000);
    expect(await result).toMatchObject({ kind: 'failed', because: expect.stringContaining('did not decide in time') });
  });

  const locked = derivedUserKey('drawbridge').privateKeyOpenSsh;
  const unreadable: readonly (readonly [string, OpenParts['credentials'], RegExp])[] = [
    ['no key at all', { kind: 'key', privateKey: 'hunter2' }, /^the bot's private key could not be read: /],
    ['half a key', { kind: 'key', privateKey: locked.slice(0, 200) }, /^the bot's private key could not be read: /],
    ['a public key', { kind: 'key', privateKey: derivedUserKey('x').publicKeyLine }, /is a public one$/],
  ];
  test.each(unreadable)('%s instead of a private key: told without a word of it', async (_, credentials, because) => {
    await using server = await serveSsh();
    const result = await open(at(server), { credentials });
    expect(result).toMatchObject({ kind: 'failed', because: expect.stringMatching(because) });
    expect(JSON.stringify(result)).not.toMatch(/hunter2|AAAA|b3Blbn/);
    expect(server.connections()).toBe(0);
  });

  test('an agent that is not there', async () => {
    await using server = await serveSsh();
    const credentials = { kind: 'agent', socket: '/nonexistent/agent.sock' } as const;
    expect(await open(at(server), { credentials })).toEqual({
      kind: 'failed',
      at: 'myVM',
      because: "the bot's SSH agent: Failed to connect to agent",
    });
    expect(server.attempts).toEqual([]);
  });
});

test('an error after the connection was closed, or while nobody waits, ends no process', async () => {
  await using server = await serveSsh();
  const result = await open(at(server));
  if (result.kind !== 'open') throw new Error(result.kind);
  const lost = new Promise<string>((resolve) => result.connection.onLost(resolve));
  server.drop();
  expect(await lost).toMatch(/^the (server|connection) /);
  result.connection.client.emit('error', new Error('late'));
  result.connection.close();
  result.connection.client.emit('error', new Error('later'));
  expect(result.connection.isReusable()).toBe(false);
});

test('a server that says good-bye and does not hang up is lost', async () => {
  await using server = await serveSsh({
    onConnection: (connection, socket) => {
      connection.on('ready', () => {
        socket.end = () => socket;
        setImmediate(() => connection.end());
      });
    },
  });
  const result = await open(at(server));
  if (result.kind !== 'open') throw new Error(result.kind);
  await new Promise<string>((resolve) => result.connection.onLost(resolve));
  expect(result.connection.lost()).toBe('the server closed the connection while it was in use');
});

/** One unencrypted packet behind a greeting. RFC 4253, section 6. */
function packet(payload: Buffer): Buffer {
  const padding = 8 - ((payload.length + 5) % 8) + 8;
  const head = Buffer.alloc(5);
  head.writeUInt32BE(payload.length + padding + 1);
  head.writeUInt8(padding, 4);
  return Buffer.concat([Buffer.from('SSH-2.0-x\r\n'), head, payload, Buffer.alloc(padding)]);
}

const { hostKeys: pins } = await (async () => {
  await using server = await serveSsh();
  return server;
})();
