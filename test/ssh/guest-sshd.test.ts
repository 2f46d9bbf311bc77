import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scriptClock } from '../../sandbox/clock.ts';
import type { Executed } from '../../src/core/commands/executed.ts';
import { type ExecuteParts, execute } from '../../src/ssh/execute.ts';
import { openConnection } from '../../src/ssh/open-connection.ts';
import { scanHostKeys } from '../../src/ssh/scan-host-keys.ts';
import type { SshConnection } from '../../src/ssh/ssh-connection.ts';
import { type GuestSshd, startGuestSshd } from './guest-sshd.ts';

describe("a guest of the sandbox behaves as OpenSSH's sshd does", () => {
  let guest: GuestSshd;
  let connection: SshConnection;
  const clock = scriptClock(0);
  const limits: ExecuteParts = { clock, wallMs: 9_000, idleMs: 9_000, capBytes: 10_000 };
  const text = ({ output }: Executed) => Buffer.concat([output.head, output.tail]).toString();

  beforeAll(async () => {
    guest = await startGuestSshd();
    const opened = await openConnection(
      { name: 'myVM', address: '127.0.0.1', ...guest },
      {
        route: { jumps: [] },
        credentials: { kind: 'key', privateKey: guest.privateKey },
        clock,
        timeoutMs: 5_000,
      },
    );
    if (opened.kind !== 'open') throw new Error(JSON.stringify(opened));
    connection = opened.connection;
  });
  afterAll(async () => {
    connection.close();
    await guest[Symbol.asyncDispose]();
  });

  test('it shows the keys that it has', async () => {
    const scanned = await scanHostKeys('127.0.0.1', guest.port, { clock, timeoutMs: 5_000 });
    expect(scanned).toEqual({ kind: 'scanned', keys: expect.arrayContaining([...guest.hostKeys]) });
  });

  test('it runs a command and tells how it ended', async () => {
    const executed = await execute(connection, 'whoami; cat; exit 3', limits);
    expect(executed).toMatchObject({ end: { kind: 'exited', status: 3 }, process: 'ended', isOutputComplete: true });
    expect(text(executed)).toBe('azureuser\n');
    expect(connection.isReusable()).toBe(true);
  });

  test('it hears signals though there is no input any more', async () => {
    const controller = new AbortController();
    const executing = execute(connection, 'touch /tmp/up; sleep 1000', { ...limits, signal: controller.signal });
    while (text(await execute(connection, 'ls /tmp', limits)) !== 'up\n') await Promise.resolve();
    controller.abort();
    expect(await executing).toMatchObject({ end: { kind: 'cancelled' }, process: 'ended', isOutputComplete: true });
  });
});
