import type { PipelinePolicy, PipelineRequest, PipelineResponse, SendRequest } from '@azure/core-rest-pipeline';
import { realWait, type Wait } from '../wait.ts';
import { isRestError } from './rest-error.ts';
import { retryAfterMs } from './retry-after.ts';

export interface RetryOptions {
  /** How often a request is repeated at most. */
  readonly retries: number;
  /** Left out: real time. */
  readonly wait?: Wait;
  /** Called with the Authorization header when a token was refused; the request is then sent once more. */
  readonly forgetToken?: (authorization: string) => void;
}

/** A person waits for the answer: whoever asks for more than this is reported instead of obeyed. */
const longestWaitMs = 3000;
const firstWaitMs = 300;

/**
 * Takes the place of the SDK's own retries, which wait out any Retry-After however long, and give up at once on a 429
 * that has none.
 */
export function retryPolicy(options: RetryOptions): PipelinePolicy {
  const wait = options.wait ?? realWait;
  return {
    name: 'drawbridgeRetry',
    async sendRequest(request, next) {
      let tokenForgotten = false;
      for (let attempt = 0; ; attempt++) {
        const answer = await send(request, next);
        const refused = 'response' in answer && answer.response.status === 401;
        if (refused && !tokenForgotten && options.forgetToken !== undefined) {
          tokenForgotten = true;
          options.forgetToken(request.headers.get('authorization') ?? '');
          continue;
        }
        const waitMs = attempt < options.retries ? waitBefore(attempt, request, answer) : undefined;
        if (waitMs !== undefined && request.abortSignal?.aborted !== true) {
          await wait(waitMs, request.abortSignal as AbortSignal | undefined);
          continue;
        }
        if ('response' in answer) return answer.response;
        throw answer.error;
      }
    },
  };
}

type Answer = { readonly response: PipelineResponse } | { readonly error: unknown };

async function send(request: PipelineRequest, next: SendRequest): Promise<Answer> {
  try {
    return { response: await next(request) };
  } catch (error) {
    return { error };
  }
}

/** Milliseconds to wait before trying again; undefined for an answer that is final. */
function waitBefore(attempt: number, request: PipelineRequest, answer: Answer): number | undefined {
  const backOffMs = firstWaitMs * 2 ** attempt;
  if ('error' in answer) return isPassing(answer.error) && isSafe(request) ? backOffMs : undefined;
  const { status, headers } = answer.response;
  const refused = status === 429 || status === 503;
  if (!refused && !((status >= 500 || status === 408) && isSafe(request))) return undefined;
  const waitMs = retryAfterMs(headers) ?? backOffMs;
  return waitMs <= longestWaitMs ? waitMs : undefined;
}

/** Whether it may have been carried out already and still be sent again. */
function isSafe({ method, url }: PipelineRequest): boolean {
  return method !== 'POST' || /\/Microsoft\.ResourceGraph\/resources\?|\/listNetworkManager\w+\?/i.test(url);
}

const passing = new Set(['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN', 'REQUEST_SEND_ERROR']);

function isPassing(error: unknown): boolean {
  return isRestError(error) && error.statusCode === undefined && passing.has(error.code ?? '');
}
