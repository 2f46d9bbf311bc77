/** Answers that are held back until a whole round of requests has come. */
export interface HeldRounds {
  /** Resolves when the answer may go out. */
  readonly mayAnswer: () => Promise<void>;
  /** How many rounds were let go. */
  done(): number;
}

/**
 * Counts dependent rounds without a clock: no answer of a round goes out before all its requests are there, so that a
 * request which needs one of those answers could never come, and the test would not end. More requests than the
 * rounds have in all are refused.
 * @param sizes how many requests each round has
 */
export function heldRounds(sizes: readonly number[]): HeldRounds {
  let round = 0;
  let waiting: (() => void)[] = [];
  return {
    done: () => round,
    mayAnswer: () =>
      new Promise((resolve, reject) => {
        const size = sizes[round];
        if (size === undefined) return reject(new Error(`a request came after all ${sizes.length} rounds`));
        waiting.push(resolve);
        if (waiting.length < size) return;
        const ready = waiting;
        waiting = [];
        round += 1;
        for (const release of ready) release();
      }),
  };
}
