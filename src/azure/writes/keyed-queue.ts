/** Lets one piece of work after the other go on under the same key. */
export interface KeyedQueue {
  /**
   * Runs the work when all that came before under this key has ended.
   * @throws the signal's reason when it aborts before the work's turn; the work then never runs
   */
  run<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createKeyedQueue(): KeyedQueue {
  const last = new Map<string, Promise<void>>();
  return {
    async run(key, signal, work) {
      const before = last.get(key) ?? Promise.resolve();
      const mine = Promise.withResolvers<void>();
      // Whoever gives up waiting must not let the next one in front of those that still run.
      const tail = Promise.all([before, mine.promise]).then(() => {
        if (last.get(key) === tail) last.delete(key);
      });
      last.set(key, tail);
      try {
        await unlessAborted(before, signal);
        return await work();
      } finally {
        mine.resolve();
      }
    },
  };
}

function unlessAborted(waitedFor: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    waitedFor.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/**
 * What must not be changed twice at a time: the outermost resource. Azure locks a network security group while one of its
 * rules is written, and answers 429 to the next.
 */
export function lockKeyOf(path: string): string {
  const [, scope = '', provider = '', rest = ''] = /^(.*)\/providers\/([^/]+)\/(.*)$/i.exec(path) ?? [];
  const parts = rest.split('/');
  // Some types are filed below their location, which is no resource.
  const depth = parts[0]?.toLowerCase() === 'locations' ? 4 : 2;
  return [scope, provider, ...parts.slice(0, depth)].join('/').toLowerCase();
}
