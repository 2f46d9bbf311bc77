/** Who acts, as the event that came from Slack says. */
export interface Who {
  /** Slack user id. */
  readonly userId: string;
  /** The workspace that the person acts from, where Slack says so. */
  readonly teamId: string | undefined;
}
