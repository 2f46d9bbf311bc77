import { clippedMrkdwn, code } from './escape.ts';

const userId = /^[UW][A-Z0-9]{2,30}$/;
const groupId = /^S[A-Z0-9]{2,30}$/;
/** The two forms below as `mrkdwn` writes them. */
const escaped = /&lt;(@[UW][A-Z0-9]{2,30}|!subteam\^S[A-Z0-9]{2,30})&gt;/g;

/** A person inside a sentence of ours; Slack shows the name. For `clippedWithMentions` only. */
export function userMention(id: string): string {
  return userId.test(id) ? `<@${id}>` : code(id);
}

/** A user group inside a sentence of ours. For `clippedWithMentions` only. */
export function groupMention(id: string): string {
  return groupId.test(id) ? `<!subteam^${id}>` : code(id);
}

/**
 * As `clippedMrkdwn`, but the mentions in it are mentions. Only for sentences in which everything from outside stands in
 * code spans: what is inside of those stays as it is, so that a tag cannot call people.
 */
export function clippedWithMentions(text: string, max: number): string {
  return clippedMrkdwn(text, max)
    .split('`')
    .map((piece, at) => (at % 2 === 1 ? piece : piece.replace(escaped, '<$1>')))
    .join('`');
}
