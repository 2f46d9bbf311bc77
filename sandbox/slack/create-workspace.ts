import { clickElement } from './acts/click.ts';
import { closeModal } from './acts/close-modal.ts';
import { openHome } from './acts/open-home.ts';
import { runShortcut } from './acts/shortcut.ts';
import { submitModal } from './acts/submit-modal.ts';
import { typeLine } from './acts/type-line.ts';
import { markRead } from './messages.ts';
import type { SlackCore } from './slack-core.ts';
import type { Workspace } from './workspace.ts';
import { workspaceView } from './workspace-view.ts';

/** The workspace as people see it and act in it. */
export function createWorkspace(core: SlackCore): Workspace {
  return {
    view: (userId) => workspaceView(core, userId),
    onChange(listener) {
      core.state.listeners.add(listener);
      return () => core.state.listeners.delete(listener);
    },
    read(userId, channelId, threadTs) {
      const channel = core.state.channels.get(channelId);
      const newest = core.state.messages.get(channelId)?.at(-1)?.ts;
      if (channel === undefined || newest === undefined) return;
      markRead(channel, userId, newest, threadTs);
      core.state.changed();
    },
    type: (userId, channelId, text, threadTs) => typeLine(core, userId, channelId, text, threadTs),
    click: (userId, click) => clickElement(core, userId, click),
    submitModal: (userId, viewId, values) => submitModal(core, userId, viewId, values),
    closeModal: (userId, viewId) => closeModal(core, userId, viewId),
    openHome: (userId) => openHome(core, userId),
    shortcut: (userId, callbackId, message) => runShortcut(core, userId, callbackId, message),
  };
}
