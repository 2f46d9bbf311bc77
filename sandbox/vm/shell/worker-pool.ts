import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FromWorker, Kernel, RunOrder, RunResult, ToWorker } from './kernel.ts';

export type Ending =
  | { readonly kind: 'exited'; readonly result: RunResult }
  /** Ended from outside, or by a signal that it sent to itself: `TERM`. */
  | { readonly kind: 'killed'; readonly by?: string };

interface RunOptions {
  readonly kernel: Kernel;
  readonly order: RunOrder;
  readonly signal: AbortSignal;
  /** Called when the script proves to run for ever; it is then over only through the signal. */
  readonly onEndless: () => void;
}

export interface WorkerPool {
  run(options: RunOptions): Promise<Ending>;
  close(): Promise<void>;
}

/**
 * Where threads find their modules without types and compiled. Each would strip them anew, with a WebAssembly module of its own;
 * V8 was seen to lose count of the pages of such modules where threads come and go (nodejs/node issue 64500).
 */
const compileCache = join(tmpdir(), 'drawbridge-compile-cache');

/**
 * Worker threads that run one script each at a time. A script that is called off dies with its thread, wherever it is;
 * threads that came to an end are used again, because starting one costs a third of a second.
 */
export function createWorkerPool(keepIdle = 2): WorkerPool {
  const idle: Worker[] = [];
  const all = new Set<Worker>();

  const start = () => {
    const env = { ...process.env, NODE_COMPILE_CACHE: compileCache };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { env, stdout: false, stderr: false });
    all.add(worker);
    worker.once('exit', () => all.delete(worker));
    worker.unref();
    return worker;
  };
  const end = async (worker: Worker) => {
    all.delete(worker);
    await worker.terminate();
  };

  return {
    run({ kernel, order, signal, onEndless }) {
      if (signal.aborted) return Promise.resolve({ kind: 'killed' });
      const worker = idle.pop() ?? start();
      return new Promise((resolve, reject) => {
        const send = (message: ToWorker) => worker.postMessage(message);
        const finish = (settle: () => void, fate: 'keep' | 'end') => {
          worker.removeAllListeners('message');
          worker.removeAllListeners('error');
          signal.removeEventListener('abort', kill);
          if (fate === 'keep' && idle.length < keepIdle && all.has(worker)) idle.push(worker);
          else void end(worker);
          settle();
        };
        const kill = () => finish(() => resolve({ kind: 'killed' }), 'end');
        signal.addEventListener('abort', kill, { once: true });
        worker.on('error', (error) => finish(() => reject(error), 'end'));
        worker.on('message', (message: FromWorker) => {
          if (message.kind === 'done') finish(() => resolve({ kind: 'exited', result: message.result }), 'keep');
          else if (message.kind === 'endless') onEndless();
          else void answer(kernel, message).then(send);
        });
        send({ kind: 'run', order });
      });
    },
    async close() {
      idle.length = 0;
      await Promise.all([...all].map(end));
    },
  };
}

async function answer(kernel: Kernel, call: Extract<FromWorker, { kind: 'call' }>): Promise<ToWorker> {
  try {
    const method = kernel[call.name] as (...args: readonly unknown[]) => unknown;
    return { kind: 'answer', id: call.id, value: await method.apply(kernel, [...call.args]) };
  } catch (error) {
    return { kind: 'refusal', id: call.id, message: error instanceof Error ? error.message : String(error) };
  }
}
