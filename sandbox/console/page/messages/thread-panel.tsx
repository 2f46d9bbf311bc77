import { useEffect, useRef } from 'react';
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
  const frame = useRef<HTMLDivElement>(null);
  const replies = channel.messages.filter((message) => message.threadTs === ts && message.ts !== ts);
  const reads = useRef(false);
  // As in Slack: a thread shows what was answered last, below a first message however long, until its reader goes elsewhere.
  useEffect(() => {
    const messages = frame.current;
    const last = messages?.lastElementChild;
    if (messages === null || !last || replies.length === 0) return;
    // Replies grow: a preview loads.
    const observer = new ResizeObserver(() => {
      if (!reads.current) messages.scrollTo({ top: messages.scrollHeight });
    });
    observer.observe(last);
    return () => observer.disconnect();
  }, [replies.length]);
  const read = () => {
    reads.current = true;
  };
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
      <div
        className="thread-messages"
        ref={frame}
        role="log"
        aria-live="polite"
        aria-label="Replies"
        onWheel={read}
        onPointerDown={read}
        onKeyDown={read}
      >
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
