/** Counts the work that is under way, so that a stopping bot finishes what it has begun. */
export interface InFlight {
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves as soon as nothing is under way. */
  idle(): Promise<void>;
}

export function createInFlight(): InFlight {
  const underWay = new Set<Promise<unknown>>();
  return {
    track(work) {
      underWay.add(work);
      const forget = () => void underWay.delete(work);
      work.then(forget, forget);
      return work;
    },
    async idle() {
      while (underWay.size > 0) await Promise.allSettled([...underWay]);
    },
  };
}
