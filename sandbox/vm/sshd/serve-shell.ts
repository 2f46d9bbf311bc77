import type { ServerChannel } from 'ssh2';
import { lineEditor, type Typed } from './line-editor.ts';
import type { SessionContext } from './serve-session.ts';

interface ShellContext extends SessionContext {
  readonly env: Readonly<Record<string, string>>;
  readonly hasTerminal: boolean;
}

/** A login shell that takes one line at a time; what stays from line to line are the variables and the folder. */
export function serveShell(channel: ServerChannel, context: ShellContext): void {
  const { machine, account, run, hasTerminal } = context;
  const waiting: string[] = [];
  let env = context.env;
  let cwd = account.home;
  let status = 0;
  let running: AbortController | undefined;
  let isOver = false;

  const write = (output: string | Uint8Array) => {
    const text = Buffer.from(output).toString('latin1');
    channel.write(Buffer.from(hasTerminal ? text.replaceAll(/\r?\n/g, '\r\n') : text, 'latin1'));
  };
  const prompt = () => {
    const folder = cwd === account.home ? '~' : cwd;
    if (hasTerminal) write(`${account.name}@${machine.hostName}:${folder}${account.uid === 0 ? '#' : '$'} `);
  };
  const leave = () => {
    if (isOver) return;
    isOver = true;
    if (hasTerminal) write('logout\n');
    channel.exit(status);
    channel.end();
  };
  const runLine = async (script: string) => {
    running = new AbortController();
    const ending = await run({ machine, account, script, env, cwd, signal: running.signal });
    running = undefined;
    if (ending.kind === 'killed') {
      status = 130;
      return;
    }
    ({ env, cwd, status } = ending.result);
    write(ending.result.stderr);
    write(ending.result.stdout);
  };
  const runAll = async () => {
    if (running !== undefined) return;
    for (let line = waiting.shift(); line !== undefined && !isOver; line = waiting.shift()) {
      const [, isExit, code] = /^\s*(exit|logout)(?:\s+(\d+))?\s*$/.exec(line) ?? [];
      if (isExit !== undefined) {
        status = code === undefined ? status : Number(code) & 255;
        return leave();
      }
      if (line.trim() !== '') await runLine(line);
      prompt();
    }
  };
  const take = (typed: Typed) => {
    if (typed.kind === 'interrupt') {
      if (running === undefined) prompt();
      running?.abort();
      return;
    }
    waiting.push(typed.kind === 'end' ? 'exit' : typed.text);
    void runAll();
  };

  const editor = lineEditor(take, hasTerminal ? write : undefined);
  if (hasTerminal) write('Welcome to Ubuntu 24.04.2 LTS (GNU/Linux 6.8.0-1021-azure x86_64)\n\n');
  prompt();
  channel.on('data', (chunk: Buffer) => editor.type(chunk.toString('utf8')));
  channel.on('end', () => editor.end());
  channel.on('close', () => running?.abort());
  channel.on('error', () => running?.abort());
}
