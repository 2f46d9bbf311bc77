import { afterEach, describe, expect, test } from 'vitest';
import { derivedUserKey } from '../../sandbox/keys/derive-key.ts';
import { systemClock } from '../../src/clock.ts';
import type { HostKey } from '../../src/core/host-keys/host-key.ts';
import { createScan } from '../../src/ssh/create-scan.ts';
import { type Opened, type OpenParts, openConnection } from '../../src/ssh/open-connection.ts';
import { scanHostKeys } from '../../src/ssh/scan-host-keys.ts';
import type { SshServer } from '../../src/ssh/ssh-server.ts';
import { connectProxy } from './connect-proxy.ts';
import { botKey, type KeyKind, type RealSshd, skipsSshd, startSshd } from './real-sshd.ts';
import { makeUserKey, startAgent } from './user-key.ts';

const allKinds: readonly KeyKind[] = ['ed25519', 'ecdsa-256', 'ecdsa-384', 'ecdsa-521', 'rsa-2048'];

const opened: Opened[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) if (each.kind === 'open') each.connection.close();
});

function at(sshd: RealSshd, hostKeys: readonly HostKey[] = sshd.hostKeys, name = 'myVM'): SshServer {
  return { name, address: '127.0.0.1', port: sshd.port, user: sshd.user, hostKeys };
}

async function open(server: SshServer, more: Partial<OpenParts> = {}): Promise<Opened> {
  const usual = { route: { jumps: [] }, credentials: botKey, clock: systemClock, timeoutMs: 20_000 };
  const result = await openConnection(server, { ...usual, ...more });
  opened.push(result);
  return result;
}

/** Sshd's own words for an attempt to log in, and for a handshake that got so far that one could be made. */
const attempt = /userauth-request|KEX done/;
const hangUp = /Received disconnect from|Connection (closed|reset) by|Disconnected from|Unable to negotiate/;

/** The server has seen a handshake, and its end, and no attempt to log in. */
async function expectNoAttempt(sshd: RealSshd): Promise<void> {
  await sshd.logged(hangUp);
  expect(sshd.log()).toMatch(/SSH2_MSG_KEXINIT received/);
  expect(sshd.log()).not.toMatch(attempt);
}

