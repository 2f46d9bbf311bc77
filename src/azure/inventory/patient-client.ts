import type { Wait } from '../../wait.ts';
import type { ArmAnswer } from '../arm-answer.ts';
import type { Reader } from '../reader.ts';
import type { Read } from '../reads.ts';
import { retryAfterMs } from '../retry-after.ts';
import { describeTrouble, type Trouble } from '../trouble.ts';

/** How a question ended: `answer` is missing where there was none, or where it was a refusal to sign in. */
export type Asked =
  | { readonly ok: true; readonly answer: ArmAnswer }
  | { readonly ok: false; readonly trouble: Trouble; readonly answer?: ArmAnswer };

export interface PatientClient {
  /** Asks until there is an answer of status 200, or a refusal that will not pass. Never rejects. */
  ask(read: Read, send: (signal: AbortSignal) => Promise<ArmAnswer>): Promise<Asked>;
}

interface PatientParts {
  readonly reader: Reader;
  /** The reader's deadline. */
  readonly timeoutMs: number;
  readonly wait: Wait;
}

const mostTries = 4;
const mostThrottled = 12;
const firstPauseMs = 1000;
const longestPauseMs = 60_000;
/** What all refusals of one audit may cost together. */
const patienceMs = 15 * 60_000;

/** Nobody waits for an audit: it waits as long as Azure asks, where the interactive reader would give up. */
export function createPatientClient({ reader, timeoutMs, wait }: PatientParts): PatientClient {
  let waitedMs = 0;
  return {
    async ask(read, send) {
      for (let tries = 1, throttled = 1; ; ) {
        const asked = await askOnce(read, send, { reader, timeoutMs });
        if (asked.ok || !passes(asked)) return asked;
        const isThrottled = asked.trouble.reason === 'throttled';
        const spent = isThrottled ? throttled++ >= mostThrottled : tries++ >= mostTries;
        const pauseMs = pauseAfter(asked, isThrottled ? throttled : tries);
        if (spent || pauseMs > longestPauseMs || waitedMs + pauseMs > patienceMs) return asked;
        waitedMs += pauseMs;
        await wait(pauseMs);
      }
    },
  };
}

/** Never rejects. */
export async function askOnce(
  read: Read,
  send: (signal: AbortSignal) => Promise<ArmAnswer>,
  { reader, timeoutMs }: Omit<PatientParts, 'wait'>,
): Promise<Asked> {
  const sent = await reader.read(read, ({ abortSignal }) => send(abortSignal));
  if (!sent.ok) return { ok: false, trouble: sent.trouble };
  const answer = sent.value;
  if (answer.status === 200) return { ok: true, answer };
  return { ok: false, answer, trouble: describeTrouble(answer.asError(), read, timeoutMs) };
}

/** Whether the same question may be answered a moment later. */
function passes({ trouble, answer }: Exclude<Asked, { ok: true }>): boolean {
  if (trouble.reason === 'throttled' || trouble.reason === 'timed-out') return true;
  if (trouble.reason !== 'failed' || trouble.unforeseen === true) return false;
  return answer === undefined || answer.status >= 500 || answer.status === 408;
}

function pauseAfter({ answer }: Exclude<Asked, { ok: true }>, tries: number): number {
  const asked = answer === undefined ? undefined : retryAfterMs(answer.headers);
  return asked ?? Math.min(longestPauseMs, firstPauseMs * 2 ** (tries - 2));
}
