import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SshServer } from '../../src/ssh/ssh-server.ts';
import { startGuestSshd } from '../../test/ssh/guest-sshd.ts';
import { botKey, skipsSshd, startSshd } from '../../test/ssh/real-sshd.ts';

/** One server and one key, for every client that is measured. */
export interface SshTarget extends AsyncDisposable {
  readonly what: string;
  readonly server: SshServer;
  readonly privateKey: string;
  /** What OpenSSH's client is given to log in there without asking anything. */
  readonly options: readonly string[];
}

/** OpenSSH's sshd, logging as little as it does by default; a guest of the sandbox where it is not installed. */
export async function sshTarget(): Promise<SshTarget> {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-bench-'));
  const [identity, knownHosts] = [join(folder, 'id_ed25519'), join(folder, 'known_hosts')];
  const { what, privateKey, started } = await start();
  const { port, user, hostKeys } = started;
  await writeFile(identity, privateKey, { mode: 0o600 });
  await writeFile(knownHosts, hostKeys.map(({ type, base64 }) => `[127.0.0.1]:${port} ${type} ${base64}\n`).join(''));
  const settings = {
    IdentityFile: identity,
    IdentitiesOnly: 'yes',
    UserKnownHostsFile: knownHosts,
    StrictHostKeyChecking: 'yes',
    BatchMode: 'yes',
    LogLevel: 'ERROR',
  };
  return {
    what,
    privateKey,
    server: { name: 'myVM', address: '127.0.0.1', port, user, hostKeys },
    options: ['-F', 'none', '-n', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])],
    async [Symbol.asyncDispose]() {
      await started[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start() {
  if (skipsSshd) {
    const started = await startGuestSshd();
    return { what: 'a guest of the sandbox', privateKey: started.privateKey, started };
  }
  const started = await startSshd({ settings: ['LogLevel INFO'] });
  return { what: "OpenSSH's sshd", privateKey: botKey.privateKey, started };
}
