import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key as ssh-keygen makes it. */
export interface UserKey extends AsyncDisposable {
  readonly file: string;
  readonly privateKey: string;
  readonly publicKeyLine: string;
}

export async function makeUserKey(type: 'rsa' | 'ecdsa' | 'ed25519', passphrase: string): Promise<UserKey> {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-key-'));
  const file = join(folder, 'id');
  must(spawnSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', 'bot', '-f', file]));
  return {
    file,
    privateKey: await readFile(file, 'utf8'),
    publicKeyLine: (await readFile(`${file}.pub`, 'utf8')).trim(),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** OpenSSH's agent with one key in it. */
export async function startAgent(keyFile: string): Promise<AsyncDisposable & { readonly socket: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-agent-'));
  const socket = join(folder, 'agent.sock');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
  // It says where it listens once it does.
  await new Promise((resolve) => agent.stdout.once('data', resolve));
  must(spawnSync('ssh-add', ['-q', keyFile], { env: { ...process.env, SSH_AUTH_SOCK: socket } }));
  return {
    socket,
    async [Symbol.asyncDispose]() {
      const over = new Promise((resolve) => agent.once('exit', resolve));
      agent.kill();
      await over;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function must(ran: ReturnType<typeof spawnSync>): void {
  if (ran.status !== 0) throw new Error(`${ran.error ?? ran.stderr}`);
}
