import type { ActOutcome, RunAct } from '../../src/core/actions/act.ts';
import { planDigest } from '../../src/core/actions/plan.ts';
import type { Captured, Executed } from '../../src/core/commands/executed.ts';
import type { Remote, RemoteSession } from '../../src/core/commands/remote.ts';
import type { VmRequest } from '../../src/core/requests/request.ts';
import type { JobParts } from '../../src/jobs/job-parts.ts';
import { aRequest, askedAtMs } from '../core/requests/a-request.ts';

export const teamChannel = 'C0TEAM';

export const uptime: RunAct = {
  kind: 'run',
  user: 'drawbridge',
  address: '20.51.230.13',
  port: 22,
  command: 'uptime',
  answersIn: teamChannel,
  limits: { wallMs: 60_000, idleMs: 30_000, bytes: 1_000_000 },
};

/** A command that this process is about to run: everything before it is done. */
export function aRun(bend: Partial<VmRequest> = {}, act: RunAct = uptime): VmRequest {
  const { vm } = aRequest().plan;
  const plan = { vm, writes: [], undo: [], act };
  return aRequest({
    action: 'run',
    state: 'executing',
    params: { from: '', port: 22, over: { user: act.user, isInside: true }, command: { text: act.command } },
    plan,
    digest: planDigest(plan),
    lease: { owner: 'this process', untilMs: askedAtMs + 30_000 },
    decisions: [{ by: 'U0BOB', verdict: 'approve', atMs: askedAtMs }],
    ...bend,
  });
}

export function printed(text: string, end: Executed['end'] = { kind: 'exited', status: 0 }): Executed {
  const bytes = Buffer.from(text);
  const output: Captured = {
    head: bytes,
    tail: Buffer.alloc(0),
    leftOutBytes: 0,
    totalBytes: bytes.length,
    stdoutBytes: bytes.length,
    stderrBytes: 0,
    cut: false,
  };
  return { end, output, process: end.kind === 'exited' ? 'ended' : 'may-run', isOutputComplete: true };
}

type RunOptions = Parameters<RemoteSession['run']>[1];

export interface Machine {
  readonly remote: Remote;
  /** The command lines that arrived. */
  readonly ran: string[];
}

/** A machine that lets the bot in. @param run what becomes of a command */
export function machine(run: (options: RunOptions) => Promise<Executed>): Machine {
  const ran: string[] = [];
  return {
    ran,
    remote: {
      use: async (_, __, act) => ({
        kind: 'used',
        result: await act({
          run: (command, options) => {
            ran.push(command);
            return run(options);
          },
          readFile: async () => ({ kind: 'missing' }),
        }),
      }),
      endOf() {},
      close() {},
    },
  };
}

/** Runs until somebody ends it. */
export function untilEnded({ signal }: RunOptions): Promise<Executed> {
  return new Promise((resolve) => {
    const end = () => resolve(printed('', { kind: 'cancelled' }));
    if (signal.aborted) return end();
    signal.addEventListener('abort', end);
  });
}

export async function outcomeOf(id: string, { store }: JobParts): Promise<ActOutcome | undefined> {
  return (await store.requests.get(id))?.act?.outcome;
}
