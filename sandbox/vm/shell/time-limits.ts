import type { Kernel } from './kernel.ts';

interface Limit {
  readonly atMs: number;
  readonly strike: () => void;
}

/** The time limits that a running script has set itself, innermost last. */
export class TimeLimits {
  readonly #limits = new Set<Limit>();

  async open(kernel: Kernel, forMs: number) {
    const atMs = (await kernel.now()) + forMs;
    let strike = () => {};
    const over = new Promise<'over'>((resolve) => {
      strike = () => resolve('over');
    });
    const limit = { atMs, strike };
    this.#limits.add(limit);
    return { over, close: () => this.#limits.delete(limit) };
  }

  /** Waits, but never beyond a limit: what waits there waits for ever, and the limit strikes. */
  async sleep(kernel: Kernel, forMs: number): Promise<void> {
    const nowMs = await kernel.now();
    const first = [...this.#limits].sort((a, b) => a.atMs - b.atMs)[0];
    if (first === undefined || nowMs + forMs < first.atMs) return kernel.sleep(forMs);
    await kernel.sleep(Math.max(0, first.atMs - nowMs));
    first.strike();
    return new Promise(() => {});
  }
}
