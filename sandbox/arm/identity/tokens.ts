import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { SandboxClock } from '../../clock.ts';
import { ArmFailure } from '../route.ts';
import { isOwnAudience } from './is-own-audience.ts';

export const tokenLifetimeSeconds = 3599;
/** Older ones are forgotten: a sandbox may run for weeks. */
const mostTokens = 10_000;

export interface IssuedToken {
  readonly accessToken: string;
  /** Epoch seconds on the sandbox's clock. */
  readonly expiresOn: number;
}

interface Principal {
  readonly tenantId: string;
  readonly clientId: string;
}

interface Issued {
  readonly audience: string;
  readonly expiryMs: number;
  readonly caller: string;
}

/** Issues bearer tokens and knows which ones it issued. They look like JWTs; only this store can tell a good one. */
export class Tokens {
  readonly #clock: SandboxClock;
  readonly #principal: Principal;
  readonly #key = randomBytes(32);
  readonly #issued = new Map<string, Issued>();

  constructor(clock: SandboxClock, principal: Principal) {
    this.#clock = clock;
    this.#principal = principal;
  }

  /** @param caller a person's name as they sign in; left out: the application itself, by its client id */
  issue(audience: string, caller?: string): IssuedToken {
    const issuedAt = Math.floor(this.#clock.now() / 1000);
    const expiresOn = issuedAt + tokenLifetimeSeconds;
    const { tenantId, clientId } = this.#principal;
    const claims = {
      aud: audience,
      iss: `https://sts.windows.net/${tenantId}/`,
      iat: issuedAt,
      nbf: issuedAt,
      exp: expiresOn,
      appid: clientId,
      ...(caller === undefined ? { oid: clientId } : { upn: caller }),
      tid: tenantId,
      uti: randomUUID(),
      ver: '1.0',
    };
    const unsigned = `${segment({ typ: 'JWT', alg: 'HS256' })}.${segment(claims)}`;
    const accessToken = `${unsigned}.${createHmac('sha256', this.#key).update(unsigned).digest('base64url')}`;
    this.#issued.set(accessToken, { audience, expiryMs: expiresOn * 1000, caller: caller ?? clientId });
    const [oldest] = this.#issued.keys();
    if (this.#issued.size > mostTokens && oldest !== undefined) this.#issued.delete(oldest);
    return { accessToken, expiresOn };
  }

  /**
   * Whom the token was issued to.
   * @throws ArmFailure 401 unless the header carries a token that was issued here, for here, and has not expired
   */
  check(authorization: string | undefined, authority: string): string {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      throw refused(authority, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
    }
    const issued = this.#issued.get(token);
    if (issued === undefined) {
      throw refused(authority, 'InvalidAuthenticationToken', 'The access token is invalid.');
    }
    const { audience, expiryMs, caller } = issued;
    if (!isOwnAudience(audience)) {
      const message = `The access token has been obtained for wrong audience or resource '${printable(audience)}'. It should exactly match with one of the allowed audiences 'https://management.core.windows.net/','https://management.core.windows.net','https://management.azure.com/','https://management.azure.com'.`;
      throw refused(authority, 'InvalidAuthenticationTokenAudience', message);
    }
    const nowMs = this.#clock.now();
    if (nowMs < expiryMs) return caller;
    const [expiry, now] = [expiryMs, nowMs].map((ms) => new Date(ms).toISOString());
    const message = `The access token expiry UTC time '${expiry}' is earlier than current UTC time '${now}'.`;
    throw refused(authority, 'ExpiredAuthenticationToken', message, nowMs);
  }
}

/**
 * Clients keep tokens by the computer's clock, so after `advance` they hold expired ones without knowing it. The
 * challenge for claims is the one that makes them ask for a new token at once.
 * https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
function refused(authority: string, code: string, message: string, newerThanMs?: number): ArmFailure {
  const parts = [`Bearer authorization_uri="${authority}"`];
  if (newerThanMs === undefined) {
    parts.push('error="invalid_token"', `error_description="${message.replaceAll('"', "'")}"`);
  } else {
    const nbf = { essential: true, value: String(Math.floor(newerThanMs / 1000)) };
    const claims = Buffer.from(JSON.stringify({ access_token: { nbf } })).toString('base64');
    parts.push('error="insufficient_claims"', `claims="${claims}"`);
  }
  return new ArmFailure(401, code, message, { headers: { 'WWW-Authenticate': parts.join(', ') } });
}

/** The message goes into a header, too. */
function printable(text: string): string {
  return text.replaceAll(/[^ -~]/g, '?');
}

function segment(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
