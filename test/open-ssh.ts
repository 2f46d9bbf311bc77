import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { derivedUserKey } from '../sandbox/keys/derive-key.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Tests that need OpenSSH's client are left out where there is none, with a line that says so; in CI they fail instead. */
export const skipsSsh = spawnSync('ssh', ['-V']).error !== undefined && process.env.CI !== 'true';
if (skipsSsh) console.warn('Tests with a real ssh client are skipped: there is no ssh on the PATH');

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Somebody's own OpenSSH, through the sandbox's internet from an address of theirs. */
export interface OpenSsh extends AsyncDisposable {
  /** Runs a command there. @param line the ssh command as the bot gives it: `ssh azureuser@20.51.230.13` */
  run(line: string, command: string, seconds: number): Promise<Ran>;
}

/** @param hostKeys public keys of the machine at each address: no other one is let pass */
export async function openSsh(parts: {
  proxyPort: number;
  from: string;
  hostKeys: Readonly<Record<string, readonly string[]>>;
  /** A private key in OpenSSH's form; azureuser's own unless given. */
  privateKey?: string;
}): Promise<OpenSsh> {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-ssh-'));
  const [identity, knownHosts] = [join(folder, 'id_ed25519'), join(folder, 'known_hosts')];
  const known = Object.entries(parts.hostKeys).flatMap(([address, keys]) => keys.map((key) => `${address} ${key}\n`));
  const privateKey = parts.privateKey ?? derivedUserKey('azureuser').privateKeyOpenSsh;
  await writeFile(identity, privateKey, { mode: 0o600 });
  await writeFile(knownHosts, known.join(''));
  const options = {
    IdentityFile: identity,
    IdentitiesOnly: 'yes',
    UserKnownHostsFile: knownHosts,
    StrictHostKeyChecking: 'yes',
    BatchMode: 'yes',
    LogLevel: 'ERROR',
    ProxyCommand: proxyCommand(parts),
  };
  const given = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  return {
    run(line, command, seconds) {
      const [program = '', ...target] = line.split(' ');
      const args = ['-F', 'none', ...given, '-o', `ConnectTimeout=${seconds}`, ...target, command];
      return ran(program, args);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * Runs a command with the person's own files: what they put into known_hosts and config, below which stand only the key and
 * the way. Nobody is asked anything; what the client says is in `stderr`.
 */
export async function sshWithFiles(
  parts: { proxyPort: number; from: string; knownHosts: string; config: string },
  target: string,
  command: string,
): Promise<Ran> {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-ssh-'));
  const [identity, knownHosts, config] = ['id_ed25519', 'known_hosts', 'config'].map((name) => join(folder, name));
  try {
    await writeFile(identity ?? '', derivedUserKey('azureuser').privateKeyOpenSsh, { mode: 0o600 });
    await writeFile(knownHosts ?? '', parts.knownHosts);
    const own = [
      'Host *',
      `  IdentityFile ${identity}`,
      '  IdentitiesOnly yes',
      `  UserKnownHostsFile ${knownHosts}`,
      '  GlobalKnownHostsFile none',
      '  ConnectTimeout 20',
      `  ProxyCommand ${proxyCommand(parts)}`,
    ];
    await writeFile(config ?? '', `${parts.config}\n${own.join('\n')}\n`);
    return await ran('ssh', ['-F', config ?? '', '-v', '-o', 'BatchMode=yes', target, command]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The one that the documentation tells people to use. */
function proxyCommand({ proxyPort, from }: { proxyPort: number; from: string }): string {
  const documented = /ProxyCommand="(node sandbox\/proxy-command\.mjs [^"]+)"/.exec(
    readFileSync(join(root, 'docs/sandbox.md'), 'utf8'),
  )?.[1];
  if (documented === undefined) throw new Error('docs/sandbox.md has no ProxyCommand');
  return documented
    .replace(/^node /, `"${process.execPath}" `)
    .replace(/--from \S+/, `--from ${from}`)
    .replace('$INTERNET_PROXY', `127.0.0.1:${proxyPort}`);
}

function ran(program: string, args: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
