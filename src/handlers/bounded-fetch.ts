import type { WebClientOptions } from '@slack/web-api';

type Fetch = NonNullable<WebClientOptions['fetch']>;

/**
 * A fetch that gives up. Slack's client bounds the calls of its Web API; Bolt posts to a response_url through the same
 * function without any limit, and a post that hangs would leave the person without the answer that is sent instead.
 */
export function boundedFetch(timeoutMs: number): Fetch {
  return (input, init) => fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(timeoutMs) });
}
