import { afterEach, describe, expect, test } from 'vitest';
import { type SandboxClock, scriptClock } from '../../sandbox/clock.ts';
import { type Connections, createConnections, type Place } from '../../src/ssh/connections.ts';
import { type ExecuteParts, execute } from '../../src/ssh/execute.ts';
import { openConnection } from '../../src/ssh/open-connection.ts';
import { readFile } from '../../src/ssh/read-file.ts';
import type { SshConnection } from '../../src/ssh/ssh-connection.ts';
import { botKey, onExec, serveSsh, type TestServer } from './serve-ssh.ts';

const places: Connections[] = [];
afterEach(() => {
  for (const connections of places.splice(0)) connections.close();
});

function keeper(clock: SandboxClock = scriptClock(0)): Connections {
  const connections = createConnections({ clock });
  places.push(connections);
  return connections;
}

const place: Place = { key: 'myVM as azureuser', vmId: 'a' };

const openOn = (server: TestServer) => () =>
  openConnection(
    { name: 'myVM', address: '127.0.0.1', port: server.port, user: 'azureuser', hostKeys: server.hostKeys },
    { route: { jumps: [] }, credentials: botKey, clock: scriptClock(0), timeoutMs: 5_000 },
  );

const parts = (): ExecuteParts => ({ clock: scriptClock(0), wallMs: 9_000, idleMs: 9_000, capBytes: 1_000 });
const run = (connection: SshConnection) => execute(connection, 'true', parts());
const exits = onExec((channel) => {
  channel.exit(0);
  channel.end();
});
const success = { kind: 'used', result: { end: { kind: 'exited', status: 0 } } };

describe('a connection is used again', () => {
  test('for the same key, until it was idle for a minute', async () => {
    const clock = scriptClock(0);
    const connections = keeper(clock);
    await using server = await serveSsh({ onSession: exits });
    for (const waitMs of [0, 59_999, 59_999]) {
      clock.advance(waitMs);
      expect(await connections.use(place, openOn(server), run)).toMatchObject(success);
    }
    expect(server.connections()).toBe(1);
    clock.advance(60_000);
    expect(await connections.use(place, openOn(server), run)).toMatchObject(success);
    expect(server.connections()).toBe(2);
  });

  test.each<[string, Place]>([
    ['for another key', { ...place, key: 'myVM as root' }],
    ['for another grant', { ...place, through: 'G-1' }],
  ])('but not %s', async (_, other) => {
    const connections = keeper();
    await using server = await serveSsh({ onSession: exits });
    await connections.use(place, openOn(server), run);
    await connections.use(other, openOn(server), run);
    expect(server.connections()).toBe(2);
  });

  test('but not by two at once, and only one of two is kept', async () => {
    const connections = keeper();
    await using server = await serveSsh({ onSession: exits });
    const both = () => Promise.all([1, 2].map(() => connections.use(place, openOn(server), run)));
    await both();
    expect(server.connections()).toBe(2);
    await both();
    expect(server.connections()).toBe(3);
  });

  const rows: readonly (readonly [string, (connection: SshConnection) => Promise<unknown>])[] = [
    ['something is left on it', async (connection) => connection.spoil()],
    ['it was closed', async (connection) => connection.close()],
    ['what was done on it failed', () => Promise.reject(new Error('a bug'))],
  ];
  test.each(rows)('but not when %s', async (_, act) => {
    const connections = keeper();
    await using server = await serveSsh({ onSession: exits });
    await connections.use(place, openOn(server), act).catch(() => {});
    expect(await connections.use(place, openOn(server), run)).toMatchObject(success);
    expect(server.connections()).toBe(2);
  });
});

