import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Person, WorkspaceView } from '../../../slack/workspace.ts';
import type { Action } from '../../protocol.ts';
import { AzurePane } from '../azure/azure-pane.tsx';
import { ConfirmProvider } from '../blocks/confirm-dialog.tsx';
import { ChannelPane } from '../messages/channel-pane.tsx';
import { HomeTab } from '../messages/home-tab.tsx';
import { ThreadPanel } from '../messages/thread-panel.tsx';
import { ModalStack } from '../modals/modal-stack.tsx';
import { homeId, Sidebar } from '../sidebar/sidebar.tsx';
import { ConsoleContext, type ConsoleState } from './console-context.ts';
import { type Notice, Notices } from './notices.tsx';
import { TopBar } from './top-bar.tsx';
import type { Connection } from './use-connection.ts';

interface WorkbenchProps {
  readonly workspace: WorkspaceView;
  readonly connection: Connection;
  readonly search: string;
  readonly setSearch: (search: string) => void;
  readonly become: (person: Person) => void;
}

const startedAnew =
  'The sandbox was started anew: what was said before is gone, and Azure is as it was in the beginning.';
const nobody = {};
const wide = '(min-width: 1080px)';
/** From here on app.css has both beside the channel. */
const veryWide = '(min-width: 1680px)';

export function Workbench({ workspace, connection, search, setSearch, become }: WorkbenchProps) {
  const [wantedId, setWantedId] = useState(() => new URLSearchParams(location.search).get('in') ?? '');
  const [thread, setThread] = useState<string>();
  const [azureOpen, setAzureOpen] = useState(() => matchMedia(wide).matches);
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const lastNotice = useRef(0);
  const { act, seen, clockOffsetMs, online, restarts } = connection;
  const meId = workspace.me.id;

  const tell = useCallback((text: string, stays = false) => {
    lastNotice.current += 1;
    const notice = { id: lastNotice.current, text, stays };
    setNotices((before) => [...before.slice(-2), notice]);
  }, []);
  const dismiss = useCallback((id: number) => setNotices((before) => before.filter((notice) => notice.id !== id)), []);
  const openChannel = useCallback((id: string) => {
    setWantedId(id);
    setThread(undefined);
    const url = new URL(location.href);
    url.searchParams.set('in', id);
    history.replaceState(null, '', url);
  }, []);

  // What was said of the lost connection is over when it is back.
  useEffect(() => {
    if (online) setNotices([]);
  }, [online]);
  useEffect(() => {
    if (restarts > 0) tell(startedAnew, true);
  }, [restarts, tell]);

  const { azure, canPower = false, canTrouble = false, canChangeVms = false, waiting = nobody } = seen;
  const state = useMemo<ConsoleState>(() => {
    const people = new Map(workspace.people.map((person) => [person.id, person]));
    const actAndTell = async (action: Action) => {
      const outcome = await act(meId, action);
      if (!outcome.ok) tell(outcome.notice);
      return outcome;
    };
    return {
      workspace,
      azure,
      canPower,
      canChangeVms,
      online,
      nowMs: () => Date.now() + clockOffsetMs,
      act: (action) => act(meId, action),
      actAndTell,
      person: (id) => people.get(id),
      openChannel,
    };
  }, [workspace, azure, canPower, canChangeVms, online, clockOffsetMs, act, meId, tell, openChannel]);

  const atHome = wantedId === homeId;
  const channel = atHome
    ? undefined
    : (workspace.channels.find((each) => each.id === wantedId) ?? workspace.channels[0]);
  const inThread = channel?.messages.filter((each) => each.ts === thread || each.threadTs === thread) ?? [];
  // One may have become somebody who does not see it, and the sandbox may have forgotten it.
  const openThread = inThread.length > 0 ? thread : undefined;
  const threadUnread = inThread.find((each) => each.ts === thread)?.unreadReplies ?? 0;
  const openId = channel?.id;
  const openUnread = channel?.unread ?? 0;
  useEffect(() => {
    if (openId !== undefined && openUnread > 0) void act(meId, { kind: 'read', channelId: openId });
  }, [openId, openUnread, act, meId]);
  useEffect(() => {
    if (openId === undefined || openThread === undefined || threadUnread === 0) return;
    void act(meId, { kind: 'read', channelId: openId, threadTs: openThread });
  }, [openId, openThread, threadUnread, act, meId]);
  // Also after a reload, and for everybody one becomes while it is open.
  useEffect(() => {
    if (!atHome || !online) return;
    void act(meId, { kind: 'openHome' }).then((outcome) => outcome.ok || tell(outcome.notice));
  }, [atHome, online, act, meId, tell]);
  // Where there is room for one of the two, the thread lies over the Azure pane.
  const azureHidden = openThread !== undefined && !matchMedia(veryWide).matches;
  const toggleAzure = () => {
    setAzureOpen(azureHidden || !azureOpen);
    if (azureHidden) setThread(undefined);
  };
  const appName = workspace.people.find((person) => person.isBot)?.realName ?? 'Drawbridge';

  useEffect(() => {
    document.title = `${channel?.name ?? appName} · ${workspace.me.realName} · Drawbridge sandbox`;
  }, [channel?.name, appName, workspace.me.realName]);

  return (
    <ConsoleContext value={state}>
      <ConfirmProvider>
        <div className={`app${openThread === undefined ? '' : ' app--thread'}${azureOpen ? ' app--azure' : ''}`}>
          <TopBar
            online={online}
            canTrouble={canTrouble}
            waiting={waiting}
            azureOpen={azureOpen && !azureHidden}
            toggleAzure={toggleAzure}
            become={become}
          />
          <Sidebar openId={channel?.id ?? homeId} openChannel={openChannel} openHome={() => openChannel(homeId)} />
          <main className="main">
            {channel === undefined ? (
              <HomeTab home={workspace.home} appName={appName} />
            ) : (
              <ChannelPane channel={channel} openThread={setThread} />
            )}
            <Notices notices={notices} dismiss={dismiss} />
          </main>
          {openThread !== undefined && channel !== undefined && (
            <ThreadPanel key={openThread} channel={channel} ts={openThread} close={() => setThread(undefined)} />
          )}
          {azureOpen && <AzurePane search={search} setSearch={setSearch} close={() => setAzureOpen(false)} />}
        </div>
        <ModalStack modals={workspace.modals} />
      </ConfirmProvider>
    </ConsoleContext>
  );
}
