import { randomUUID } from 'node:crypto';

/** What a world file says of a write that was done before the world starts. */
export interface PastActivity {
  /** A person's name as they sign in, or an application's id. */
  readonly caller: string;
  readonly operation: string;
  readonly resourceId: string;
  readonly minutesAgo: number;
}

/** One write, done or refused. */
export interface Activity {
  readonly atMs: number;
  readonly caller: string;
  /** The permission it needed, e.g. `Microsoft.Network/networkSecurityGroups/securityRules/write`. */
  readonly operation: string;
  readonly resourceId: string;
  readonly correlationId: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** Why it was refused. */
  readonly error?: { readonly code: string; readonly message: string };
}

export interface ActivityEvent extends Activity {
  readonly eventDataId: string;
  /** Holds the resource's id, the event's and its time, as Azure's do. */
  readonly id: string;
}

const mostEvents = 10_000;

/** Who wrote what, and when. Remembers the newest events only. */
export class ActivityLog {
  readonly #events: ActivityEvent[] = [];
  #past: readonly PastActivity[];

  constructor(past: readonly PastActivity[]) {
    this.#past = past;
  }

  /** Says when the world starts: what happened before has its time from here on. Only the first call counts. */
  begin(nowMs: number): void {
    const past = this.#past.toSorted((a, b) => b.minutesAgo - a.minutesAgo);
    this.#past = [];
    for (const { minutesAgo, ...write } of past) {
      this.add({ ...write, atMs: nowMs - minutesAgo * 60_000, correlationId: randomUUID(), status: 200 });
    }
  }

  add(activity: Activity): void {
    const eventDataId = randomUUID();
    const id = `${activity.resourceId}/events/${eventDataId}/ticks/${ticksOf(activity.atMs)}`;
    this.#events.push({ ...activity, eventDataId, id });
    if (this.#events.length > mostEvents) this.#events.shift();
  }

  newestFirst(): readonly ActivityEvent[] {
    return this.#events.toReversed();
  }
}

/** .NET's count of 100 nanoseconds since the year 1. */
function ticksOf(epochMs: number): bigint {
  return (BigInt(Math.round(epochMs)) + 62_135_596_800_000n) * 10_000n;
}
