import { userMention } from '../core/text/mention.ts';

/** Who did something, as mrkdwn. @param actor Slack user id, or the bot itself */
export function mention(actor: string): string {
  if (actor === 'drawbridge') return 'Drawbridge';
  const said = userMention(actor);
  return said.startsWith('<@') ? said : 'somebody';
}
