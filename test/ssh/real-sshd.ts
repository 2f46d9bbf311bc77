import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, watch } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { derivedUserKey } from '../../sandbox/keys/derive-key.ts';
import type { HostKey } from '../../src/core/host-keys/host-key.ts';

const program = '/usr/sbin/sshd';

/** Tests with OpenSSH's server are left out where there is none, with a line that says so; in CI they fail instead. */
export const skipsSshd = !existsSync(program) && process.env.CI !== 'true';
if (skipsSshd) console.warn(`Tests with a real sshd are skipped: there is no ${program}`);

/** The names that ssh-keygen gives to the types, with the size where there are several. */
export type KeyKind = 'ed25519' | 'ecdsa-256' | 'ecdsa-384' | 'ecdsa-521' | 'rsa-2048';

/** OpenSSH's own server on a free port of this machine, logging in whoever runs the tests. */
export interface RealSshd extends AsyncDisposable {
  readonly port: number;
  readonly user: string;
  readonly hostKeys: readonly HostKey[];
  /** All that it logged; at DEBUG3, unless a setting says less. */
  readonly log: () => string;
  /** Resolves when the log has a line like that. */
  readonly logged: (line: RegExp) => Promise<void>;
  /** @param publicKeyLine one more key that may log in */
  readonly letIn: (publicKeyLine: string) => Promise<void>;
  /** Ends the processes that serve the connections, as when the machine goes away; the server itself stays. */
  readonly drop: () => void;
}

/** The key that every one of these servers lets in. */
export const botKey = { kind: 'key', privateKey: derivedUserKey('drawbridge').privateKeyOpenSsh } as const;

/** @param settings lines for its configuration that go before its own */
export async function startSshd(
  parts: {
    readonly keys?: readonly KeyKind[];
    readonly settings?: readonly string[];
    readonly port?: number;
    readonly hasSftp?: boolean;
  } = {},
): Promise<RealSshd> {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-sshd-'));
  const kinds = parts.keys ?? ['ed25519'];
  const hostKeys = await Promise.all(kinds.map((kind) => makeHostKey(folder, kind)));
  await writeFile(join(folder, 'authorized_keys'), `${derivedUserKey('drawbridge').publicKeyLine}\n`);
  // As root sshd wants this folder, which a service manager makes otherwise.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const port = parts.port ?? (await freePort());
  // Of two lines for the same thing sshd takes the first.
  const settings = [
    ...(parts.settings ?? []),
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    ...kinds.map((kind) => `HostKey ${join(folder, kind)}`),
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    'PidFile none',
    'StrictModes no',
    'PermitRootLogin prohibit-password',
    'LogLevel DEBUG3',
    ...(parts.hasSftp === false ? [] : ['Subsystem sftp internal-sftp']),
    // A shell that reads the start-up files of whoever runs this takes its time, and may print.
    `SetEnv HOME=${folder}`,
    'PermitUserRC no',
  ];
  await writeFile(join(folder, 'sshd_config'), `${settings.join('\n')}\n`);
  // Into a file: what sshd writes to its standard error at DEBUG shows up in the output of commands.
  const logFile = join(folder, 'log');
  await writeFile(logFile, '');
  const child = spawn(program, ['-D', '-E', logFile, '-f', join(folder, 'sshd_config')], { stdio: 'ignore' });
  // A test that runs out of time gives nothing back.
  const kill = () => child.kill();
  process.once('exit', kill);
  const { log, logged } = readLog(child, logFile);
  await logged(/^Server listening on /m);
  return {
    port,
    user: userInfo().username,
    hostKeys,
    log,
    logged,
    letIn: (publicKeyLine) => appendFile(join(folder, 'authorized_keys'), `${publicKeyLine}\n`),
    drop() {
      for (const [, pid] of log().matchAll(/(?:Forked child|User child is on pid) (\d+)/g)) end(Number(pid));
    },
    async [Symbol.asyncDispose]() {
      process.off('exit', kill);
      const over = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null) {
        child.kill();
        await over;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function makeHostKey(folder: string, kind: KeyKind): Promise<HostKey> {
  const [type = '', bits] = kind.split('-');
  const size = bits === undefined ? [] : ['-b', bits];
  const made = spawnSync('ssh-keygen', ['-q', '-t', type, ...size, '-N', '', '-C', '', '-f', join(folder, kind)]);
  if (made.status !== 0) throw new Error(`ssh-keygen: ${made.stderr}`);
  const [name = '', base64 = ''] = (await readFile(join(folder, `${kind}.pub`), 'utf8')).trim().split(' ');
  return { type: name, base64 };
}

function readLog(child: ChildProcess, file: string): Pick<RealSshd, 'log' | 'logged'> {
  const log = () => readFileSync(file, 'utf8');
  const waiting = new Set<() => void>();
  const look = () => {
    for (const check of [...waiting]) check();
  };
  const watcher = watch(file, look).unref();
  child.once('exit', () => {
    look();
    watcher.close();
  });
  return {
    log,
    logged: (line) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const text = log();
          const isThere = line.test(text);
          if (!isThere && child.exitCode === null) return;
          waiting.delete(check);
          if (isThere) resolve();
          else reject(new Error(`sshd ended without logging ${line}:\n${text}`));
        };
        waiting.add(check);
        check();
      }),
  };
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
