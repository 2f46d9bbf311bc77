import type { ChannelView } from '../../../slack/workspace.ts';
import { useConsole } from '../app/console-context.ts';
import { Composer } from '../composer/composer.tsx';
import { channelName } from '../sidebar/channel-name.ts';
import { Icon } from '../ui/icon.tsx';
import { Message } from './message.tsx';
import './thread-panel.css';

interface ThreadPanelProps {
  readonly channel: ChannelView;
  readonly ts: string;
  readonly close: () => void;
}

export function ThreadPanel({ channel, ts, close }: ThreadPanelProps) {
  const { workspace } = useConsole();
  const root = channel.messages.find((message) => message.ts === ts && !message.ephemeral);
  const replies = channel.messages.filter((message) => message.threadTs === ts && message.ts !== ts);
  return (
    <aside
      className="thread"
      aria-label="Thread"
      data-testid="thread"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <header className="thread-head">
        <h2>Thread</h2>
        <span>{channelName(channel, workspace, '#')}</span>
        <button type="button" className="icon-button" aria-label="Close thread" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div className="thread-messages" role="log" aria-live="polite" aria-label="Replies">
        {root !== undefined && <Message message={root} channelId={channel.id} continues={false} />}
        <div className="thread-count">
          <span>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</span>
        </div>
        {replies.map((reply) => (
          <Message key={reply.ts} message={reply} channelId={channel.id} continues={false} />
        ))}
      </div>
      <Composer
        key={`${workspace.me.id}/${channel.id}/${ts}`}
        channelId={channel.id}
        threadTs={ts}
        placeholder="Reply…"
      />
    </aside>
  );
}
