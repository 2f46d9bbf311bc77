import type { RestError } from '@azure/core-rest-pipeline';
import { quote } from './quote.ts';
import type { Read } from './reads.ts';
import { isRestError } from './rest-error.ts';
import { retryAfterMs } from './retry-after.ts';
import { describeSignIn } from './sign-in.ts';
import { SignInFailed } from './sign-in-failed.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

/** Why a read failed, in words of our own. */
export interface Trouble {
  readonly reason: 'forbidden' | 'not-found' | 'throttled' | 'timed-out' | 'sign-in' | 'failed';
  /** One sentence, fit to be shown. */
  readonly because: string;
  /** What to do about it, one sentence. */
  readonly hint: string;
  /** The missing permission, of a refusal. */
  readonly permission?: string;
  /** Azure's own code: "AuthorizationFailed", "ResourceNotFound". */
  readonly code?: string;
  /** Nobody foresaw this one: the log should have its stack. */
  readonly unforeseen?: true;
}

/** Says what an error of the SDK means. @param timeoutMs the deadline that the read had */
export function describeTrouble(error: unknown, read: Read, timeoutMs: number): Trouble {
  if (error instanceof SignInFailed) return describeSignIn(error);
  if (error instanceof UnexpectedAnswer)
    return {
      reason: 'failed',
      because: `Azure's answer about the ${read.what} is not understood: ${error.message}.`,
      hint: 'Look at it in the Azure portal, and report this to whoever runs Drawbridge.',
    };
  if (isTimeout(error))
    return {
      reason: 'timed-out',
      because: `Azure did not answer within ${seconds(timeoutMs)} when asked for the ${read.what}.`,
      hint: 'Try again in a minute.',
    };
  if (isRestError(error)) return error.statusCode === undefined ? unreachable(error, read) : refused(error, read);
  return {
    reason: 'failed',
    because: `Reading the ${read.what} failed in a way that nobody foresaw.`,
    hint: 'Try again; if it stays, whoever runs Drawbridge finds the details in its log.',
    unforeseen: true,
  };
}

function refused(error: RestError, read: Read): Trouble {
  const code = error.code ?? '';
  const status = error.statusCode ?? 0;
  const common = { ...(code === '' ? {} : { code }) };
  if (status === 401)
    return {
      ...common,
      reason: 'sign-in',
      because: `Azure did not accept the bot's token (${code || status}).`,
      hint: 'Whoever runs Drawbridge should check its tenant, cloud and credential.',
    };
  if (status === 403) return { ...common, ...forbidden(error, read) };
  if (status === 404)
    return {
      ...common,
      reason: 'not-found',
      because: `Azure does not find the ${read.what}.`,
      hint: 'It may have been deleted or moved, or the bot may not see its resource group.',
    };
  if (status === 429) return { ...common, ...throttled(error, read) };
  return {
    ...common,
    reason: 'failed',
    because: `Azure answered with an error when asked for the ${read.what}${said(error.message)} (${code || status}).`,
    hint: status >= 500 ? 'Try again in a minute.' : 'Look at it in the Azure portal.',
  };
}

function forbidden(error: RestError, read: Read): Pick<Trouble, 'reason' | 'because' | 'hint' | 'permission'> {
  if (error.code === 'RequestDisallowedByPolicy')
    return {
      reason: 'forbidden',
      because: `An Azure Policy forbids it: ${quote(error.message)}.`,
      hint: 'Ask whoever owns that policy.',
    };
  // "... does not have authorization to perform action 'Microsoft.X/y/read' over scope ..."
  const permission = /perform action '([^']{1,200})'/.exec(error.message)?.[1] ?? read.permission;
  return {
    reason: 'forbidden',
    because: `The bot may not read the ${read.what}.`,
    hint: `Give the bot the permission ${permission}.`,
    permission,
  };
}

function throttled(error: RestError, read: Read): Pick<Trouble, 'reason' | 'because' | 'hint'> {
  const waitMs = error.response === undefined ? undefined : retryAfterMs(error.response.headers);
  return {
    reason: 'throttled',
    because: `Azure gets too many requests at the moment and did not give the ${read.what}.`,
    hint: waitMs === undefined ? 'Try again in a minute.' : `Try again in ${seconds(Math.max(1000, waitMs))}.`,
  };
}

function unreachable(error: RestError, read: Read): Trouble {
  const why = error.code === 'PARSE_ERROR' ? 'its answer was no JSON' : (error.code ?? quote(error.message));
  return {
    reason: 'failed',
    because: `Azure could not be reached when asked for the ${read.what} (${why}).`,
    hint: "Try again; if it stays, whoever runs Drawbridge should check the bot's network, proxy and certificates.",
    ...(error.code === undefined ? {} : { code: error.code }),
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}

/** Some errors come with a code alone. */
function said(message: string): string {
  const words = quote(message);
  return words === '' ? '' : `: ${words}`;
}

function seconds(ms: number): string {
  const whole = Math.ceil(ms / 1000);
  return whole === 1 ? '1 second' : `${whole} seconds`;
}
