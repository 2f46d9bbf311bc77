import type { WorkspaceView } from '../slack/workspace.ts';
import { decodeEntities } from './text-of.ts';

/** Who and what the ids in messages stand for. */
export type Names = Pick<WorkspaceView, 'people' | 'channels' | 'userGroups'>;

/**
 * Slack's markup as a person reads it: names instead of ids, a moment by its fallback, a link by its label and address.
 * What only looks like markup because somebody wrote it stays as it is: it arrives with entities.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function plainWords(mrkdwn: string, names: Names): string {
  return mrkdwn
    .split(/(<[^<>\n]+>)/)
    .map((part) =>
      part.startsWith('<') && part.endsWith('>') ? token(part.slice(1, -1), names) : decodeEntities(part),
    )
    .join('');
}

export function userName(id: string, names: Names): string {
  return `@${names.people.find((each) => each.id === id)?.name ?? id}`;
}

function token(inner: string, names: Names): string {
  const [target = '', label] = inner.split('|');
  const said = label === undefined ? undefined : decodeEntities(label);
  if (target.startsWith('@')) return userName(target.slice(1), names);
  if (target.startsWith('#')) {
    const id = target.slice(1);
    return `#${said ?? names.channels.find((each) => each.id === id)?.name ?? id}`;
  }
  if (target.startsWith('!date^')) return said ?? target;
  if (target.startsWith('!subteam^')) {
    const id = target.slice('!subteam^'.length);
    return `@${names.userGroups.find((each) => each.id === id)?.handle ?? id}`;
  }
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  const url = decodeEntities(target);
  return said === undefined || said === url ? url : `${said} (${url})`;
}
