/**
 * Whether Slack only said that it was asked too often: the same goes through a little later.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
export function slackIsBusy(error: unknown): boolean {
  return (error as { readonly code?: unknown } | undefined)?.code === 'slack_webapi_rate_limited_error';
}
