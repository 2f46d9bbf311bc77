import type { SandboxClock } from '../clock.ts';
import type { Account } from './accounts.ts';
import type { Machine } from './machine.ts';
import { machineKernel } from './shell/machine-kernel.ts';
import type { Ending, WorkerPool } from './shell/worker-pool.ts';

interface Job {
  readonly machine: Machine;
  readonly account: Account;
  readonly script: string;
  readonly signal: AbortSignal;
  /** All of standard input; asked for only when the script may read it. */
  readonly input?: () => Promise<Uint8Array>;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export type RunJob = (job: Job) => Promise<Ending>;

/** Runs scripts on machines, each in a worker thread. */
export function guestRunner(pool: WorkerPool, clock: SandboxClock): RunJob {
  return ({ machine, account, script, signal, input, cwd, env }) => {
    const home = machine.files.exists(account, account.home) ? account.home : '/';
    return pool.run({
      kernel: machineKernel(machine, clock, input ?? (async () => new Uint8Array()), signal),
      order: { account, script, cwd: cwd ?? home, env: env ?? {} },
      signal,
      onEndless: () => clock.hang(signal),
    });
  };
}
