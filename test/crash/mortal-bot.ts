import type { ChildProcess } from 'node:child_process';
import { type BotProcesses, send } from './bot-processes.ts';
import type { BotOrder, FromBot } from './messages.ts';
import type { Scene } from './scene.ts';

const patienceMs = 60_000;

/** What a bot is asked that it answers. */
type Asked = { readonly kind: 'pass' | 'idle' } | { readonly kind: 'scene'; readonly scene: Scene };

/** A bot in a process of its own, which comes back whenever it was killed. */
export interface MortalBot {
  readonly deaths: number;
  /** Resolves when it is connected to Slack and has done the pass that a start begins with. */
  up(): Promise<void>;
  /** Resolves when it is done, or dead. */
  ask(what: Asked): Promise<void>;
  move(aheadMs: number): void;
  /** At once, as the kernel's OOM killer does it. */
  kill(): void;
  /** Lets the last one of its processes go, or keeps it for another bot. */
  close(): Promise<void>;
}

interface Parts {
  readonly processes: BotProcesses;
  /** @param deaths 0 for the first process */
  readonly order: (deaths: number) => BotOrder;
  /** Told of the writes of the first process. */
  readonly onWrite: (message: FromBot & { readonly kind: 'store' }) => void;
  readonly onDeath: () => void;
  readonly onBack: () => void;
}

export function createMortalBot({ processes, order, onWrite, onDeath, onBack }: Parts): MortalBot {
  let deaths = 0;
  let asked = 0;
  let isClosed = false;
  let child: ChildProcess;
  let waiting: Map<number, () => void>;
  let ready: Promise<void>;
  begin();

  function begin(): void {
    const mine = deaths === 0 ? processes.loaded() : processes.fresh();
    const isFirst = deaths === 0;
    const answers = new Map<number, () => void>();
    const connected = Promise.withResolvers<void>();
    const watch = setTimeout(() => connected.reject(new Error('The bot does not connect')), patienceMs);
    mine.on('message', (message: FromBot) => {
      if (message.kind === 'connected') connected.resolve();
      if (message.kind === 'done') answers.get(message.id)?.();
      if (message.kind === 'store' && isFirst) onWrite(message);
    });
    mine.once('exit', (code, signal) => {
      clearTimeout(watch);
      for (const answer of answers.values()) answer();
      if (isClosed) return connected.resolve();
      if (signal !== 'SIGKILL') return connected.reject(new Error(`The bot ended by itself (${code ?? signal})`));
      deaths += 1;
      onDeath();
      begin();
      // Whoever waits for the dead one gets the next.
      connected.resolve(ready);
    });
    child = mine;
    waiting = answers;
    send(mine, { kind: 'start', order: order(deaths) });
    ready = connected.promise.then(async () => {
      clearTimeout(watch);
      if (isClosed || child !== mine) return;
      if (!isFirst) onBack();
      await ask({ kind: 'pass' });
    });
    // It is waited for where it is needed.
    ready.catch(() => {});
  }

  async function ask(what: Asked): Promise<void> {
    const answers = waiting;
    if (child.exitCode !== null || child.signalCode !== null) return;
    asked += 1;
    const id = asked;
    const answered = Promise.withResolvers<void>();
    answers.set(id, answered.resolve);
    send(child, { ...what, id });
    const watch = setTimeout(() => answered.reject(new Error(`The bot's ${what.kind} does not end`)), patienceMs);
    await answered.promise.finally(() => clearTimeout(watch));
    answers.delete(id);
  }

  return {
    get deaths() {
      return deaths;
    },
    async up() {
      let before: number;
      do {
        before = deaths;
        await ready;
      } while (before !== deaths);
    },
    ask,
    move: (aheadMs) => send(child, { kind: 'move', aheadMs }),
    kill: () => void child.kill('SIGKILL'),
    async close() {
      isClosed = true;
      child.removeAllListeners('message');
      child.removeAllListeners('exit');
      await processes.giveBack(child);
    },
  };
}