describe('a kept connection that is dead', () => {
  test('is noticed while it is idle', async () => {
    const connections = keeper();
    await using server = await serveSsh({ onSession: exits });
    const lost = Promise.withResolvers<string>();
    await connections.use(place, openOn(server), async (connection) => connection.onLost(lost.resolve));
    server.drop();
    await lost.promise;
    expect(await connections.use(place, openOn(server), run)).toMatchObject(success);
    expect(server.connections()).toBe(2);
  });

  test('is replaced when the command has not reached the server', async () => {
    const connections = keeper();
    let isFirst = true;
    await using server = await serveSsh({
      onSession(accept, reject, connection) {
        if (server.connections() > 1 || isFirst) exits(accept, reject, connection);
        else server.drop();
        isFirst = false;
      },
    });
    await connections.use(place, openOn(server), run);
    expect(await connections.use(place, openOn(server), run)).toMatchObject(success);
    expect(server.connections()).toBe(2);
  });

  test('is replaced before a file is read', async () => {
    const connections = keeper();
    let isFirst = true;
    await using server = await serveSsh({
      onSession(accept, reject, connection) {
        if (isFirst) exits(accept, reject, connection);
        else if (server.connections() === 1) server.drop();
        else accept().on('sftp', (take) => take().on('STAT', () => server.drop()));
        isFirst = false;
      },
    });
    await connections.use(place, openOn(server), run);
    const read = await connections.use(place, openOn(server), (connection) =>
      readFile(connection, '/etc/motd', { clock: scriptClock(0), limitBytes: 9, timeoutMs: 9 }),
    );
    expect(read).toMatchObject({ kind: 'used', result: { kind: 'connection-lost' } });
    expect(server.connections()).toBe(2);
  });

  test('is not replaced when the command may have run', async () => {
    const connections = keeper();
    let commands = 0;
    await using server = await serveSsh({
      onSession: (accept, reject, connection) => {
        if (commands === 0) exits(accept, reject, connection);
        else accept().on('exec', server.drop);
        commands += 1;
      },
    });
    await connections.use(place, openOn(server), run);
    const second = await connections.use(place, openOn(server), run);
    expect(second).toMatchObject({ kind: 'used', result: { end: { kind: 'connection-lost' }, process: 'may-run' } });
    expect(commands).toBe(2);
    expect(server.connections()).toBe(1);
  });

  test('is not replaced when an earlier command of the same use has run', async () => {
    const connections = keeper();
    let sessions = 0;
    await using server = await serveSsh({
      onSession: (accept, reject, connection) => {
        sessions += 1;
        if (sessions === 3) server.drop();
        else exits(accept, reject, connection);
      },
    });
    await connections.use(place, openOn(server), run);
    const second = await connections.use(place, openOn(server), async (connection) => {
      await run(connection);
      return await run(connection);
    });
    expect(second).toMatchObject({ kind: 'used', result: { end: { kind: 'not-started' }, process: 'never-ran' } });
    expect(sessions).toBe(3);
    expect(server.connections()).toBe(1);
  });

  test('is not replaced for somebody who has cancelled meanwhile', async () => {
    const connections = keeper();
    const controller = new AbortController();
    let sessions = 0;
    await using server = await serveSsh({
      onSession: (accept, reject, connection) => {
        sessions += 1;
        if (sessions === 1) exits(accept, reject, connection);
        else controller.abort();
      },
    });
    await connections.use(place, openOn(server), run);
    const second = await connections.use(place, openOn(server), async (connection) => {
      const lost = new Promise((resolve) => connection.onLost(resolve));
      const executed = await execute(connection, 'true', { ...parts(), signal: controller.signal });
      await lost;
      return executed;
    });
    expect(second).toMatchObject({ kind: 'used', result: { end: { kind: 'cancelled' }, process: 'may-run' } });
    expect(server.connections()).toBe(1);
  });

  test('is replaced once only: the second failure is told', async () => {
    const connections = keeper();
    let sessions = 0;
    await using server = await serveSsh({
      onSession: (accept, reject, connection) => {
        sessions += 1;
        if (sessions === 1) exits(accept, reject, connection);
        else reject();
      },
    });
    await connections.use(place, openOn(server), run);
    const second = await connections.use(place, openOn(server), run);
    expect(second).toMatchObject({ kind: 'used', result: { end: { kind: 'not-started' }, process: 'never-ran' } });
    expect(sessions).toBe(3);
  });
});

describe('ending', () => {
  const grant: Place = { ...place, through: 'G-1' };
  const ends: readonly (readonly [string, (connections: Connections) => void])[] = [
    ['by the grant', (connections) => connections.end(({ through }) => through === 'G-1')],
    ['by the machine', (connections) => connections.endOf('a')],
    ['all of them', (connections) => connections.close()],
  ];

  test.each(ends)('%s closes what is idle at once', async (_, end) => {
    const connections = keeper();
    await using server = await serveSsh({ onSession: exits });
    let kept: SshConnection | undefined;
    await connections.use(grant, openOn(server), async (connection) => {
      kept = connection;
    });
    expect(kept?.lost()).toBeUndefined();
    end(connections);
    expect(kept?.lost()).toBeDefined();
  });

  test.each(ends)('%s does not disturb what is in use, and does not keep it', async (_, end) => {
    const connections = keeper();
    await using server = await serveSsh({ onSession: exits });
    let kept: SshConnection | undefined;
    const used = await connections.use(grant, openOn(server), async (connection) => {
      kept = connection;
      end(connections);
      return await run(connection);
    });
    expect(used).toMatchObject(success);
    expect(kept?.lost()).toBeDefined();
  });

  test('while it is being opened: it is used, and not kept', async () => {
    const connections = keeper();
    await using server = await serveSsh({ onSession: exits });
    const open = openOn(server);
    const opening = async () => {
      connections.endOf('a');
      return await open();
    };
    expect(await connections.use(grant, opening, run)).toMatchObject(success);
    await connections.use(grant, open, run);
    expect(server.connections()).toBe(2);
  });

  test('leaves the others alone', async () => {
    const connections = keeper();
    await using server = await serveSsh({ onSession: exits });
    await connections.use(place, openOn(server), run);
    connections.endOf('b');
    connections.end(({ through }) => through === 'G-1');
    await connections.use(place, openOn(server), run);
    expect(server.connections()).toBe(1);
  });
});

test('why there is no connection is handed on', async () => {
  await using server = await serveSsh({ onSession: exits });
  const connections = keeper();
  const open = async () => ({ kind: 'unpinned', at: 'myVM' }) as const;
  expect(await connections.use(place, open, run)).toEqual({ kind: 'unpinned', at: 'myVM' });
  expect(await connections.use(place, openOn(server), run)).toMatchObject(success);
});
