import { parentPort } from 'node:worker_threads';
import type { FromWorker, Kernel, RunOrder, ToWorker } from './kernel.ts';
import { kernelCalls } from './kernel.ts';

if (parentPort === null) throw new Error('This file runs in a worker thread');
const port = parentPort;
const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
let lastCall = 0;

const send = (message: FromWorker) => port.postMessage(message);

const kernel = Object.fromEntries(
  kernelCalls.map((name) => [
    name,
    (...args: unknown[]) =>
      new Promise((resolve, reject) => {
        lastCall += 1;
        waiting.set(lastCall, { resolve, reject });
        send({ kind: 'call', id: lastCall, name, args });
      }),
  ]),
) as unknown as Kernel;

port.on('message', (message: ToWorker) => {
  if (message.kind === 'run') {
    void run(message.order);
    return;
  }
  const call = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.kind === 'answer') call?.resolve(message.value as never);
  else call?.reject(new Error(message.message));
});

async function run(order: RunOrder): Promise<void> {
  const { runScript } = await import('./run-script.ts');
  const result = await runScript(kernel, order);
  send(result === 'endless' ? { kind: 'endless' } : { kind: 'done', result });
}
