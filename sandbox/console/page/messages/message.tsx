import { useConsole } from '../app/console-context.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { timeOf } from './group-messages.ts';
import { MessageBody } from './message-body.tsx';
import { MessageTools } from './message-tools.tsx';
import { Reactions } from './reactions.tsx';
import { useKeptFocus } from './use-kept-focus.ts';
import './message.css';
import type { MessageView } from '../../../slack/workspace.ts';

interface MessageProps {
  readonly message: MessageView;
  readonly channelId: string;
  readonly continues: boolean;
  readonly openThread?: (ts: string) => void;
}

export function Message({ message, channelId, continues, openThread }: MessageProps) {
  const { person, workspace } = useConsole();
  const author = person(message.user);
  const time = timeOf(message.ts, workspace.me.tz);
  const classes = ['message', continues && 'message--continues', message.ephemeral && 'message--ephemeral']
    .filter(Boolean)
    .join(' ');
  const name = author?.realName ?? message.user;
  const keptFocus = useKeptFocus();
  return (
    <article
      className={classes}
      aria-label={`${name}, ${time}`}
      data-testid="message"
      data-ts={message.ts}
      data-ephemeral={message.ephemeral}
      {...keptFocus}
    >
      <div className="message-gutter">
        {continues ? (
          <time className="message-side-time">{time.replace(/ [AP]M$/, '')}</time>
        ) : (
          <Avatar person={author} size="medium" />
        )}
      </div>
      <div className="message-main">
        {message.ephemeral && (
          <div className="message-private">
            <Icon name="eye" size={14} /> Only visible to you
          </div>
        )}
        {!continues && (
          <div className="message-head">
            <span className="message-author">{name}</span>
            {author?.isBot && <span className="badge-app">APP</span>}
            {author?.foreignTeam !== undefined && <span className="badge-app">OTHER COMPANY</span>}
            <time className="message-time">{time}</time>
          </div>
        )}
        {message.broadcast && openThread !== undefined && (
          <button
            type="button"
            className="message-broadcast"
            onClick={() => openThread(message.threadTs ?? message.ts)}
          >
            Replied to a thread
          </button>
        )}
        <MessageBody message={message} channelId={channelId} />
        <Reactions message={message} />
        {message.replyCount > 0 && openThread !== undefined && (
          <button type="button" className="message-thread" onClick={() => openThread(message.ts)}>
            <Icon name="reply" size={16} />
            <b>{message.replyCount === 1 ? '1 reply' : `${message.replyCount} replies`}</b>
            {message.unreadReplies !== undefined && (
              <span className="message-thread-new">{message.unreadReplies} new</span>
            )}
            <span className="message-thread-view">View thread</span>
          </button>
        )}
      </div>
      {!message.ephemeral && (
        <MessageTools message={message} channelId={channelId} {...(openThread && { openThread })} />
      )}
    </article>
  );
}
