import type { SandboxClock } from '../clock.ts';
import { ArmFailure } from './route.ts';

type Family = 'reads' | 'writes' | 'deletes';

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/** https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling */
const limits: Record<Family, { readonly size: number; readonly perSecond: number }> = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
};

/** What all principals of a subscription share, as a multiple of one principal's bucket. */
const globalFactor = 15;

/** Resource Manager's token buckets, one a family of each subscription, filled by the sandbox's clock. */
export class Throttle {
  readonly #clock: SandboxClock;
  /** Whether an empty bucket refuses. */
  readonly enabled: boolean;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: SandboxClock, enabled: boolean) {
    this.#clock = clock;
    this.enabled = enabled;
  }

  /**
   * Takes one token and answers with the headers that tell what is left.
   * @throws ArmFailure 429 with Retry-After when the bucket is empty
   */
  take(scope: string, method: string, path: string): Record<string, string> {
    const family = familyOf(method);
    const { size, perSecond } = limits[family];
    const key = `${scope.toLowerCase()}/${family}`;
    const nowMs = this.#clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: size, filledAtMs: nowMs };
    this.#buckets.set(key, bucket);
    bucket.tokens = Math.min(size, bucket.tokens + ((nowMs - bucket.filledAtMs) / 1000) * perSecond);
    bucket.filledAtMs = nowMs;
    if (bucket.tokens < 1 && this.enabled) {
      throw throttled(scope, method, path, Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond)));
    }
    bucket.tokens = Math.max(0, bucket.tokens - 1);
    const left = Math.floor(bucket.tokens);
    return {
      [`x-ms-ratelimit-remaining-subscription-${family}`]: String(left),
      [`x-ms-ratelimit-remaining-subscription-global-${family}`]: String(globalFactor * size - (size - left)),
    };
  }
}

export function throttled(scope: string, method: string, path: string, afterSeconds: number | undefined): ArmFailure {
  const wait = afterSeconds === undefined ? 'some time' : `'${afterSeconds}' seconds`;
  return new ArmFailure(
    429,
    'SubscriptionRequestsThrottled',
    `Number of requests for subscription '${scope}' and operation '${method}${path.toUpperCase()}' exceeded the backend storage limit. Please try again after ${wait}.`,
    afterSeconds === undefined ? {} : { headers: { 'Retry-After': String(afterSeconds) } },
  );
}

function familyOf(method: string): Family {
  if (method === 'GET' || method === 'HEAD') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
}
