const lifetimeMs = 3000;

interface Trigger {
  readonly user: string;
  readonly channel?: string;
  /** The view the person was in when it came to be. */
  readonly viewId?: string;
  readonly createdMs: number;
  used: boolean;
}

export type TriggerUse =
  | { readonly status: 'good'; readonly user: string; readonly channel?: string; readonly viewId?: string }
  | { readonly status: 'invalid_trigger' | 'expired_trigger_id' | 'exchanged_trigger_id' };

/** Trigger ids: good once, for three seconds. https://docs.slack.dev/interactivity/handling-user-interaction */
export class Triggers {
  readonly #triggers = new Map<string, Trigger>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(about: { user: string; channel?: string | undefined; viewId?: string | undefined }): string {
    const count = this.#triggers.size + 1;
    const id = `${1000 + count}.2000.${count.toString(16).padStart(32, '0')}`;
    this.#triggers.set(id, {
      user: about.user,
      createdMs: this.#now(),
      used: false,
      ...(about.channel === undefined ? {} : { channel: about.channel }),
      ...(about.viewId === undefined ? {} : { viewId: about.viewId }),
    });
    return id;
  }

  use(id: string): TriggerUse {
    const trigger = this.#triggers.get(id);
    if (trigger === undefined) return { status: 'invalid_trigger' };
    if (trigger.used) return { status: 'exchanged_trigger_id' };
    if (this.#now() - trigger.createdMs > lifetimeMs) return { status: 'expired_trigger_id' };
    trigger.used = true;
    const { user, channel, viewId } = trigger;
    return {
      status: 'good',
      user,
      ...(channel === undefined ? {} : { channel }),
      ...(viewId === undefined ? {} : { viewId }),
    };
  }
}
