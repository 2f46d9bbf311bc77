import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { MessageView } from '../../../slack/workspace.ts';
import { useConsole } from '../app/console-context.ts';
import { Icon } from '../ui/icon.tsx';
import { groupMessages } from './group-messages.ts';
import { Message } from './message.tsx';

interface MessageListProps {
  readonly channelId: string;
  readonly messages: readonly MessageView[];
  readonly openThread: (ts: string) => void;
  readonly intro: ReactNode;
  /** How many lines the reader has sent from here: each brings the newest message into view. */
  readonly sent: number;
}

const nearPx = 120;

/** A channel's messages; stays at the newest one unless the reader scrolled up, until they send something. */
export function MessageList({ channelId, messages, openThread, intro, sent }: MessageListProps) {
  const { workspace, nowMs } = useConsole();
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lastTop = useRef(0);
  const [away, setAway] = useState(false);

  const lastSent = useRef(-1);

  /** Also notes where that is: what the browser cuts off when messages shrink is not the reader's scrolling. */
  const stay = useCallback(() => {
    if (!atEnd.current || scroller.current === null) return;
    scroller.current.scrollTo({ top: scroller.current.scrollHeight });
    lastTop.current = scroller.current.scrollTop;
  }, []);
  const showNewest = useCallback(() => {
    atEnd.current = true;
    setAway(false);
    stay();
  }, [stay]);
  // A card that is replaced by a line and comes back must not leave its reader at the beginning.
  // biome-ignore lint/correctness/useExhaustiveDependencies: messages are what it runs for
  useLayoutEffect(stay, [messages]);
  useLayoutEffect(() => {
    if (lastSent.current === sent) return;
    lastSent.current = sent;
    showNewest();
  }, [sent, showNewest]);
  useEffect(() => {
    // Messages also grow later: a card fills in, a preview loads. And a tall composer leaves them less room.
    const observer = new ResizeObserver(stay);
    for (const each of [content.current, scroller.current]) if (each !== null) observer.observe(each);
    return () => observer.disconnect();
  }, [stay]);
  const onScroll = () => {
    const frame = scroller.current;
    if (frame === null) return;
    const near = frame.scrollHeight - frame.scrollTop - frame.clientHeight < nearPx;
    // Growth alone also leaves the end behind, before the observer has caught up: only the reader scrolls upwards.
    if (near) atEnd.current = true;
    else if (frame.scrollTop < lastTop.current) atEnd.current = false;
    lastTop.current = frame.scrollTop;
    setAway(!atEnd.current);
  };

  return (
    <div className="message-frame">
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
      {away && (
        <button type="button" className="message-newest" onClick={showNewest}>
          <Icon name="chevronDown" size={14} /> Newest messages
        </button>
      )}
    </div>
  );
}
