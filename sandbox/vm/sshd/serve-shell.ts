import type { ServerChannel } from 'ssh2';
import type { SessionContext } from './serve-session.ts';

interface ShellContext extends SessionContext {
  readonly env: Readonly<Record<string, string>>;
  readonly hasTerminal: boolean;
}

/** A login shell that takes one line at a time; what stays from line to line are the variables and the folder. */
export async function serveShell(channel: ServerChannel, context: ShellContext): Promise<void> {
  const { machine, account, run, hasTerminal } = context;
  let env = context.env;
  let cwd = account.home;
  let status = 0;
  let typed = '';
  let running: AbortController | undefined;
  const waiting: string[] = [];
  let isClosing = false;

  const write = (text: string | Uint8Array) => {
    const output = Buffer.from(text);
    channel.write(hasTerminal ? Buffer.from(output.toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1') : output);
  };
  const prompt = () => {
    if (!hasTerminal) return;
    const folder = cwd === account.home ? '~' : cwd;
    write(`${account.name}@${machine.hostName}:${folder}${account.uid === 0 ? '#' : '$'} `);
  };
  const goodbye = () => {
    isClosing = true;
    if (hasTerminal) write('logout\n');
    channel.exit(status);
    channel.end();
  };
  const runNext = async (): Promise<void> => {
    const line = waiting.shift();
    if (running !== undefined || isClosing || line === undefined) return;
    const words = /^\s*(exit|logout)(?:\s+(\d+))?\s*$/.exec(line);
    if (words !== null) {
      status = words[2] === undefined ? status : Number(words[2]) & 255;
      return goodbye();
    }
    running = new AbortController();
    const ending = await run({ machine, account, script: line, env, cwd, signal: running.signal });
    running = undefined;
    if (ending.kind === 'killed') {
      status = 130;
    } else {
      ({ env, cwd, status } = ending.result);
      write(ending.result.stderr);
      write(ending.result.stdout);
    }
    if (waiting.length > 0) return runNext();
    prompt();
  };
  const type = (text: string) => {
    for (const key of text.replaceAll('\r\n', '\r')) press(key);
  };
  const press = (key: string) => {
    if (key === '\r' || key === '\n') {
      if (hasTerminal) write('\n');
      waiting.push(typed);
      typed = '';
      void runNext();
    } else if (hasTerminal && key === '\x03') {
      running?.abort();
      typed = '';
      write('^C\n');
      if (running === undefined) prompt();
    } else if (hasTerminal && key === '\x04') {
      if (typed === '' && running === undefined) goodbye();
    } else if (hasTerminal && (key === '\x7f' || key === '\b')) {
      if (typed !== '') write('\b \b');
      typed = typed.slice(0, -1);
    } else {
      typed += key;
      if (hasTerminal) write(key);
    }
  };

  if (hasTerminal) write('Welcome to Ubuntu 24.04.2 LTS (GNU/Linux 6.8.0-1021-azure x86_64)\n\n');
  prompt();
  channel.on('data', (chunk: Buffer) => type(chunk.toString('utf8')));
  channel.on('end', () => {
    if (typed !== '') press('\n');
    waiting.push('exit');
    void runNext();
  });
  channel.on('close', () => running?.abort());
  channel.on('error', () => running?.abort());
}
