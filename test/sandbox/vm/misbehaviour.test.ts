import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import { afterAll, expect, it } from 'vitest';
import { scriptClock } from '../../../sandbox/clock.ts';
import { createFleet } from '../../../sandbox/vm/fleet.ts';
import { oneMachine, vmId } from './one-machine.ts';
import { asAzureuser, logIn, run } from './ssh-client.ts';

const startMs = Date.UTC(2026, 0, 15);
const fleets: ReturnType<typeof createFleet>[] = [];
afterAll(() => Promise.all(fleets.map((fleet) => fleet.close())));

function start(misbehaves: string) {
  const clock = scriptClock(startMs);
  const fleet = createFleet({ world: oneMachine({ guest: { users: undefined, sshd: { misbehaves } } }), clock });
  fleets.push(fleet);
  return { clock, fleet };
}

function exec(client: Client, command: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) =>
    client.exec(command, (error, channel) => (error ? reject(error) : resolve(channel))),
  );
}

it('never greets, and lets the clock go on', async () => {
  const { clock, fleet } = start('never-greets');
  const [here, there] = duplexPair();
  let heard = '';
  here.on('data', (chunk) => {
    heard += chunk;
  });
  expect(fleet.connect(vmId, 22, there)).toBe('accepted');
  await once(clock.deadline(10_000).signal, 'abort');
  expect(heard).toBe('');
  here.destroy();
});

it('greets late', async () => {
  const { clock, fleet } = start('slow-to-greet');
  const client = await logIn(fleet, vmId);
  expect(clock.now()).toBe(startMs + 5_000);
  expect((await run(client, 'id -un')).stdout).toBe('azureuser\n');
  client.destroy();
});

it('swaps its key after the first handshake, whether or not somebody logged in', async () => {
  const { fleet } = start('swaps-key-after-first-handshake');
  const shown: string[] = [];
  for (let time = 0; time < 3; time += 1) {
    const hostVerifier = (key: Buffer) => {
      shown.push(key.toString('base64'));
      return true;
    };
    (await logIn(fleet, vmId, { ...asAzureuser, hostVerifier })).destroy();
  }
  const [first = '', second, third] = shown;
  expect(fleet.hostKeys(vmId).join()).toContain(first);
  expect(second).not.toBe(first);
  expect(third).toBe(second);
});

it('takes a command and never answers', async () => {
  const { clock, fleet } = start('never-answers');
  const client = await logIn(fleet, vmId);
  const channel = await exec(client, 'echo hi');
  const heard: string[] = [];
  for (const event of ['data', 'exit', 'close']) channel.on(event, () => heard.push(event));
  await once(clock.deadline(30_000).signal, 'abort');
  expect(heard).toEqual([]);
  client.destroy();
});

it('floods until the client has enough', async () => {
  const { fleet } = start('flood');
  const client = await logIn(fleet, vmId);
  const channel = await exec(client, 'echo hi');
  let bytes = 0;
  await new Promise<void>((resolve) => {
    channel.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > 5_000_000) resolve();
    });
  });
  client.destroy();
  expect(bytes).toBeGreaterThan(5_000_000);
});

it('drops the connection in the middle of the output', async () => {
  const { fleet } = start('drops-in-the-middle');
  const client = await logIn(fleet, vmId);
  const closed = once(client, 'end');
  const channel = await exec(client, 'seq 1 1000');
  let output = '';
  let status: unknown = 'none';
  channel.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  channel.on('exit', (given: unknown) => {
    status = given;
  });
  await closed;
  expect(output.length).toBeGreaterThan(0);
  expect(output.length).toBeLessThan(2_500);
  expect(status).toBe('none');
});

it('says nothing of how a command ended', async () => {
  const { fleet } = start('no-exit-status');
  const client = await logIn(fleet, vmId);
  expect(await run(client, 'echo hi')).toEqual({ stdout: 'hi\n', stderr: '', code: null, signal: undefined });
  client.destroy();
});

it('ends a command by a signal, until root mends it', async () => {
  const { fleet } = start('ends-by-signal');
  const client = await logIn(fleet, vmId);
  expect(await run(client, 'echo hi')).toMatchObject({ stdout: 'hi\n', code: null, signal: 'SIGKILL' });
  await fleet.runShellScript(vmId, 'rm /etc/ssh/sandbox-misbehaves', AbortSignal.timeout(10_000));
  expect(await run(client, 'echo hi')).toMatchObject({ stdout: 'hi\n', code: 0 });
  client.destroy();
});
