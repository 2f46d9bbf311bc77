import type { Fault } from '../../sandbox/world/schema.ts';
import type { World } from '../../sandbox/world/world.ts';
import { seeded } from '../seeded.ts';

const kinds: readonly Pick<Fault, 'kind' | 'status' | 'code'>[] = [
  { kind: 'throttled' },
  { kind: 'error', status: 429, code: 'RetryableError' },
  { kind: 'error', status: 500 },
  { kind: 'error', status: 503, code: 'ServiceUnavailable' },
  { kind: 'error', status: 409, code: 'AnotherOperationInProgress' },
  { kind: 'error', status: 409, code: 'Conflict' },
  { kind: 'reset' },
  { kind: 'unanswered' },
  { kind: 'hang' },
];

/** The weather over the pretend Resource Manager: clear, or so that three requests of ten go wrong. */
export interface Sky {
  stormy: boolean;
  readonly requests: number;
  readonly struck: number;
  /** Awaited before every answer. */
  mayAnswer(): Promise<void>;
}

export function createSky(world: World, seed: number, share = 0.3): Sky {
  const random = seeded(seed);
  let [requests, struck] = [0, 0];
  return {
    stormy: false,
    get requests() {
      return requests;
    },
    get struck() {
      return struck;
    },
    async mayAnswer() {
      // The request that gets here next is struck; a fault that another was meant for is not left lying about.
      world.faults.length = 0;
      if (!this.stormy) return;
      requests += 1;
      if (random() >= share) return;
      struck += 1;
      const fault = kinds[Math.floor(random() * kinds.length)] ?? { kind: 'reset' };
      world.faults.push({ ...fault, target: '*', action: '*', after: 0, times: 1 });
    },
  };
}
