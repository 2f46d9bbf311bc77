import type { SlackCore } from './slack-core.ts';

/** Slack tries again at once, after a minute and after five. https://docs.slack.dev/apis/events-api/#retries */
const retryAfterMs: readonly number[] = [0, 60_000, 300_000];

/** Tells the app about an event that it subscribes to, and tries again while the app does not acknowledge it. */
export function emitEvent(core: SlackCore, subscription: string, event: Record<string, unknown>): void {
  if (!core.events.includes(subscription)) return;
  const { team, bot } = core.state;
  const payload = {
    token: core.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: bot.appId,
    event: { ...event, event_ts: event.event_ts ?? event.ts ?? core.ids.ts() },
    type: 'event_callback',
    event_id: core.ids.next('Ev'),
    event_time: Math.floor(core.clock.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: bot.userId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${core.ids.count('event-context')}`,
  };
  void deliverEvent(core, payload, 0);
}

async function deliverEvent(core: SlackCore, payload: Record<string, unknown>, retry: number): Promise<void> {
  const reason = retry === 0 ? {} : { retryAttempt: retry, retryReason: 'timeout' };
  const delivery = await core.socket.deliver({ type: 'events_api', payload, ...reason });
  const waitMs = retryAfterMs[retry];
  if (delivery.status === 'acked' || waitMs === undefined) return;
  if (waitMs > 0) await passing(core.clock.deadline(waitMs).signal);
  return deliverEvent(core, payload, retry + 1);
}

function passing(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
