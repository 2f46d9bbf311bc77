import { type ArmAnswer, errorIn, saysGone } from '../arm-answer.ts';
import { quote } from '../quote.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { ArmRequest } from '../writes.ts';
import { capacityRows } from './capacity-rows.ts';
import { passingRows } from './passing-rows.ts';
import { refusalRows } from './refusal-rows.ts';
import { scriptRows } from './script-rows.ts';
import { type Failure, refused, type Verdict, wordsOf } from './verdict.ts';

/** The first that matches speaks. */
const knownFailures = [...scriptRows, ...passingRows, ...capacityRows, ...refusalRows];

/** What an answer of Resource Manager says about the change that was sent. */
export function judgeAnswer(answer: ArmAnswer, request: ArmRequest): Verdict {
  const { status, body, headers } = answer;
  if (request.method === 'DELETE' && (status === 204 || saysGone(answer))) return { kind: 'done' };
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  const afterMs = retryAfterMs(headers);
  return judgeFailure({ ...errorIn(body), status, ...(afterMs !== undefined && { afterMs }) }, request);
}

/** What a refusal, or an operation that failed, says about the change. */
export function judgeFailure(failure: Failure, request: ArmRequest): Verdict {
  const row = knownFailures.find(({ matches }) => matches(failure));
  if (row !== undefined) return row.verdict(failure, request);
  const { status, code } = failure;
  const words = `${quote(wordsOf(failure)) || 'it does not say why'} (${code || status})`;
  if (status === 0) return refused(failure, `Azure began and then gave up: ${words}.`, 'Try again in a minute.');
  if (status >= 400 && status < 500 && status !== 408)
    return refused(
      failure,
      `Azure refuses it: ${words}.`,
      'Look at it in the Azure portal, or ask whoever looks after it.',
    );
  return { kind: 'unclear', because: `Azure answered with an error: ${words}` };
}
