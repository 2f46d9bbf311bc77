import type { AccessToken, TokenCredential } from '@azure/identity';
import { SignInFailed } from './sign-in-failed.ts';

export interface SharedToken extends TokenCredential {
  /**
   * Drops the token in this Authorization header, because Azure refused it, together with the credential that would
   * give the same one again from its cache.
   */
  forget(authorization: string): void;
}

const marginMs = 120_000;

/**
 * One token for all clients: each of them would otherwise sign in by itself, all at once. What goes wrong comes out as
 * SignInFailed.
 * @param makeCredential makes a credential whose cache is empty
 */
export function sharedToken(makeCredential: () => TokenCredential | Promise<TokenCredential>): SharedToken {
  let credential: TokenCredential | undefined;
  let token: AccessToken | undefined;
  let pending: Promise<AccessToken> | undefined;

  async function signIn(scopes: string | string[], claims: string | undefined): Promise<AccessToken> {
    try {
      credential ??= await makeCredential();
      const made = await credential.getToken(scopes, claims === undefined ? {} : { claims });
      if (made === null) throw new SignInFailed({ timedOut: false });
      return made;
    } catch (error) {
      if (error instanceof SignInFailed) throw error;
      throw new SignInFailed({ timedOut: isTimeout(error), cause: error });
    }
  }

  function refresh(scopes: string | string[], claims: string | undefined): Promise<AccessToken> {
    const mine = signIn(scopes, claims).then(
      (made) => {
        token = made;
        if (pending === mine) pending = undefined;
        return made;
      },
      (error: unknown) => {
        if (pending === mine) pending = undefined;
        throw error;
      },
    );
    pending = mine;
    return mine;
  }

  return {
    async getToken(scopes, { claims, abortSignal } = {}) {
      const valid = claims === undefined && token !== undefined && token.expiresOnTimestamp - marginMs > Date.now();
      const signingIn = claims === undefined && pending !== undefined ? pending : undefined;
      const giveUp = () => {
        pending = undefined;
      };
      const current = valid && token ? token : await until(signingIn ?? refresh(scopes, claims), abortSignal, giveUp);
      // Already over for the client: it has a cache of its own and would not notice that this one forgot a token.
      return { token: current.token, expiresOnTimestamp: 0 };
    },
    forget(authorization) {
      const refused = authorization.replace(/^Bearer /i, '');
      if (token !== undefined && token.token === refused) {
        token = undefined;
        credential = undefined;
      }
    },
  };
}

type Signal = NonNullable<Parameters<TokenCredential['getToken']>[1]>['abortSignal'];

/** Waits for a token that others may be waiting for as well; whoever gives up leaves room for a new try. */
function until(waitedFor: Promise<AccessToken>, signal: Signal, giveUp: () => void): Promise<AccessToken> {
  if (signal === undefined) return waitedFor;
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      giveUp();
      reject(new SignInFailed({ timedOut: true }));
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
    waitedFor.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ['AbortError', 'TimeoutError'].includes(error.name) || isTimeout(error.cause);
}
