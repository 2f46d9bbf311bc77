import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Wait } from '../../wait.ts';
import type { ArmAnswer } from '../arm-answer.ts';
import type { ArmClient } from '../arm-client.ts';
import type { Reader } from '../reader.ts';
import { isRestError } from '../rest-error.ts';
import { describeSignIn } from '../sign-in.ts';
import { SignInFailed } from '../sign-in-failed.ts';
import { withinDeadline } from '../within-deadline.ts';
import type { ArmRequest } from '../writes.ts';
import { follow } from './follow.ts';
import { judgeAnswer, judgeFailure } from './judge.ts';
import type { Verdict } from './verdict.ts';

export interface SendParts {
  readonly arm: ArmClient;
  readonly reader: Reader;
  readonly clock: Clock;
  readonly wait: Wait;
  /** Between two polls of an operation, where Azure does not say. */
  readonly pollMs: number;
  readonly log: Logger;
}

type Sure = Exclude<Verdict, { kind: 'accepted' | 'unclear' }>;

/** What came of sending a change one time. */
export type Tried =
  /** It is sure what became of it. */
  | { readonly kind: 'sure'; readonly verdict: Sure }
  /** Azure took it, and then said that it failed. */
  | { readonly kind: 'failed'; readonly verdict: Sure }
  /** Azure took it, and how it ended is not known. */
  | { readonly kind: 'lost'; readonly because: string }
  /** Whether Azure took it is not known. */
  | { readonly kind: 'doubtful'; readonly because: string };

/** Some changes are only answered when they are done; ARM itself gives up after a minute. */
const answerTimeoutMs = 30_000;

/** Sends a change once and follows it to its end. Never rejects. */
export async function sendOnce(
  request: ArmRequest,
  clientRequestId: string,
  signal: AbortSignal,
  parts: SendParts,
): Promise<Tried> {
  const { arm, clock } = parts;
  let answer: ArmAnswer;
  try {
    answer = await withinDeadline(clock, answerTimeoutMs, (own) =>
      arm.write(request, clientRequestId, AbortSignal.any([own, signal])),
    );
  } catch (error) {
    return withoutAnswer(error, parts.log);
  }
  const verdict = judgeAnswer(answer, request);
  if (verdict.kind === 'unclear') return { kind: 'doubtful', because: verdict.because };
  if (verdict.kind !== 'accepted') return { kind: 'sure', verdict };
  return followed(answer, request, signal, parts);
}

async function followed(
  answer: ArmAnswer,
  request: ArmRequest,
  signal: AbortSignal,
  { arm, reader, wait, pollMs }: SendParts,
): Promise<Tried> {
  const end = await follow(answer, request, {
    endpoint: arm.endpoint,
    pollMs,
    async poll(url) {
      // Neither the address nor what it is of may be told: it is signed.
      const read = { what: 'state of a change', permission: 'Microsoft.Resources/operations/read' };
      const polled = await reader.read(read, ({ abortSignal }) =>
        arm.read(url, AbortSignal.any([abortSignal, signal])),
      );
      return polled.ok ? polled.value : undefined;
    },
    pause: async (ms) => {
      await wait(ms, signal);
      signal.throwIfAborted();
    },
  }).catch(() => ({ kind: 'lost' as const, because: 'Azure accepted it and is not done with it yet.' }));
  if (end.kind === 'lost') return end;
  if (end.kind === 'succeeded') {
    const { output } = end;
    return { kind: 'sure', verdict: { kind: 'done', ...(output !== undefined && { output }) } };
  }
  const verdict = judgeFailure(end.failure, request);
  return verdict.kind === 'accepted' || verdict.kind === 'unclear'
    ? { kind: 'lost', because: 'Azure accepted it and then gave up.' }
    : { kind: 'failed', verdict };
}

/** No connection came about, so that nothing was sent. */
const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_\w+|ERR_TLS_\w+|\w*SELF_SIGNED_CERT\w*|UNABLE_TO_\w+)$/;

function withoutAnswer(error: unknown, log: Logger): Tried {
  const busy = (because: string): Tried => ({ kind: 'sure', verdict: { kind: 'busy', because, again: true } });
  if (error instanceof SignInFailed) {
    const { because, hint } = describeSignIn(error);
    if (error.timedOut) return busy(because);
    return { kind: 'sure', verdict: { kind: 'refused', status: 401, code: 'SignInFailed', because, hint } };
  }
  if (error instanceof Error && ['AbortError', 'TimeoutError'].includes(error.name))
    return { kind: 'doubtful', because: 'Azure did not answer in time.' };
  if (!isRestError(error)) {
    log.error({ err: error }, 'A change of Azure went wrong in an unforeseen way');
    return { kind: 'doubtful', because: 'Sending it went wrong in a way that nobody foresaw.' };
  }
  const code = error.code ?? 'no code';
  if (neverConnected.test(code)) return busy(`Azure could not be reached (${code}).`);
  return { kind: 'doubtful', because: `The connection to Azure broke off (${code}).` };
}
