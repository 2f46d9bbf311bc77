import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import type { MessageView } from '../../../slack/workspace.ts';
import { useConsole } from '../app/console-context.ts';
import { groupMessages } from './group-messages.ts';
import { Message } from './message.tsx';

interface MessageListProps {
  readonly channelId: string;
  readonly messages: readonly MessageView[];
  readonly openThread: (ts: string) => void;
  readonly intro: ReactNode;
}

const nearPx = 120;

/** A channel's messages; stays at the newest one unless the reader scrolled up. */
export function MessageList({ channelId, messages, openThread, intro }: MessageListProps) {
  const { workspace, nowMs } = useConsole();
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);

  useLayoutEffect(() => {
    atEnd.current = true;
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, []);
  useEffect(() => {
    // Messages also grow later: a card fills in, a preview loads.
    const observer = new ResizeObserver(() => {
      if (atEnd.current) scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
    });
    if (content.current !== null) observer.observe(content.current);
    return () => observer.disconnect();
  }, []);
  const onScroll = () => {
    const frame = scroller.current;
    if (frame !== null) atEnd.current = frame.scrollHeight - frame.scrollTop - frame.clientHeight < nearPx;
  };

  return (
    <div className="message-scroller" ref={scroller} onScroll={onScroll}>
      <div
        className="message-list"
        ref={content}
        role="log"
        aria-live="polite"
        aria-label="Messages"
        data-testid="messages"
      >
        {intro}
        {groupMessages(messages, workspace.me.tz, nowMs()).map(({ message, day, continues }) => (
          <div key={`${message.ts}${message.ephemeral ? '-private' : ''}`}>
            {day !== undefined && (
              <div className="day-divider">
                <span>{day}</span>
              </div>
            )}
            <Message message={message} channelId={channelId} continues={continues} openThread={openThread} />
          </div>
        ))}
      </div>
    </div>
  );
}
