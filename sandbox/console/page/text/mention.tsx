import { useConsole } from '../app/console-context.ts';
import type { Inline } from './nodes.ts';

type MentionNode = Extract<Inline, { readonly kind: 'user' | 'channel' | 'group' | 'broadcast' }>;

/** A person, group or channel by the name it has in this workspace; one's own stands out. */
export function Mention({ node }: { readonly node: MentionNode }) {
  const { workspace, person, openChannel } = useConsole();
  if (node.kind === 'broadcast') return <span className="mention mention--me">@{node.range}</span>;
  if (node.kind === 'user') {
    const name = person(node.id)?.realName ?? node.label ?? node.id;
    return <span className={`mention${node.id === workspace.me.id ? ' mention--me' : ''}`}>@{name}</span>;
  }
  if (node.kind === 'group') {
    const group = workspace.userGroups.find((each) => each.id === node.id);
    const mine = group?.users.includes(workspace.me.id) === true;
    return <span className={`mention${mine ? ' mention--me' : ''}`}>@{group?.handle ?? node.label ?? node.id}</span>;
  }
  const channel = workspace.channels.find((each) => each.id === node.id);
  if (channel === undefined) return <span className="mention">#{node.label ?? 'private-channel'}</span>;
  return (
    <button type="button" className="mention mention--link" onClick={() => openChannel(channel.id)}>
      #{channel.name}
    </button>
  );
}
