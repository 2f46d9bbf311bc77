import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SandboxClock, scriptClock } from '../../sandbox/clock.ts';
import type { Captured, Executed } from '../../src/core/commands/executed.ts';
import { captureOutput } from '../../src/ssh/capture-output.ts';
import { type ExecuteParts, execute } from '../../src/ssh/execute.ts';
import { openConnection } from '../../src/ssh/open-connection.ts';
import type { SshConnection } from '../../src/ssh/ssh-connection.ts';
import { graceMs, idleMs, illBehaved, wallMs } from './ill-behaved.ts';
import { botKey, onExec, serveSsh, type TestServer } from './serve-ssh.ts';

async function connect(server: TestServer): Promise<SshConnection> {
  const vm = { name: 'myVM', address: '127.0.0.1', port: server.port, user: 'azureuser', hostKeys: server.hostKeys };
  const parts = { route: { jumps: [] }, credentials: botKey, clock: scriptClock(0), timeoutMs: 5_000 };
  const opened = await openConnection(vm, parts);
  if (opened.kind !== 'open') throw new Error(JSON.stringify(opened));
  return opened.connection;
}

const limits = (clock: SandboxClock): ExecuteParts => ({ clock, wallMs, idleMs, graceMs, capBytes: 8_000_000 });
const kept = ({ head, tail }: Captured) => Buffer.concat([head, tail]);

describe('a server that', () => {
  test.each(illBehaved)('$name', async ({ onSession, onOutput, end, process, isOutputComplete, output }) => {
    const clock = scriptClock(0);
    await using server = await serveSsh({ onSession: (...given) => onSession(clock, server.drop)(...given) });
    const connection = await connect(server);
    let isFirst = true;
    const executed = await execute(connection, 'whatever', {
      ...limits(clock),
      onOutput() {
        if (isFirst && onOutput !== undefined) setImmediate(() => onOutput(clock));
        isFirst = false;
      },
    });
    expect(executed).toMatchObject({ end, process, isOutputComplete });
    if (output !== undefined) expect(kept(executed.output).toString()).toBe(output);
    expect(connection.isReusable()).toBe(isOutputComplete);
    connection.close();
  });

  test.each(['stdout', 'stderr'] as const)(
    'floods %s is counted to the byte and kept within the cap',
    async (stream) => {
      await using server = await serveSsh({
        onSession: onExec((channel) => {
          (stream === 'stdout' ? channel : channel.stderr).write(Buffer.alloc(5_000_001, 'y'), () => {
            channel.exit(0);
            channel.end();
          });
        }),
      });
      const connection = await connect(server);
      const { output, end } = await execute(connection, 'yes', { ...limits(scriptClock(0)), capBytes: 1_000 });
      connection.close();
      expect(end).toEqual({ kind: 'exited', status: 0 });
      expect(output).toMatchObject({ totalBytes: 5_000_001, [`${stream}Bytes`]: 5_000_001, cut: true });
      expect(output.head.toString()).toBe('y'.repeat(250));
      expect(output.tail.toString()).toBe('y'.repeat(750));
    },
  );
});

test('a command with a NUL is not sent: its second half would be left out without a word', async () => {
  const asked: string[] = [];
  await using server = await serveSsh({ onSession: onExec((_, command) => asked.push(command)) });
  const connection = await connect(server);
  const executed = await execute(connection, 'true\0; false', limits(scriptClock(0)));
  connection.close();
  expect(executed).toMatchObject({ end: { kind: 'not-started' }, process: 'never-ran' });
  expect(asked).toEqual([]);
});

describe('cancelling', () => {
  test('before it began: nothing is sent', async () => {
    const asked: string[] = [];
    await using server = await serveSsh({ onSession: onExec((_, command) => asked.push(command)) });
    const connection = await connect(server);
    const executed = await execute(connection, 'rm -rf /', {
      ...limits(scriptClock(0)),
      signal: AbortSignal.abort(),
    });
    expect(executed).toMatchObject({ end: { kind: 'cancelled' }, process: 'never-ran' });
    expect(connection.isReusable()).toBe(true);
    connection.close();
    expect(asked).toEqual([]);
  });

  test('while the server has not answered: nobody knows, and the connection goes', async () => {
    const controller = new AbortController();
    await using server = await serveSsh({ onSession: () => controller.abort() });
    const connection = await connect(server);
    const executed = await execute(connection, 'true', { ...limits(scriptClock(0)), signal: controller.signal });
    expect(executed).toMatchObject({ end: { kind: 'cancelled' }, process: 'may-run' });
    expect(connection.lost()).toBeDefined();
  });

  test('while it runs: it is asked to end, and the answer waits for that', async () => {
    const controller = new AbortController();
    await using server = await serveSsh({
      onSession: onExec((channel, _, session) => {
        session.on('signal', (_accept, _reject, { name }) => {
          channel.exit(name);
          channel.end();
        });
        channel.write('up\n');
      }),
    });
    const connection = await connect(server);
    const executed = await execute(connection, 'sleep 9', {
      ...limits(scriptClock(0)),
      signal: controller.signal,
      onOutput: () => controller.abort(),
    });
    expect(executed).toMatchObject({ end: { kind: 'cancelled' }, process: 'ended', isOutputComplete: true });
    connection.close();
  });
});

