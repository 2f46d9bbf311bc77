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
  /**
   * Sends the last envelope once more, as Slack does when an acknowledgement got lost. Events count their retries.
   * What comes back is whether there was one.
   */
  redeliver(type?: EnvelopeType): Promise<boolean>;
  /** Recycles the Socket Mode connections with Slack's message; `drop` cuts them without a word. */
  disconnect(reason?: DisconnectReason | 'drop'): void;
  /** @param channel its id or name; false where there is none */
  archiveChannel(channel: string): boolean;
  /** An administrator ends somebody's account. @param user id or name; false where there is nobody */
  deactivate(user: string): boolean;
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
      if (last === undefined) return false;
      const retry = { retryAttempt: (last.retryAttempt ?? 0) + 1, retryReason: 'timeout' };
      await core.socket.deliver(last.type === 'events_api' ? { ...last, ...retry } : last);
      return true;
    },
    disconnect(reason = 'refresh_requested') {
      if (reason === 'drop') core.socket.drop();
      else core.socket.disconnect(reason);
    },
    archiveChannel(wanted) {
      const channel = [...core.state.channels.values()].find((each) => each.id === wanted || each.name === wanted);
      if (channel === undefined) return false;
      channel.archived = true;
      core.state.changed();
      return true;
    },
    deactivate(wanted) {
      const person = [...core.state.people.values()].find((each) => each.id === wanted || each.name === wanted);
      if (person === undefined) return false;
      core.state.people.set(person.id, { ...person, deactivated: true });
      core.state.changed();
      return true;
    },
  };
}
