/** The direct message channel between a person and the bot: `U0ALICE` talks to it in `D0ALICE`. */
export function directChannelId(userId: string): string {
  return `D${userId.slice(1)}`;
}
