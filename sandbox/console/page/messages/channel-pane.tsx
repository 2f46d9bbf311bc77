import type { ChannelView } from '../../../slack/workspace.ts';
import { useConsole } from '../app/console-context.ts';
import { Composer } from '../composer/composer.tsx';
import { channelName } from '../sidebar/channel-name.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { MessageList } from './message-list.tsx';
import './channel-pane.css';

interface ChannelPaneProps {
  readonly channel: ChannelView;
  readonly openThread: (ts: string) => void;
}

export function ChannelPane({ channel, openThread }: ChannelPaneProps) {
  const { workspace, person } = useConsole();
  const name = channelName(channel, workspace);
  const isDirect = channel.kind === 'direct';
  const other = person(channel.withUser ?? '');
  return (
    <section className="channel" aria-label={isDirect ? `Direct message with ${name}` : `Channel ${name}`}>
      <header className="channel-head">
        {isDirect ? (
          <Avatar person={other} size="small" />
        ) : (
          <Icon name={channel.kind === 'public' ? 'hash' : 'lock'} />
        )}
        <h1>{name}</h1>
        {channel.externallyShared && <span className="channel-shared">Shared with another company</span>}
      </header>
      <MessageList
        key={channel.id}
        channelId={channel.id}
        messages={channel.messages}
        openThread={openThread}
        intro={<ChannelIntro name={name} isDirect={isDirect} />}
      />
      <Composer
        key={`${workspace.me.id}/${channel.id}`}
        channelId={channel.id}
        placeholder={`Message ${isDirect ? name : `#${name}`}`}
      />
    </section>
  );
}

function ChannelIntro({ name, isDirect }: { readonly name: string; readonly isDirect: boolean }) {
  return (
    <div className="channel-intro">
      <h2>{isDirect ? name : `# ${name}`}</h2>
      <p>
        {isDirect
          ? 'Only the two of you see this conversation. '
          : 'This is a pretend channel in a pretend workspace. '}
        Type <kbd>/</kbd> to see what Drawbridge can do.
      </p>
    </div>
  );
}
