const inUtc = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' });

/** A moment as mrkdwn that every reader sees in their own time zone. https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function momentWords(epochMs: number): string {
  return `<!date^${Math.floor(epochMs / 1000)}^{date_short_pretty} {time}|${inUtc.format(epochMs)} UTC>`;
}
