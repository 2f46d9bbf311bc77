const lifetimeMs = 30 * 60_000;
const maxUses = 5;

export interface ResponseUrl {
  readonly url: string;
  readonly kind: 'command' | 'action';
  readonly channel: string;
  readonly user: string;
  readonly createdMs: number;
  uses: number;
  /** The message that `replace_original` and `delete_original` mean. */
  originalTs?: string;
}

export type ResponseUrlUse =
  | { readonly status: 'good'; readonly responseUrl: ResponseUrl }
  | { readonly status: 'used_url' | 'expired_url' | 'no_such_url' };

/** Response URLs: five uses in thirty minutes. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
export class ResponseUrls {
  readonly #byPath = new Map<string, ResponseUrl>();
  readonly #now: () => number;
  readonly #origin: () => string;
  readonly #teamId: string;

  constructor(now: () => number, origin: () => string, teamId: string) {
    this.#now = now;
    this.#origin = origin;
    this.#teamId = teamId;
  }

  issue(about: { kind: 'command' | 'action'; channel: string; user: string; originalTs?: string }): string {
    const count = this.#byPath.size + 1;
    const path = `/${about.kind}s/${this.#teamId}/${count}/${count.toString(36).padStart(24, '0')}`;
    const url = `${this.#origin()}${path}`;
    this.#byPath.set(path, { url, createdMs: this.#now(), uses: 0, ...about });
    return url;
  }

  use(path: string): ResponseUrlUse {
    const responseUrl = this.#byPath.get(path);
    if (responseUrl === undefined) return { status: 'no_such_url' };
    if (this.#now() - responseUrl.createdMs > lifetimeMs) return { status: 'expired_url' };
    if (responseUrl.uses >= maxUses) return { status: 'used_url' };
    responseUrl.uses += 1;
    return { status: 'good', responseUrl };
  }

  /** Notes which message a URL's `replace_original` means from now on. */
  remember(url: string, ts: string | undefined): void {
    const responseUrl = this.#byPath.get(url.slice(this.#origin().length));
    if (responseUrl === undefined) return;
    if (ts === undefined) delete responseUrl.originalTs;
    else responseUrl.originalTs = ts;
  }
}
