import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order, ReplicaSetup, Report } from './replica-protocol.ts';

/** A bot in a process of its own. Everything resolves when it is done there. */
export interface Replica {
  /** Moves its clock. */
  advance(byMs: number): Promise<void>;
  /** Has it do what is due. */
  pass(): Promise<void>;
  /** Resolves as soon as nothing is under way. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('replica.ts', import.meta.url));

/** Resolves when it is connected to Slack. @throws Error when it ends instead */
export async function startReplica(setup: ReplicaSetup): Promise<Replica> {
  const child = spawn(process.execPath, [program, JSON.stringify(setup)], {
    env: { NO_PROXY: '127.0.0.1' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, PromiseWithResolvers<void>>();
  const wait = (id: number): Promise<void> => {
    const reported = Promise.withResolvers<void>();
    waiting.set(id, reported);
    return reported.promise;
  };
  child.on('message', ({ id, problem }: Report) => {
    if (problem === undefined) waiting.get(id)?.resolve();
    else waiting.get(id)?.reject(new Error(problem));
    waiting.delete(id);
  });
  child.once('exit', (code, signal) => {
    for (const each of waiting.values()) each.reject(new Error(`A replica ended with ${code ?? signal}`));
  });
  let last = 0;
  const order = async (what: Order['do'], byMs?: number) => {
    last += 1;
    const done = wait(last);
    child.send({ id: last, do: what, ...(byMs !== undefined && { byMs }) } satisfies Order);
    await done;
  };
  await wait(0);
  return {
    advance: (byMs) => order('advance', byMs),
    pass: () => order('pass'),
    idle: () => order('idle'),
    async stop() {
      const ended = once(child, 'exit');
      await order('stop');
      await ended;
    },
  };
}
