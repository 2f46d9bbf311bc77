/** The credential gave no token. Everything that goes wrong on the way to one is wrapped into this. */
export class SignInFailed extends Error {
  readonly timedOut: boolean;

  constructor(parts: { readonly timedOut: boolean; readonly cause?: unknown }) {
    super('No token for Azure', parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = 'SignInFailed';
    this.timedOut = parts.timedOut;
  }
}
