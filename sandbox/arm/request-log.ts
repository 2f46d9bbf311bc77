/** One request that was seen, in the order of arrival. Times are real epoch milliseconds, as latency is real. */
export interface LoggedRequest {
  readonly kind: 'arm' | 'identity';
  readonly method: string;
  /** Without the query: operation URLs carry signatures. */
  readonly path: string;
  /** The permission it needed; empty where no route was found. */
  readonly action: string;
  readonly startedAtMs: number;
  /** Missing while it is not answered. */
  readonly endedAtMs?: number;
  readonly status?: number;
  /** 1 + the highest round among the requests that had been answered when this one arrived. */
  readonly round: number;
}

type Entry = { -readonly [Key in keyof LoggedRequest]: LoggedRequest[Key] };

export interface PendingEntry {
  name(action: string): void;
  end(status: number): void;
}

const mostEntries = 10_000;

/** Keeps the latest requests for tests and benchmarks. Sign-in requests are of round 0. */
export class RequestLog {
  readonly entries: Entry[] = [];
  #answeredRound = 0;

  start(kind: LoggedRequest['kind'], method: string, path: string): PendingEntry {
    const round = kind === 'identity' ? 0 : this.#answeredRound + 1;
    const entry: Entry = { kind, method, path, action: '', startedAtMs: nowMs(), round };
    this.entries.push(entry);
    if (this.entries.length > mostEntries) this.entries.shift();
    return {
      name(action) {
        entry.action = action;
      },
      end: (status) => {
        entry.status = status;
        entry.endedAtMs = nowMs();
        if (this.entries.includes(entry)) this.#answeredRound = Math.max(this.#answeredRound, round);
      },
    };
  }

  clear(): void {
    this.entries.length = 0;
    this.#answeredRound = 0;
  }
}

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
