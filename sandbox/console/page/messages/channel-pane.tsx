import { useState } from 'react';
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
  const [sent, setSent] = useState(0);
  const onSend = () => setSent((count) => count + 1);
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
        sent={sent}
        intro={<ChannelIntro channel={channel} name={name} onSend={onSend} />}
      />
      {channel.readOnly ? (
        <p className="channel-read-only">Sending messages to this app has been turned off.</p>
      ) : (
        <Composer
          key={`${workspace.me.id}/${channel.id}`}
          channelId={channel.id}
          placeholder={`Message ${isDirect ? name : `#${name}`}`}
          onSend={onSend}
        />
      )}
    </section>
  );
}

interface ChannelIntroProps {
  readonly channel: ChannelView;
  readonly name: string;
  readonly onSend: () => void;
}

function ChannelIntro({ channel, name, onSend }: ChannelIntroProps) {
  const isDirect = channel.kind === 'direct';
  return (
    <div className="channel-intro">
      <h2>{channel.kind === 'public' ? `# ${name}` : name}</h2>
      <p>
        {isDirect
          ? 'Only the two of you see this conversation. '
          : 'This is a pretend channel in a pretend workspace. '}
        {channel.readOnly ? (
          'To talk to the app, use its commands in a channel.'
        ) : (
          <>
            Type <kbd>/</kbd> to see what Drawbridge can do.
          </>
        )}
      </p>
      {!isDirect && <FirstSteps channelId={channel.id} onSend={onSend} />}
    </div>
  );
}

/** What a newcomer could type, ready to be sent: what leads onto the world's first VM, and help. */
function FirstSteps({ channelId, onSend }: { readonly channelId: string; readonly onSend: () => void }) {
  const { azure, actAndTell } = useConsole();
  const [vm] = azure?.vms ?? [];
  const ways = ['connect-check # from 203.0.113.7', 'fingerprint #', 'connect #', 'commands #', 'troubleshoot #'];
  const lines = [...(vm === undefined ? [] : ways.map((way) => `/vm ${way.replace('#', vm.name)}`)), '/vm help'];
  const send = (text: string) => {
    onSend();
    void actAndTell({ kind: 'type', channelId, text });
  };
  return (
    <ul className="first-steps" aria-label="Try one of these">
      {lines.map((text) => (
        <li key={text}>
          <button type="button" onClick={() => send(text)}>
            <code>{text}</code>
          </button>
        </li>
      ))}
    </ul>
  );
}
