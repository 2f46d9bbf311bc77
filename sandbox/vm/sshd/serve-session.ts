import type { ServerChannel, Session } from 'ssh2';
import type { Account } from '../accounts.ts';
import type { RunJob } from '../guest-runner.ts';
import type { Machine } from '../machine.ts';
import { endCommand, flood } from './end-command.ts';
import { serveShell } from './serve-shell.ts';
import { serveSftp } from './sftp/serve-sftp.ts';

export interface SessionContext {
  readonly machine: Machine;
  readonly run: RunJob;
  readonly account: Account;
  /** Cuts the connection. */
  readonly drop: () => void;
  /** Says that nothing will come of it until the signal aborts. */
  readonly hang: (over: AbortSignal) => void;
}

/** Answers the requests of one SSH session: one command, a shell, or files. */
export function serveSession(session: Session, context: SessionContext): void {
  const env: Record<string, string> = {};
  const killed = new AbortController();
  let signalName = 'KILL';
  let hasTerminal = false;

  session.on('pty', (accept) => {
    hasTerminal = true;
    env.TERM = 'xterm-256color';
    accept?.();
  });
  session.on('window-change', (accept) => accept?.());
  session.on('env', (accept, reject, { key, val }) => {
    // As AcceptEnv in /etc/ssh/sshd_config says.
    if (!/^(LANG|LC_\w+)$/.test(key)) return reject?.();
    env[key] = val;
    accept?.();
  });
  session.on('signal', (accept, reject, { name }) => {
    if (!signalNames.includes(name)) return reject?.();
    accept?.();
    signalName = name;
    killed.abort();
  });
  session.on('close', () => killed.abort());
  session.on('exec', (accept, _reject, { command }) => {
    void exec(accept(), command);
  });
  session.on('shell', (accept) => {
    serveShell(accept(), { ...context, env, hasTerminal });
  });
  if (hasShell(context.account)) {
    session.on('sftp', (accept) => {
      const { machine, account } = context;
      machine.log('ssh.service', 'sshd', `subsystem request for sftp by user ${account.name}`);
      serveSftp(accept(), machine, account);
    });
  } else {
    // sshd starts its servers of files through the account's shell as well.
    session.on('subsystem', (accept) => leave(accept(), notAvailable, 1));
  }

  async function exec(channel: ServerChannel, script: string): Promise<void> {
    const { machine, account, run } = context;
    const chunks: Buffer[] = [];
    const input = new Promise<Uint8Array>((resolve) => {
      channel.on('data', (chunk: Buffer) => chunks.push(chunk));
      channel.on('end', () => resolve(Buffer.concat(chunks)));
    });
    channel.on('error', () => killed.abort());
    if (!hasShell(account)) return leave(channel, notAvailable, 1);
    const { misbehaviour } = machine;
    if (misbehaviour === 'never-answers' || misbehaviour === 'flood') {
      // Signals change nothing: only the end of the channel does.
      const closed = new AbortController();
      channel.on('close', () => closed.abort());
      context.hang(closed.signal);
      if (misbehaviour === 'flood') flood(channel);
      return;
    }
    const ending = await run({ machine, account, script, env, input: () => input, signal: killed.signal });
    if (ending.kind === 'killed') {
      channel.exit(ending.by ?? signalName, false, '');
      channel.close();
      return;
    }
    const { stdout, stderr, status } = ending.result;
    const ended = { stdout: Buffer.from(stdout), stderr: Buffer.from(stderr), status };
    endCommand(channel, ended, { misbehaviour, drop: context.drop });
  }
}

/** https://www.rfc-editor.org/rfc/rfc4254#section-6.10 */
const signalNames = [
  'ABRT',
  'ALRM',
  'FPE',
  'HUP',
  'ILL',
  'INT',
  'KILL',
  'PIPE',
  'QUIT',
  'SEGV',
  'TERM',
  'USR1',
  'USR2',
];

const notAvailable = 'This account is currently not available.\n';

function hasShell({ shell }: Account): boolean {
  return !/nologin$|\/false$/.test(shell);
}

function leave(channel: ServerChannel, output: string, status: number): void {
  endCommand(channel, { stdout: Buffer.from(output), stderr: Buffer.alloc(0), status });
}
