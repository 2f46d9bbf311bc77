import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { HostKey } from '../../src/core/host-keys/host-key.ts';
import { type Opened, openConnection } from '../../src/ssh/open-connection.ts';
import { scanHostKeys } from '../../src/ssh/scan-host-keys.ts';
import type { SshServer } from '../../src/ssh/ssh-server.ts';
import { botKey, type KeyKind, type RealSshd, skipsSshd, startSshd } from './real-sshd.ts';

const allKinds: readonly KeyKind[] = ['ed25519', 'ecdsa-256', 'ecdsa-384', 'ecdsa-521', 'rsa-3072'];

const opened: Opened[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) if (each.kind === 'open') each.connection.close();
});

function at(sshd: RealSshd, hostKeys: readonly HostKey[], name = 'myVM'): SshServer {
  return { name, address: '127.0.0.1', port: sshd.port, user: sshd.user, hostKeys };
}

async function open(server: SshServer, jumps: readonly SshServer[] = []): Promise<Opened> {
  const result = await openConnection(server, {
    route: { jumps },
    credentials: botKey,
    clock: systemClock,
    timeoutMs: 20_000,
  });
  opened.push(result);
  return result;
}

/** Sshd's own words for an attempt to log in, and for a handshake that got so far that one could be made. */
const attempts = /userauth-request|input_userauth_request|KEX done/;
const hangUps =
  /Received disconnect from|Connection (closed|reset) by|Disconnected from|ssh_dispatch_run_fatal|Unable to negotiate/;

describe.skipIf(skipsSshd)("with OpenSSH's sshd", () => {
  test.each(allKinds)('a pinned key of the type %s lets the bot in', async (kind) => {
    await using sshd = await startSshd({ keys: allKinds });
    const pin = sshd.hostKeys[allKinds.indexOf(kind)];
    if (pin === undefined) throw new Error('no key');
    expect((await open(at(sshd, [pin]))).kind).toBe('open');
    await sshd.logged(/Accepted publickey for/);
    expect(sshd.log()).not.toMatch(/method none/);
    expect(sshd.log()).toMatch(
      new RegExp(`kex: host key algorithm: ${kind.startsWith('rsa') ? 'rsa-sha2-512' : pin.type}`),
    );
  });

  test.each(allKinds)(
    'a %s key that is not the pinned one: told with both keys, and nobody tried to log in',
    async (kind) => {
      await using pinned = await startSshd({ keys: [kind] });
      await using sshd = await startSshd({ keys: [kind] });
      expect(await open(at(sshd, pinned.hostKeys))).toEqual({
        kind: 'untrusted',
        at: 'myVM',
        presented: sshd.hostKeys[0],
      });
      await sshd.logged(hangUps);
      expect(sshd.log()).toMatch(/kex: host key algorithm/);
      expect(sshd.log()).not.toMatch(attempts);
    },
  );
});