test('output puts the idle limit off, and not the other one', async () => {
  const clock = scriptClock(0);
  let speak = () => {};
  await using server = await serveSsh({
    onSession: onExec((channel, _, session) => {
      session.on('signal', () => clock.advance(graceMs));
      speak = () => channel.write('up\n');
      speak();
    }),
  });
  const executed = await execute(await connect(server), 'watch', {
    ...limits(clock),
    onOutput() {
      setImmediate(() => {
        clock.advance(idleMs - 1);
        speak();
      });
    },
  });
  expect(executed.end).toEqual({ kind: 'timed-out', limit: 'wall' });
  expect(executed.output.totalBytes).toBeGreaterThanOrEqual(3 * Math.floor(wallMs / idleMs));
});

test('the view of the output so far is its end', async () => {
  const views: string[] = [];
  await using server = await serveSsh({
    onSession: onExec((channel) => {
      channel.write('one ', () => setImmediate(() => channel.end('two', () => channel.exit(0))));
    }),
  });
  const connection = await connect(server);
  const executed: Executed = await execute(connection, 'count', {
    ...limits(scriptClock(0)),
    onOutput: (output) => views.push(output.lastBytes(5).toString()),
  });
  connection.close();
  expect(kept(executed.output).toString()).toBe('one two');
  expect(views.at(-1)).toBe('e two');
});

describe('what is kept', () => {
  const chunks = fc.array(
    fc.record({
      stream: fc.constantFrom('stdout' as const, 'stderr' as const),
      bytes: fc.uint8Array({ maxLength: 90 }),
    }),
    { maxLength: 40 },
  );

  test('is the beginning and the end of what came, however it was cut up', () => {
    fc.assert(
      fc.property(chunks, fc.integer({ min: 0, max: 600 }), fc.nat(200), (given, cap, look) => {
        const capture = captureOutput(cap);
        for (const { stream, bytes } of given) capture.add(stream, Buffer.from(bytes));
        const whole = Buffer.concat(given.map(({ bytes }) => bytes));
        const of = (stream: string) =>
          given.filter((each) => each.stream === stream).reduce((sum, { bytes }) => sum + bytes.length, 0);
        const { head, tail, ...counts } = capture.captured();
        const leftOutBytes = Math.max(0, whole.length - cap);
        expect(counts).toEqual({
          totalBytes: whole.length,
          stdoutBytes: of('stdout'),
          stderrBytes: of('stderr'),
          leftOutBytes,
          cut: leftOutBytes > 0,
        });
        expect(head.equals(whole.subarray(0, Math.floor(cap / 4)))).toBe(true);
        expect(tail.equals(whole.subarray(head.length + leftOutBytes))).toBe(true);
        const end = whole.subarray(Math.max(0, whole.length - look));
        const seen = capture.lastBytes(look);
        expect(seen.equals(end.subarray(end.length - seen.length))).toBe(true);
        if (leftOutBytes === 0) expect(seen.length).toBe(end.length);
      }),
      { numRuns: 1_000 },
    );
  });

  test('is the same over the wire, for any chunks', async () => {
    let given: readonly { stream: 'stdout' | 'stderr'; bytes: Uint8Array }[] = [];
    await using server = await serveSsh({
      onSession: onExec((channel) => {
        for (const { stream, bytes } of given)
          (stream === 'stdout' ? channel : channel.stderr).write(Buffer.from(bytes));
        channel.exit(0);
        channel.end();
      }),
    });
    const connection = await connect(server);
    await fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 600 }), async (next, capBytes) => {
        given = next;
        const { output } = await execute(connection, 'print', { ...limits(scriptClock(0)), capBytes });
        const whole = Buffer.concat(next.map(({ bytes }) => bytes));
        expect(output.totalBytes).toBe(whole.length);
        expect(output.head.length + output.tail.length).toBe(Math.min(capBytes, whole.length));
        expect(output.stderrBytes).toBe(whole.length - output.stdoutBytes);
        if (next.every(({ stream }) => stream === 'stdout')) {
          expect(output.head.equals(whole.subarray(0, Math.floor(capBytes / 4)))).toBe(true);
          expect(output.tail.equals(whole.subarray(whole.length - output.tail.length))).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
    connection.close();
  });
});
