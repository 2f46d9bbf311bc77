import fc from 'fast-check';
import ssh2, { type ConnectConfig } from 'ssh2';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { scriptClock } from '../../sandbox/clock.ts';
import { openConnection } from '../../src/ssh/open-connection.ts';
import { scanHostKeys } from '../../src/ssh/scan-host-keys.ts';
import { botKey, serveSsh, type TestServer } from './serve-ssh.ts';

afterEach(() => vi.restoreAllMocks());

/** What ssh2 is given for a connection to a server with the right key, and for a look at its keys. */
async function configs(server: TestServer): Promise<readonly ConnectConfig[]> {
  const connect = vi.spyOn(ssh2.Client.prototype, 'connect');
  const vm = { name: 'myVM', address: '127.0.0.1', port: server.port, user: 'azureuser', hostKeys: server.hostKeys };
  const clock = scriptClock(0);
  const opened = await openConnection(vm, { route: { jumps: [] }, credentials: botKey, clock, timeoutMs: 5_000 });
  if (opened.kind === 'open') opened.connection.close();
  await scanHostKeys('127.0.0.1', server.port, { clock, timeoutMs: 5_000, types: ['ssh-ed25519'] });
  return connect.mock.calls.map(([config]) => config);
}

type Verifier = (...given: unknown[]) => unknown;

/** One test for each row of the table in which ssh2 lets a stranger pass; the servers are in open-connection.test.ts. */
describe('ssh2 takes a host for trusted', () => {
  test('without a verifier: there always is one', async () => {
    await using server = await serveSsh();
    const given = await configs(server);
    expect(given.length).toBe(2);
    for (const { hostVerifier } of given) expect(hostVerifier).toBeTypeOf('function');
  });

  test('when a promise comes back, or a timer, 0, null, an empty text or nothing: a strict true or false does', async () => {
    await using server = await serveSsh();
    const right = Buffer.from(server.hostKeys[0]?.base64 ?? '', 'base64');
    for (const { hostVerifier } of await configs(server)) {
      const verify = hostVerifier as Verifier;
      const bytes = fc.uint8Array({ maxLength: 80 }).map((array) => Buffer.from(array));
      fc.assert(
        fc.property(fc.oneof(fc.anything(), bytes, fc.constant(right)), (blob) => {
          expect(verify(blob, () => {})).toBe(verify(blob) === true);
          if (!Buffer.isBuffer(blob) || !blob.equals(right)) expect(verify(blob)).toBe(false);
        }),
        { numRuns: 500 },
      );
    }
  });

  test('when the verifier calls back with undefined: ours never calls back', async () => {
    await using server = await serveSsh();
    const callBack = vi.fn();
    for (const { hostVerifier } of await configs(server)) {
      (hostVerifier as Verifier)(Buffer.from('x'), callBack);
      expect(hostVerifier).toHaveLength(1);
    }
    expect(callBack).not.toHaveBeenCalled();
  });

  test('after a typing error in hostHash: there is no hostHash, and whole keys are compared', async () => {
    await using server = await serveSsh();
    const right = Buffer.from(server.hostKeys[0]?.base64 ?? '', 'base64');
    const given = await configs(server);
    for (const config of given) expect(config).not.toHaveProperty('hostHash');
    expect(given.map(({ hostVerifier }) => (hostVerifier as Verifier)(right))).toEqual([true, false]);
  });

  test('or gives up when somebody thinks for 20 seconds: nobody is waited for, and it has no time-out of its own', async () => {
    await using server = await serveSsh();
    for (const { readyTimeout } of await configs(server)) expect(readyTimeout).toBe(0);
  });
});

test('ssh2 is given no password, no prompt, no agent to forward, and no other types than the pinned ones', async () => {
  await using server = await serveSsh({ keys: { ed25519: 'right', rsa: 'right' } });
  for (const config of await configs(server)) {
    for (const name of ['password', 'tryKeyboard', 'agent', 'agentForward', 'localHostname'])
      expect(config).not.toHaveProperty(name);
    expect(config.keepaliveInterval).toBeGreaterThan(0);
    expect(config.algorithms?.serverHostKey).not.toContain('ssh-rsa');
  }
});
