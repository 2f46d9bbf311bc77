import type { Args, Result } from './api/method.ts';

/** One call of the app: a Web API method, or `response_url`. */
export interface LoggedCall {
  readonly method: string;
  readonly args: Args;
  readonly atMs: number;
  /** HTTP status; undefined while the call is being answered. */
  status?: number;
  ok?: boolean;
  error?: string;
}

export class CallLog {
  readonly calls: LoggedCall[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  start(method: string, args: Args): { end(status: number, body: Result): void } {
    const { token: _token, ...rest } = args;
    const call: LoggedCall = { method, args: rest, atMs: this.#now() };
    this.calls.push(call);
    return {
      end(status, body) {
        call.status = status;
        call.ok = body.ok === true;
        if (typeof body.error === 'string') call.error = body.error;
      },
    };
  }
}
