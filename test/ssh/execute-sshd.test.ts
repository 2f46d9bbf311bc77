import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scriptClock } from '../../sandbox/clock.ts';
import { systemClock } from '../../src/clock.ts';
import type { Executed } from '../../src/core/commands/executed.ts';
import { type ExecuteParts, execute } from '../../src/ssh/execute.ts';
import { openConnection } from '../../src/ssh/open-connection.ts';
import type { SshConnection } from '../../src/ssh/ssh-connection.ts';
import { botKey, type RealSshd, skipsSshd, startSshd } from './real-sshd.ts';

/** Sshd passes no signals on to processes of root ("session signalling requires privilege separation"). */
const whenSignalled = process.getuid?.() === 0 ? 'may-run' : 'ended';

let sshd: RealSshd;
let connection: SshConnection;

const limits: ExecuteParts = {
  clock: systemClock,
  wallMs: 25_000,
  idleMs: 20_000,
  capBytes: 10_000,
  graceMs: whenSignalled === 'ended' ? 5_000 : 100,
};
const run = (line: string, more: Partial<ExecuteParts> = {}): Promise<Executed> =>
  execute(connection, line, { ...limits, ...more });
const text = ({ output }: Executed) => Buffer.concat([output.head, output.tail]).toString();

async function connect(): Promise<SshConnection> {
  const server = { name: 'myVM', address: '127.0.0.1', port: sshd.port, user: sshd.user, hostKeys: sshd.hostKeys };
  const parts = { route: { jumps: [] }, credentials: botKey, clock: systemClock, timeoutMs: 20_000 };
  const opened = await openConnection(server, parts);
  if (opened.kind !== 'open') throw new Error(JSON.stringify(opened));
  return opened.connection;
}

describe.skipIf(skipsSshd)("commands on OpenSSH's sshd", () => {
  beforeAll(async () => {
    sshd = await startSshd();
    connection = await connect();
  });
  afterAll(async () => {
    connection.close();
    await sshd[Symbol.asyncDispose]();
  });

  const exited = (status: number) => ({ kind: 'exited', status });
  const rows: readonly (readonly [string, string, Executed['end'] | object, string])[] = [
    ['nothing', 'true', exited(0), ''],
    ['a status', 'exit 7', exited(7), ''],
    ['both streams', 'echo out; echo err >&2', exited(0), 'out\nerr\n'],
    ['a signal', 'kill -TERM $$', { kind: 'signalled', signal: 'SIGTERM' }, ''],
    ['a signal that no RFC names', 'kill -STKFLT $$', { kind: 'signalled', signal: expect.stringMatching(/^SIG/) }, ''],
    ['a command that is not there', 'drawbridge-nonexistent 2>/dev/null', exited(127), ''],
    ['it has no terminal', 'test -t 0 || test -t 1 || echo none', exited(0), 'none\n'],
    ['its input is at its end', 'cat; echo over', exited(0), 'over\n'],
    ['output closed long before the end', 'exec >&- 2>&-; sleep 0.3; exit 3', exited(3), ''],
    ['text that is not English', 'printf "gr\\303\\274n"', exited(0), 'grün'],
  ];
  test.each(rows)('%s', async (_, line, end, output) => {
    const executed = await run(line);
    expect(executed).toMatchObject({ end, process: 'ended', isOutputComplete: true });
    expect(text(executed).split('\n').sort()).toEqual(output.split('\n').sort());
    expect(connection.isReusable()).toBe(true);
  });

  test('any bytes arrive as they are, and the streams are counted apart', async () => {
    const { output } = await run("printf '\\000\\001\\377\\033[31m'; printf 'abc' >&2");
    expect(output).toMatchObject({ totalBytes: 11, stdoutBytes: 8, stderrBytes: 3, leftOutBytes: 0, cut: false });
    expect(Buffer.concat([output.head, output.tail]).toString('latin1')).toContain('\0\u0001\u00ff\u001b[31m');
  });

  test('more than is kept: the first quarter and the end, and what is missing is counted', async () => {
    const { output, end } = await run('seq 1 200000');
    const whole = Array.from({ length: 200_000 }, (_, index) => `${index + 1}\n`).join('');
    expect(end).toEqual({ kind: 'exited', status: 0 });
    expect(output).toMatchObject({ totalBytes: whole.length, cut: true, leftOutBytes: whole.length - 10_000 });
    expect(output.head.toString()).toBe(whole.slice(0, 2_500));
    expect(output.tail.toString()).toBe(whole.slice(-7_500));
  });

  test('both streams flood at once: each is counted to the byte', async () => {
    const { output, end } = await run('yes | head -c 5000000 & yes | head -c 3000001 >&2; wait');
    expect(end).toEqual({ kind: 'exited', status: 0 });
    expect(output).toMatchObject({ totalBytes: 8_000_001, stdoutBytes: 5_000_000, stderrBytes: 3_000_001 });
  });

  const stubborn = 'trap "" TERM; echo up; for i in 1 2 3 4 5 6 7 8 9; do sleep 0.3; done';
  test.each([
    ['that ends at SIGTERM', 'echo up; exec sleep 4'],
    ['that ignores SIGTERM', stubborn],
  ])('a process %s is cancelled: sshd hears the signal, though our half of the channel has ended', async (_, line) => {
    const own = await connect();
    const controller = new AbortController();
    const parts = { ...limits, signal: controller.signal, onOutput: () => controller.abort() };
    const executed = await execute(own, line, parts);
    expect(executed).toMatchObject({ end: { kind: 'cancelled' }, process: whenSignalled });
    expect(text(executed)).toBe('up\n');
    expect(own.isReusable()).toBe(whenSignalled === 'ended');
    own.close();
    await sshd.logged(/req signal/);
  });

  test('something left behind holds the output open: the command itself has exited', async () => {
    const own = await connect();
    const clock = scriptClock(0);
    const parts = { ...limits, clock, onOutput: () => void setImmediate(() => clock.advance(limits.idleMs)) };
    const executed = await execute(own, '(sleep 0.5; echo late; sleep 2) & exit 4', parts);
    expect(executed).toMatchObject({ end: { kind: 'exited', status: 4 }, process: 'ended', isOutputComplete: false });
    expect(own.isReusable()).toBe(false);
    own.close();
  });

  test('the connection is cut in the middle', async () => {
    const own = await connect();
    const executed = await execute(own, 'echo up; sleep 4', { ...limits, onOutput: () => sshd.drop() });
    expect(executed).toMatchObject({ end: { kind: 'connection-lost' }, process: 'may-run', isOutputComplete: false });
    expect(text(executed)).toBe('up\n');
    connection = await connect();
  });

  test('an endless flood is counted, kept within the cap, and stopped', async () => {
    const own = await connect();
    const controller = new AbortController();
    const executed = await execute(own, 'yes', {
      ...limits,
      signal: controller.signal,
      onOutput: ({ totalBytes }) => totalBytes() > 20_000_000 && controller.abort(),
    });
    own.close();
    expect(executed).toMatchObject({ end: { kind: 'cancelled' }, process: whenSignalled });
    expect(executed.output.totalBytes).toBeGreaterThan(20_000_000);
    expect(executed.output.head.length + executed.output.tail.length).toBe(limits.capBytes);
  });
});
