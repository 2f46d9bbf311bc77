import { pino } from 'pino';

export const startMs = Date.UTC(2026, 6, 1, 8);

/** What a store is handed in tests: a clock that stands still, and nobody who listens. */
export const parts = {
  log: pino({ level: 'silent' }),
  clock: {
    now: () => startMs,
    deadline: (): never => {
      throw new Error('The store waits for nothing');
    },
  },
};
