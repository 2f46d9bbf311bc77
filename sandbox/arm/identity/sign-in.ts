import type { SandboxClock } from '../../clock.ts';
import type { Fault } from '../../world/schema.ts';
import type { Faults } from '../faults.ts';
import type { ArmReply } from '../route.ts';
import { answerIdentity, type Credentials, type IdentityRequest } from './answer-identity.ts';
import type { Tokens } from './tokens.ts';

interface SignInParts {
  readonly credentials: Credentials;
  readonly tokens: Tokens;
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly suffer: (fault: Fault) => Promise<void>;
}

const kinds: Fault['kind'][] = ['forbidden', 'throttled', 'error', 'hang', 'slow', 'reset'];

/** Answers one request to the sign-in service; faults with the action `token` strike its token endpoint. */
export async function signIn(request: IdentityRequest, parts: SignInParts): Promise<ArmReply> {
  const { credentials, tokens, clock, faults, suffer } = parts;
  const fault = request.method === 'POST' ? faults.strike(kinds, 'token', [request.path]) : undefined;
  switch (fault?.kind) {
    case 'throttled': {
      const headers = fault.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(fault.retryAfterSeconds) };
      return { status: fault.status ?? 429, headers, body: trouble(fault, 'AADSTS90055: The service is throttling.') };
    }
    case 'error':
      return { status: fault.status ?? 503, body: trouble(fault, 'AADSTS90033: A transient error has occurred.') };
    case 'forbidden':
      return answerIdentity(request, { ...credentials, clientSecret: '' }, tokens, clock);
    case undefined:
      break;
    default:
      await suffer(fault as Fault);
  }
  return answerIdentity(request, credentials, tokens, clock);
}

function trouble(fault: Fault, message: string): object {
  return { error: fault.code ?? 'temporarily_unavailable', error_description: fault.message ?? message };
}
