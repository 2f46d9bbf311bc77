import type { HostKey } from '../host-keys/host-key.ts';

/** What the bot itself does once Azure has done its part. Final, like everything in a plan: there are no holes in it. */
export type Act = PinAct | RunAct | GetAct;

/** Trusts these host keys of the machine from now on, and no others. */
export interface PinAct {
  readonly kind: 'pin';
  readonly keys: readonly HostKey[];
  /** Those that were trusted until now. */
  readonly replaces: readonly HostKey[];
}

/** Where an SSH connection of the bot's goes, and where what comes of it is shown. */
export interface OverSsh {
  readonly user: string;
  readonly address: string;
  readonly port: number;
  /** Id of the channel that reads the output; absent: only the person who asked does, in their direct messages. */
  readonly answersIn?: string;
}

/** Runs one command line on the machine. */
export interface RunAct extends OverSsh {
  readonly kind: 'run';
  /** Exactly what a shell of that user is given; the bot only puts it between quotes behind a time limit. */
  readonly command: string;
  /** The configured template that it was made from; absent: somebody wrote it freely. */
  readonly template?: string;
  readonly limits: { readonly wallMs: number; readonly idleMs: number; readonly bytes: number };
}

/** Reads one file of the machine. */
export interface GetAct extends OverSsh {
  readonly kind: 'get';
  /** Absolute. */
  readonly path: string;
  readonly mostBytes: number;
}

/** Whether somebody waits for what comes back from the machine. */
export function isOverSsh(act: Act | undefined): act is RunAct | GetAct {
  return act?.kind === 'run' || act?.kind === 'get';
}

/** What came of an act. */
export interface ActOutcome {
  /** Whether what was wanted did not happen. A command that ended by itself did happen, whatever its exit status. */
  readonly isFailure: boolean;
  /** One or two sentences. */
  readonly message: string;
  readonly hint?: string;
  /** What the log keeps besides: exit status, number of bytes, digest of the output. */
  readonly data?: { readonly [key: string]: string | number };
}

/** Whether a command said itself that all went well, with its status, and everything that it printed arrived. */
export function endedWell(data: {
  readonly end?: unknown;
  readonly status?: unknown;
  readonly output?: unknown;
}): boolean {
  const { end, status = 0, output } = data;
  return end !== 'signalled' && status === 0 && output !== 'partial';
}
