/** Names for everything that Slack names by itself. They count up, so that the same script gives the same transcript. */
export interface Ids {
  /** A message's `ts`: the clock's time in seconds with six decimals, never the same twice, always rising. */
  ts(): string;
  /** `next('V')` gives V0000000001, then V0000000002. */
  next(prefix: string): string;
  /** A number that has not been given out before. */
  count(kind: string): number;
}

export function createIds(nowMs: () => number): Ids {
  let lastMicros = 0;
  const counters = new Map<string, number>();
  const count = (kind: string) => {
    const next = (counters.get(kind) ?? 0) + 1;
    counters.set(kind, next);
    return next;
  };
  return {
    count,
    ts() {
      lastMicros = Math.max(lastMicros + 1, Math.floor(nowMs()) * 1000);
      return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`;
    },
    next: (prefix) => `${prefix}${String(count(prefix)).padStart(10, '0')}`,
  };
}
