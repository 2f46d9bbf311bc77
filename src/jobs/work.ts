import type { SealOwner } from '../core/remediations/seal.ts';
import { closeGrant } from './close-grant.ts';
import { closingPass } from './closing-pass.ts';
import { deliver } from './deliver.ts';
import { executeRequest } from './execute-request.ts';
import { guestClosingPass } from './guest-closing-pass.ts';
import { createInTurn } from './in-turn.ts';
import type { JobParts } from './job-parts.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { type HostKeyChange, tellHostKeyChange } from './tell-host-key-change.ts';
import { isStopped, wasCancelled } from './while-cancellable.ts';
import { workingPass } from './working-pass.ts';

/** What goes on beside people's clicks. */
export interface Work {
  /** Does at once what follows from a change of this request, and shows it. */
  attend(id: string): Promise<void>;
  /** Ends what this process does for this request just now; another one sees it in the store. */
  cancel(id: string): void;
  /** Ends everything that this process does for people on machines, now and from now on, and has it told why. */
  hurry(): void;
  /** Does everything that is due; resolves when it is done. */
  pass(): Promise<void>;
  /** Looks for due work from now on, every few seconds of real time. */
  start(): void;
  stop(): void;
  /** Tells those who decide that a machine shows another host key than the approved one. */
  alarm(change: HostKeyChange): Promise<void>;
}

type WorkParts = Omit<JobParts, 'approvalsChannel' | 'seal' | 'underWay' | 'inTurn' | 'cancels' | 'isInHurry'> & {
  /** Absent: nothing can be asked for. */
  readonly approvals: { readonly channel: string; readonly seal: SealOwner } | undefined;
};

const wakeEveryMs = 5_000;

export function createWork({ approvals, ...given }: WorkParts): Work {
  const { track } = given;
  if (approvals === undefined) return { ...idleWork, start: () => void track(warnOfOpenDoors(given)) };
  let isInHurry = false;
  const parts: JobParts = {
    ...given,
    approvalsChannel: approvals.channel,
    seal: approvals.seal,
    underWay: new Set(),
    inTurn: createInTurn(),
    cancels: new Map(),
    isInHurry: () => isInHurry,
  };
  // Loops of their own: a door is closed on time, whatever else takes its time.
  const closing = oneAtATime(closingPass(parts));
  const closingInGuests = oneAtATime(guestClosingPass(parts));
  const working = oneAtATime(workingPass(parts));
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    for (const pass of [closing, closingInGuests, working]) {
      track(pass()).catch((error: unknown) => parts.log.error({ err: error }, 'a pass failed'));
    }
  }

  return {
    async attend(id) {
      const request = await parts.store.requests.get(id);
      // Meanwhile everybody sees that it is being done.
      const showing = deliver(parts);
      // A command may take minutes until somebody waits for it: a failure that nobody waits for ends the bot.
      showing.catch(() => {});
      if (request?.state === 'approved') await executeRequest(id, parts);
      // Also what was opened for a command that has just ended.
      const now = await parts.store.requests.get(id);
      if (now?.state === 'closing') await closeGrant(id, parts);
      await showing;
      await deliver(parts);
    },
    cancel(id) {
      parts.cancels.get(id)?.abort(wasCancelled);
    },
    hurry() {
      isInHurry = true;
      for (const cancel of parts.cancels.values()) cancel.abort(isStopped);
    },
    async pass() {
      await track(closing());
      await track(closingInGuests());
      await track(working());
    },
    start() {
      wake();
      timer = setInterval(wake, wakeEveryMs);
      timer.unref();
    },
    stop() {
      clearInterval(timer);
    },
    alarm: (change) => tellHostKeyChange(change, parts),
  };
}

const idleWork: Work = {
  attend: async () => {},
  cancel() {},
  hurry() {},
  pass: async () => {},
  start() {},
  stop() {},
  alarm: async () => {},
};

/** Without a channel and a key nothing can be closed: whoever took them out of the configuration has to know. */
async function warnOfOpenDoors({ store, log }: Pick<JobParts, 'store' | 'log'>): Promise<void> {
  try {
    const requests = await store.requests.ids(['approved', 'executing', 'unknown', 'active', 'closing']);
    if (requests.length > 0)
      log.error({ requests }, 'Requests are under way, and without approvals.channel nobody sees to them');
  } catch (error) {
    log.error({ err: error }, 'The store cannot be read');
  }
}
