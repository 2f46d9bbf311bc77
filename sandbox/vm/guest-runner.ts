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

const noInput = async () => new Uint8Array();

/** Runs scripts on machines, each in a worker thread. */
export function guestRunner(pool: WorkerPool, clock: SandboxClock): RunJob {
  return async ({ machine, account, script, signal, input = noInput, cwd, env }) => {
    const own = new AbortController();
    const over = AbortSignal.any([signal, own.signal]);
    const home = machine.files.exists(account, account.home) ? account.home : '/';
    const ending = await pool.run({
      kernel: machineKernel(machine, clock, { input, signal: over, kill: (name) => own.abort(name) }),
      order: { account, script, cwd: cwd ?? home, env: env ?? {} },
      signal: over,
      onEndless: () => clock.hang(over),
    });
    return ending.kind === 'killed' && own.signal.aborted ? { kind: 'killed', by: String(own.signal.reason) } : ending;
  };
}
