/**
 * Whether Slack only said that it was asked too often: the same goes through a little later.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
export function slackIsBusy(error: unknown): boolean {
  return (error as { readonly code?: unknown } | undefined)?.code === 'slack_webapi_rate_limited_error';
}

const usualMs = 1_000;
const longestMs = 30_000;

/** How long Slack asks to wait, as far as somebody waits for it. */
export function retryAfterMs(error: unknown): number {
  const seconds = (error as { readonly retryAfter?: unknown } | undefined)?.retryAfter;
  return typeof seconds === 'number' ? Math.min(1000 * seconds, longestMs) : usualMs;
}
