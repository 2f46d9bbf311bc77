import type { Clock, Deadline } from '../clock.ts';
import type { ExecEnd } from '../core/commands/executed.ts';

/** What ends a command from this side, and how that is called afterwards. */
type Cutoff = Extract<ExecEnd, { kind: 'timed-out' | 'cancelled' }>;

export interface RunLimits {
  /** Undefined while nothing has ended it. */
  readonly cutoff: () => Cutoff | undefined;
  /** Something came: the idle limit begins anew. */
  readonly touch: () => void;
  readonly clear: () => void;
}

/**
 * @param wallMs from now to the end
 * @param idleMs without any output
 * @param onCutoff called once, by the first that ends it; at once if the signal is aborted already
 */
export function runLimits(
  parts: {
    readonly clock: Clock;
    readonly wallMs: number;
    readonly idleMs: number;
    readonly signal?: AbortSignal | undefined;
  },
  onCutoff: () => void,
): RunLimits {
  const { clock, wallMs, idleMs, signal } = parts;
  let cutoff: Cutoff | undefined;
  let touchedAt = clock.now();
  let idle: Deadline | undefined;
  const wall = clock.deadline(wallMs);

  const clear = () => {
    wall.clear();
    idle?.clear();
    signal?.removeEventListener('abort', onAbort);
  };
  const end = (by: Cutoff) => {
    if (cutoff !== undefined) return;
    cutoff = by;
    clear();
    onCutoff();
  };
  const onAbort = () => end({ kind: 'cancelled' });
  // Not a new timer for each chunk: when it is over, what came meanwhile only puts it off.
  const waitIdle = (afterMs: number) => {
    idle = clock.deadline(afterMs);
    idle.signal.addEventListener('abort', () => {
      const leftMs = touchedAt + idleMs - clock.now();
      if (leftMs > 0) waitIdle(leftMs);
      else end({ kind: 'timed-out', limit: 'idle' });
    });
  };

  waitIdle(idleMs);
  wall.signal.addEventListener('abort', () => end({ kind: 'timed-out', limit: 'wall' }));
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  return {
    cutoff: () => cutoff,
    touch: () => {
      touchedAt = clock.now();
    },
    clear,
  };
}
