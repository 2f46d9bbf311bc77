import type { ReactNode } from 'react';
import type { ChannelView } from '../../../slack/workspace.ts';
import { useConsole } from '../app/console-context.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { channelName } from './channel-name.ts';
import { SidebarItem } from './sidebar-item.tsx';
import './sidebar.css';

interface SidebarProps {
  readonly openId: string;
  readonly openChannel: (id: string) => void;
  readonly openHome: () => void;
}

export const homeId = 'home';

export function Sidebar({ openId, openChannel, openHome }: SidebarProps) {
  const { workspace, person } = useConsole();
  const direct = workspace.channels.filter((channel) => channel.kind === 'direct' || channel.kind === 'group-direct');
  const rooms = workspace.channels.filter((channel) => !direct.includes(channel));
  const withApp = (channel: ChannelView) => person(channel.withUser ?? '')?.isBot === true;
  const people = direct.filter((channel) => !withApp(channel));
  const appChannel = direct.find(withApp);
  const app = workspace.people.find((each) => each.isBot);
  const item = (channel: ChannelView, face: ReactNode, label = channelName(channel, workspace)) => (
    <SidebarItem
      key={channel.id}
      label={label}
      face={face}
      open={openId === channel.id}
      unread={openId === channel.id ? 0 : channel.unread}
      onOpen={() => openChannel(channel.id)}
    />
  );
  return (
    <nav className="sidebar" aria-label="Workspace">
      <h2 className="sidebar-team">{workspace.team.name}</h2>
      <div className="sidebar-scroll">
        <h3>Channels</h3>
        <ul>
          {rooms.map((channel) => item(channel, <Icon name={channel.kind === 'public' ? 'hash' : 'lock'} size={16} />))}
        </ul>
        {people.length > 0 && <h3>Direct messages</h3>}
        <ul>
          {people.map((channel) => item(channel, <Avatar person={person(channel.withUser ?? '')} size="small" />))}
        </ul>
        <h3>Apps</h3>
        <ul>
          <SidebarItem
            label={`${app?.realName ?? 'Drawbridge'} Home`}
            face={<Avatar person={app} size="small" />}
            open={openId === homeId}
            unread={0}
            onOpen={openHome}
          />
          {appChannel !== undefined && item(appChannel, <Icon name="reply" size={16} />, 'Messages')}
        </ul>
      </div>
    </nav>
  );
}
