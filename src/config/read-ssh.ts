import type { SshLimits } from '../core/commands/limits.ts';
import { parseSshPublicKey } from '../core/ssh-public-key.ts';
import { Secret } from '../secret.ts';
import { isProblems, type Problem } from './problem.ts';
import type { ConfigFile } from './schema.ts';

/** How the bot itself uses SSH. */
export interface SshConfig {
  /** The address that the bot's own connections come from. Never detected. */
  readonly egress?: string;
  readonly proxy?: { readonly host: string; readonly port: number; readonly username?: string };
  readonly probeTimeoutMs: number;
  /** For reaching a VM, all handshakes and the log-in together. */
  readonly connectTimeoutMs: number;
  /** The bot goes to private addresses. */
  readonly isInside: boolean;
  /** Servers to go through, in this order, each with its own keys. */
  readonly jumps: readonly JumpConfig[];
  /** What a command or a file may take. */
  readonly limits: SshLimits;
  /** As whom the bot logs in, and with what. Absent: no commands can be run. */
  readonly login?: { readonly user: string; readonly credentials: SshCredentialsConfig };
}

type SshCredentialsConfig =
  | { readonly kind: 'key'; readonly privateKey: Secret; readonly passphrase?: Secret }
  | { readonly kind: 'agent'; readonly socket: string };

interface JumpConfig {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** As `ssh-keyscan` prints them: type and base64. */
  readonly hostKeys: readonly { readonly type: string; readonly base64: string }[];
}

type Env = Readonly<Record<string, string | undefined>>;

/** @param readFile gives a file's text or throws; asked for ssh.keyFile */
export function readSsh(file: ConfigFile['ssh'], env: Env, readFile: (path: string) => string): SshConfig | Problem[] {
  const { egress, proxy, probeTimeoutMs, connectTimeoutMs, inside } = file;
  const { commandTimeoutMs, commandIdleMs, outputBytes, fileBytes } = file;
  const login = readLogin(file, env, readFile);
  const jumps = file.jump.map((jump, at) => readJump(jump, at, file.user));
  const problems = [login, ...jumps].filter(isProblems).flat();
  if (problems.length > 0) return problems;
  return {
    probeTimeoutMs,
    connectTimeoutMs,
    limits: { wallMs: commandTimeoutMs, idleMs: commandIdleMs, outputBytes, fileBytes },
    // Behind a jump host the VM is met in its own network.
    isInside: inside || jumps.length > 0,
    jumps: jumps.filter((each): each is JumpConfig => !isProblems(each)),
    ...(egress !== undefined && { egress }),
    ...(proxy !== undefined && { proxy: proxyOf(new URL(proxy)) }),
    ...(login !== undefined && !isProblems(login) && { login }),
  };
}

function readLogin(
  { user, keyFile, agent }: ConfigFile['ssh'],
  env: Env,
  readFile: (path: string) => string,
): SshConfig['login'] | Problem[] {
  if (user === undefined && keyFile === undefined && agent === undefined) return undefined;
  if (user === undefined)
    return [{ where: 'ssh.user', problem: 'is missing', mend: 'Name the user that the bot logs in as on the VMs.' }];
  if (keyFile !== undefined && agent !== undefined)
    return [{ where: 'ssh.agent', problem: 'is given beside ssh.keyFile', mend: 'Give one of the two.' }];
  if (agent !== undefined) return { user, credentials: { kind: 'agent', socket: agent } };
  if (keyFile === undefined)
    return [{ where: 'ssh.keyFile', problem: 'is missing', mend: 'Give the path of a private key, or ssh.agent.' }];
  const passphrase = env.DRAWBRIDGE_SSH_PASSPHRASE;
  try {
    const privateKey = new Secret(readFile(keyFile));
    const secret = passphrase === undefined ? {} : { passphrase: new Secret(passphrase) };
    return { user, credentials: { kind: 'key', privateKey, ...secret } };
  } catch (error) {
    const problem = `names ${keyFile}, which cannot be read (${error instanceof Error ? error.message : 'unknown'})`;
    return [{ where: 'ssh.keyFile', problem, mend: 'Give the path of a private key that the bot may read.' }];
  }
}

function readJump(
  jump: ConfigFile['ssh']['jump'][number],
  at: number,
  botUser: string | undefined,
): JumpConfig | Problem[] {
  const where = `ssh.jump[${at}]`;
  const user = jump.user ?? botUser;
  if (user === undefined)
    return [{ where: `${where}.user`, problem: 'is missing', mend: 'Give it, or ssh.user for all.' }];
  const bad = jump.hostKeys.find((line) => parseSshPublicKey(line) === undefined);
  if (bad !== undefined)
    return [
      {
        where: `${where}.hostKeys`,
        problem: `holds what is no public key: ${bad.slice(0, 40)}`,
        mend: 'Give lines such as "ssh-ed25519 AAAA...", compared with the server over a way that you trust.',
      },
    ];
  const hostKeys = jump.hostKeys.map(keyIn);
  const { host, port } = jump;
  // With the port, as no VM is called: whose key has changed is told by the name.
  const name = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return { name, address: host, port, user, hostKeys };
}

/** `ssh-ed25519 AAAA...`, also behind an address as in known_hosts. */
function keyIn(line: string): { type: string; base64: string } {
  const [, type = '', base64 = ''] = /([a-z0-9@.-]+) +(AAAA[A-Za-z0-9+/]+={0,3})(?:\s|$)/.exec(line) ?? [];
  return { type, base64 };
}

function proxyOf(url: URL) {
  const username = decodeURIComponent(url.username);
  const port = Number(url.port === '' ? 80 : url.port);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port, ...(username === '' ? {} : { username }) };
}
