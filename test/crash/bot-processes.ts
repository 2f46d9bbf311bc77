import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromBot, ToBot } from './messages.ts';

const entry = fileURLToPath(new URL('./bot-process.ts', import.meta.url));
const retireLimitMs = 10_000;

/**
 * Processes for bots. Whoever comes back after a kill does so in a new one; the one that is to be killed next may be one
 * in which another bot has ended in order: to load everything again takes longer than all that it does.
 */
export interface BotProcesses {
  fresh(): ChildProcess;
  /** One that is loaded already, where there is one. */
  loaded(): ChildProcess;
  /** Its bot is stopped, and it waits for the next. Nobody else may listen to it any more. */
  giveBack(child: ChildProcess): Promise<void>;
  close(): void;
}

export function createBotProcesses(): BotProcesses {
  const idle: ChildProcess[] = [];
  const fresh = () =>
    fork(entry, [], {
      execPath: process.execPath,
      serialization: 'advanced',
      env: { NO_PROXY: '127.0.0.1' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  return {
    fresh,
    loaded: () => idle.pop() ?? fresh(),
    async giveBack(child) {
      const retired = Promise.withResolvers<boolean>();
      const limit = setTimeout(() => retired.resolve(false), retireLimitMs);
      const onMessage = ({ kind }: FromBot) => {
        if (kind === 'retired') retired.resolve(true);
      };
      const onExit = () => retired.resolve(false);
      child.on('message', onMessage);
      child.once('exit', onExit);
      send(child, { kind: 'retire' });
      const isReady = await retired.promise;
      clearTimeout(limit);
      child.off('message', onMessage);
      child.off('exit', onExit);
      if (isReady) idle.push(child);
      else child.kill('SIGKILL');
    },
    close() {
      for (const child of idle.splice(0)) child.kill('SIGKILL');
    },
  };
}

/** Nobody hears it where the process has just died, and that is no failure. */
export function send(child: ChildProcess, message: ToBot): void {
  if (child.connected) child.send(message, () => {});
}
