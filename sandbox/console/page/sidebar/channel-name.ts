import type { ChannelView, WorkspaceView } from '../../../slack/workspace.ts';

/** A channel's name, or the other person's for a direct message. */
export function channelName(channel: ChannelView, workspace: Pick<WorkspaceView, 'people'>, mark = ''): string {
  const other = workspace.people.find((person) => person.id === channel.withUser);
  return channel.kind === 'direct' && other !== undefined ? other.realName : `${mark}${channel.name}`;
}
