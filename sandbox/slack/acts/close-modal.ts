import { payloadFrame, viewPayload } from '../payloads.ts';
import type { SlackCore } from '../slack-core.ts';
import type { View } from '../state.ts';
import { closeView } from '../views.ts';
import type { Outcome } from '../workspace.ts';

/** A person closes a modal. The app hears of it where it asked to. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export async function closeModal(core: SlackCore, userId: string, viewId: string): Promise<Outcome> {
  const view = core.state.views.get(viewId);
  if (view === undefined || view.user !== userId || view.type !== 'modal') {
    return { ok: false, notice: 'This is not there any more' };
  }
  const all = view.source.clear_on_close === true;
  for (const gone of closeView(core, view, all)) notifyClosed(core, gone, all);
  return { ok: true };
}

/** Nobody waits for the answer: the modal is gone whatever the app says. */
function notifyClosed(core: SlackCore, view: View, isCleared: boolean): void {
  if (view.source.notify_on_close !== true) return;
  void core.socket.deliver({
    type: 'interactive',
    payload: {
      type: 'view_closed',
      ...payloadFrame(core, view.user),
      view: viewPayload(core, view),
      is_cleared: isCleared,
    },
  });
}