describe.skipIf(skipsSshd)("with OpenSSH's sshd", () => {
  test.each(allKinds)('a pinned key of the type %s lets the bot in, without trying "none" first', async (kind) => {
    await using sshd = await startSshd({ keys: allKinds });
    const pin = sshd.hostKeys[allKinds.indexOf(kind)];
    expect((await open(at(sshd, pin === undefined ? [] : [pin]))).kind).toBe('open');
    await sshd.logged(/Accepted publickey for/);
    expect(sshd.log()).not.toMatch(/method (none|password|keyboard-interactive)/);
    const signature = kind === 'rsa-2048' ? 'rsa-sha2-512' : pin?.type;
    expect(sshd.log()).toContain(`kex: host key algorithm: ${signature} `);
  });

  test.each(allKinds)(
    'another %s key than the pinned one: it is handed back, and nobody tries to log in',
    async (kind) => {
      await using before = await startSshd({ keys: [kind] });
      await using sshd = await startSshd({ keys: [kind] });
      const [presented] = sshd.hostKeys;
      expect(await open(at(sshd, before.hostKeys))).toEqual({ kind: 'untrusted', at: 'myVM', presented });
      await expectNoAttempt(sshd);
    },
  );

  test('a server whose key is swapped after it was pinned', async () => {
    const before = await startSshd();
    expect((await open(at(before))).kind).toBe('open');
    await before[Symbol.asyncDispose]();
    await using after = await startSshd({ port: before.port });
    expect(await open(at(after, before.hostKeys))).toMatchObject({ kind: 'untrusted', presented: after.hostKeys[0] });
    await expectNoAttempt(after);
  });

  test('keys of other types only: what it offers is told, and nobody tries to log in', async () => {
    await using pinned = await startSshd({ keys: ['ed25519'] });
    await using sshd = await startSshd({ keys: ['ecdsa-256', 'rsa-2048'] });
    expect(await open(at(sshd, pinned.hostKeys))).toEqual({
      kind: 'no-pinned-type',
      at: 'myVM',
      offered: expect.arrayContaining(['ecdsa-sha2-nistp256', 'rsa-sha2-512']),
    });
    await expectNoAttempt(sshd);
  });

  test('only the pinned types are asked for, though the server prefers another one', async () => {
    await using sshd = await startSshd({ keys: ['ed25519', 'ecdsa-256'] });
    expect((await open(at(sshd, sshd.hostKeys.slice(1)))).kind).toBe('open');
  });

  test('an RSA key is never taken with SHA-1', async () => {
    await using sshd = await startSshd({ keys: ['rsa-2048'], settings: ['HostKeyAlgorithms ssh-rsa'] });
    expect(await open(at(sshd))).toEqual({ kind: 'no-pinned-type', at: 'myVM', offered: ['ssh-rsa'] });
    await expectNoAttempt(sshd);
  });

  test('an RSA key with SHA-256 alone', async () => {
    await using sshd = await startSshd({ keys: ['rsa-2048'], settings: ['HostKeyAlgorithms rsa-sha2-256'] });
    expect((await open(at(sshd))).kind).toBe('open');
  });

  test('without a pin nothing is dialled, be it of a jump', async () => {
    await using sshd = await startSshd();
    await using jump = await startSshd();
    expect(await open(at(sshd, []))).toEqual({ kind: 'unpinned', at: 'myVM' });
    const route = { jumps: [at(jump, jump.hostKeys, 'first'), at(jump, [], 'second')] };
    expect(await open(at(sshd), { route })).toEqual({ kind: 'unpinned', at: 'second' });
    expect(sshd.log() + jump.log()).not.toMatch(/Connection from/);
  });

  test.each(['rsa', 'ecdsa', 'ed25519'] as const)("the bot's key may be a %s key behind a passphrase", async (type) => {
    await using sshd = await startSshd();
    await using own = await makeUserKey(type, 'correct horse');
    await sshd.letIn(own.publicKeyLine);
    const credentials = { kind: 'key', privateKey: own.privateKey, passphrase: 'correct horse' } as const;
    expect((await open(at(sshd), { credentials })).kind).toBe('open');
    const wrong = await open(at(sshd), { credentials: { ...credentials, passphrase: 'wrong horse' } });
    expect(wrong).toMatchObject({ kind: 'failed', because: expect.stringContaining("the bot's private key") });
    expect(JSON.stringify(wrong)).not.toContain('horse');
  });

  test('an agent logs the bot in, and is not forwarded', async () => {
    await using sshd = await startSshd();
    await using own = await makeUserKey('ed25519', '');
    await using agent = await startAgent(own.file);
    await sshd.letIn(own.publicKeyLine);
    expect((await open(at(sshd), { credentials: { kind: 'agent', socket: agent.socket } })).kind).toBe('open');
    expect(sshd.log()).not.toMatch(/auth-agent-req|agent forwarding (requested|enabled)/i);
  });

  test('an agent without a key that is known there', async () => {
    await using sshd = await startSshd();
    await using own = await makeUserKey('ed25519', '');
    await using agent = await startAgent(own.file);
    const credentials = { kind: 'agent', socket: agent.socket } as const;
    expect(await open(at(sshd), { credentials })).toMatchObject({ kind: 'not-let-in', at: 'myVM' });
  });

  test("the bot's key is not known there", async () => {
    await using sshd = await startSshd();
    const credentials = { kind: 'key', privateKey: derivedUserKey('somebody-else').privateKeyOpenSsh } as const;
    expect(await open(at(sshd), { credentials })).toEqual({
      kind: 'not-let-in',
      at: 'myVM',
      because: expect.stringMatching(/does not accept the bot's key; it takes .*publickey/),
    });
    expect(sshd.log()).not.toMatch(/method (none|password|keyboard-interactive)/);
  });

  test('a key is accepted, and more is asked for', async () => {
    await using sshd = await startSshd({ settings: ['AuthenticationMethods publickey,password'] });
    expect(await open(at(sshd))).toMatchObject({
      kind: 'not-let-in',
      because: expect.stringContaining('asks for more'),
    });
  });

  test('a proxy is asked for the address', async () => {
    await using sshd = await startSshd();
    await using proxy = await connectProxy();
    expect((await open(at(sshd), { route: { jumps: [], proxy } })).kind).toBe('open');
    expect(proxy.asked).toEqual([`127.0.0.1:${sshd.port}`]);
  });
});

describe.skipIf(skipsSshd)('through jumps', () => {
  test('two of them behind a proxy, each with its own key; only the first is asked of the proxy', async () => {
    await using first = await startSshd({ keys: ['ecdsa-256'] });
    await using second = await startSshd({ keys: ['rsa-2048'] });
    await using sshd = await startSshd();
    await using proxy = await connectProxy();
    const jumps = [at(first, first.hostKeys, 'first'), at(second, second.hostKeys, 'second')];
    expect((await open(at(sshd), { route: { jumps, proxy } })).kind).toBe('open');
    expect(proxy.asked).toEqual([`127.0.0.1:${first.port}`]);
    expect(first.log()).toMatch(new RegExp(`server_request_direct_tcpip.* 127.0.0.1 port ${second.port}`));
    expect(second.log()).toMatch(new RegExp(`server_request_direct_tcpip.* 127.0.0.1 port ${sshd.port}`));
  });

  test('the jump is not the one that was pinned: nobody logs in there, and the server is not touched', async () => {
    await using jump = await startSshd();
    await using sshd = await startSshd();
    const jumps = [at(jump, sshd.hostKeys, 'bastion')];
    expect(await open(at(sshd), { route: { jumps } })).toMatchObject({ kind: 'untrusted', at: 'bastion' });
    await expectNoAttempt(jump);
    expect(sshd.log()).not.toMatch(/Connection from/);
  });

  test('the server behind the jump is not the one that was pinned: nobody logs in there', async () => {
    await using jump = await startSshd();
    await using sshd = await startSshd();
    const jumps = [at(jump, jump.hostKeys, 'bastion')];
    expect(await open(at(sshd, jump.hostKeys), { route: { jumps } })).toMatchObject({ kind: 'untrusted', at: 'myVM' });
    await expectNoAttempt(sshd);
    await jump.logged(hangUp);
  });

  test('nothing listens behind the jump', async () => {
    await using jump = await startSshd();
    const sshd = await startSshd();
    await sshd[Symbol.asyncDispose]();
    const jumps = [at(jump, jump.hostKeys, 'bastion')];
    expect(await open(at(sshd), { route: { jumps } })).toEqual({
      kind: 'unreachable',
      at: 'myVM',
      reason: 'refused',
      because: 'nothing listens there, says bastion',
    });
  });

  test('the jump lets nobody through', async () => {
    await using jump = await startSshd({ settings: ['AllowTcpForwarding no'] });
    await using sshd = await startSshd();
    const jumps = [at(jump, jump.hostKeys, 'bastion')];
    expect(await open(at(sshd), { route: { jumps } })).toMatchObject({
      kind: 'unreachable',
      at: 'myVM',
      reason: 'failed',
      because: expect.stringContaining('bastion does not let anybody through'),
    });
  });

  test('closing ends the jump too, and a lost jump ends what runs through it', async () => {
    await using jump = await startSshd();
    await using sshd = await startSshd();
    const route = { jumps: [at(jump, jump.hostKeys, 'bastion')] };
    const one = await open(at(sshd), { route });
    if (one.kind === 'open') one.connection.close();
    await jump.logged(hangUp);
    const other = await open(at(sshd), { route });
    if (other.kind !== 'open') throw new Error(other.kind);
    const lost = new Promise<string>((resolve) => other.connection.onLost(resolve));
    jump.drop();
    expect(await lost).toMatch(/closed the connection|reset/);
    expect(other.connection.isReusable()).toBe(false);
  });
});

describe.skipIf(skipsSshd)('scanning', () => {
  test('through a jump, to which alone the bot logs in', async () => {
    await using jump = await startSshd();
    await using sshd = await startSshd({ keys: ['ed25519', 'rsa-2048'] });
    const parts = { clock: systemClock, credentials: botKey, timeoutMs: 20_000 };
    const scan = createScan({ ...parts, route: { jumps: [at(jump, jump.hostKeys, 'bastion')] } });
    const scanned = await scan('127.0.0.1', sshd.port);
    expect(scanned).toMatchObject({ kind: 'scanned' });
    if (scanned.kind === 'scanned') expect(new Set(scanned.keys)).toEqual(new Set(sshd.hostKeys));
    await expectNoAttempt(sshd);
  });

  test.each<[string, (jump: RealSshd, sshd: RealSshd) => SshServer, boolean, RegExp]>([
    ['that is another one', (jump, sshd) => at(jump, sshd.hostKeys, 'bastion'), true, /^bastion in between.*host key/],
    ['without a key of the bot', (jump) => at(jump, jump.hostKeys, 'bastion'), false, /no key for bastion/],
  ])('through a jump %s touches nothing', async (_, jumpOf, hasKey, words) => {
    await using jump = await startSshd();
    await using sshd = await startSshd();
    const credentials = hasKey ? botKey : undefined;
    const route = { jumps: [jumpOf(jump, sshd)] };
    const scan = createScan({ clock: systemClock, credentials, timeoutMs: 20_000, route });
    expect(await scan('127.0.0.1', sshd.port)).toMatchObject({ kind: 'failed', because: words });
    expect(sshd.log()).not.toMatch(/Connection from/);
  });

  test('shows one key of each type, and nobody tries to log in', async () => {
    await using sshd = await startSshd({ keys: allKinds });
    const scanned = await scanHostKeys('127.0.0.1', sshd.port, { clock: systemClock, timeoutMs: 20_000 });
    expect(scanned).toEqual({ kind: 'scanned', keys: expect.arrayContaining([...sshd.hostKeys]) });
    expect(scanned).toHaveProperty('keys.length', allKinds.length);
    await expectNoAttempt(sshd);
  });

  test('only the types that are asked for; none of them there is an empty answer', async () => {
    await using sshd = await startSshd({ keys: ['ecdsa-256', 'rsa-2048'] });
    const scan = (types: readonly string[]) =>
      scanHostKeys('127.0.0.1', sshd.port, { clock: systemClock, timeoutMs: 20_000, types });
    expect(await scan(['ssh-rsa', 'ssh-ed25519'])).toEqual({ kind: 'scanned', keys: sshd.hostKeys.slice(1) });
    expect(await scan(['ssh-ed25519'])).toEqual({ kind: 'scanned', keys: [] });
  });

  test('through a proxy', async () => {
    await using sshd = await startSshd();
    await using proxy = await connectProxy();
    const parts = { clock: systemClock, timeoutMs: 20_000, proxy };
    expect(await scanHostKeys('127.0.0.1', sshd.port, parts)).toEqual({ kind: 'scanned', keys: sshd.hostKeys });
    expect(proxy.asked.length).toBeGreaterThan(0);
  });
});
