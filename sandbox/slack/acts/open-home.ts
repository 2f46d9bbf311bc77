import { directChannelId } from '../direct-channel.ts';
import { emitEvent } from '../events.ts';
import { viewPayload } from '../payloads.ts';
import type { SlackCore } from '../slack-core.ts';
import type { Outcome } from '../workspace.ts';

/** A person opens the app's Home tab. https://docs.slack.dev/reference/events/app_home_opened */
export async function openHome(core: SlackCore, userId: string): Promise<Outcome> {
  const view = core.state.views.get(core.state.homes.get(userId) ?? '');
  emitEvent(core, 'app_home_opened', {
    type: 'app_home_opened',
    user: userId,
    channel: directChannelId(userId),
    tab: 'home',
    ...(view === undefined ? {} : { view: viewPayload(core, view) }),
  });
  return { ok: true };
}
