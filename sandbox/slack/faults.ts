import type { EnvelopeType } from './envelope.ts';
import type { SlackCore } from './slack-core.ts';
import type { DisconnectReason } from './socket-mode.ts';

/** What goes wrong with Slack on purpose. */
export interface SlackFaults {
  /**
   * Answers the next calls of a Web API method (`*`: any; `response_url`: posts to response URLs) with 429.
   * @param times how many calls
   */
  rateLimit(method: string, times: number, retryAfterSeconds: number): void;
  /** Answers the next calls of a method with an error of Slack's, e.g. `internal_error`, or with an HTTP status. */
  fail(method: string, times: number, error: string | number): void;
  /** Sends the last envelope once more, as Slack does when an acknowledgement got lost. Events count their retries. */
  redeliver(type?: EnvelopeType): Promise<void>;
  /** Recycles the Socket Mode connections with Slack's message; `drop` cuts them without a word. */
  disconnect(reason?: DisconnectReason | 'drop'): void;
  archiveChannel(channelId: string): void;
}

export type Struck =
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number }
  | { readonly kind: 'failed'; readonly error: string | number };

interface Planned {
  readonly method: string;
  readonly strike: Struck;
  left: number;
}

export class FaultPlan {
  readonly #planned: Planned[] = [];

  add(method: string, times: number, strike: Struck): void {
    this.#planned.push({ method, strike, left: times });
  }

  /** The fault that strikes this call, if one does. */
  strike(method: string): Struck | undefined {
    const found = this.#planned.find((each) => each.left > 0 && (each.method === '*' || each.method === method));
    if (found === undefined) return undefined;
    found.left -= 1;
    return found.strike;
  }
}

export function createFaults(core: SlackCore, plan: FaultPlan): SlackFaults {
  return {
    rateLimit: (method, times, retryAfterSeconds) =>
      plan.add(method, times, { kind: 'rate-limited', retryAfterSeconds }),
    fail: (method, times, error) => plan.add(method, times, { kind: 'failed', error }),
    async redeliver(type) {
      const last = core.socket.last(type);
      if (last === undefined) return;
      const retry = { retryAttempt: (last.retryAttempt ?? 0) + 1, retryReason: 'timeout' };
      await core.socket.deliver(last.type === 'events_api' ? { ...last, ...retry } : last);
    },
    disconnect(reason = 'refresh_requested') {
      if (reason === 'drop') core.socket.drop();
      else core.socket.disconnect(reason);
    },
    archiveChannel(channelId) {
      const channel = core.state.channels.get(channelId);
      if (channel !== undefined) channel.archived = true;
      core.state.changed();
    },
  };
}
