/** A person as mrkdwn that Slack shows as their name. @param userId of Slack; anything else is "somebody" */
export function mention(userId: string): string {
  if (userId === 'drawbridge') return 'Drawbridge';
  return /^[UW][A-Z0-9]+$/.test(userId) ? `<@${userId}>` : 'somebody';
}

/** Everybody in a user group is told. @param groupId of Slack */
export function mentionGroup(groupId: string): string {
  return /^S[A-Z0-9]+$/.test(groupId) ? `<!subteam^${groupId}>` : 'a group';
}
