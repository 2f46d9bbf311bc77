import { closeGrant } from './close-grant.ts';
import { deliver } from './deliver.ts';
import { executeRequest } from './execute-request.ts';
import type { JobParts, SealKey } from './job-parts.ts';
import { createPass } from './pass.ts';

/** What goes on beside people's clicks. */
export interface Work {
  /** Does at once what follows from a change of this request, and shows it. */
  attend(id: string): Promise<void>;
  /** Does everything that is due; resolves when it is done. Whoever comes while one runs gets one more after it. */
  pass(): Promise<void>;
  /** Looks for due work from now on, every few seconds of real time. */
  start(): void;
  stop(): void;
}

type WorkParts = Omit<JobParts, 'approvalsChannel' | 'seal'> & {
  /** Absent: nothing can be asked for, and so nothing is ever due. */
  readonly approvals: { readonly channel: string; readonly seal: SealKey } | undefined;
  /** Told of what is under way, so that a stopping bot finishes it. */
  readonly track: <T>(work: Promise<T>) => Promise<T>;
};

const wakeEveryMs = 5_000;

export function createWork({ approvals, track, ...given }: WorkParts): Work {
  if (approvals === undefined) return { ...idleWork, start: () => void track(warnOfOpenDoors(given)) };
  const parts: JobParts = { ...given, approvalsChannel: approvals.channel, seal: approvals.seal };
  const pass = oneAtATime(createPass(parts));
  let timer: NodeJS.Timeout | undefined;
  return {
    async attend(id) {
      await deliver(parts);
      const request = await parts.store.requests.get(id);
      if (request?.state === 'approved') await executeRequest(id, parts);
      if (request?.state === 'closing') await closeGrant(id, parts);
      await deliver(parts);
    },
    pass: () => track(pass()),
    start() {
      const wake = () => track(pass()).catch((error: unknown) => parts.log.error({ err: error }, 'a pass failed'));
      void wake();
      timer = setInterval(wake, wakeEveryMs);
      timer.unref();
    },
    stop() {
      clearInterval(timer);
    },
  };
}

/** Without a channel and a key nothing can be closed either: whoever took them out of the configuration has to know. */
async function warnOfOpenDoors({ store, log }: Pick<JobParts, 'store' | 'log'>): Promise<void> {
  try {
    const open = await store.requests.list({ states: ['approved', 'executing', 'unknown', 'active', 'closing'] });
    const requests = open.map(({ id }) => id);
    if (open.length > 0)
      log.error({ requests }, 'Requests are under way, and without approvals.channel nobody sees to them');
  } catch (error) {
    log.error({ err: error }, 'The store cannot be read');
  }
}

const idleWork: Work = { attend: async () => {}, pass: async () => {}, start() {}, stop() {} };

/** Never two runs at the same time: who asks while one is under way waits for it and for one more. */
function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  return function again(): Promise<void> {
    if (running === undefined) {
      running = run().finally(() => {
        running = undefined;
      });
      return running;
    }
    next ??= running.then(
      () => {
        next = undefined;
        return again();
      },
      () => {
        next = undefined;
        return again();
      },
    );
    return next;
  };
}
