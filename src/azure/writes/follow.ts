import type { Json } from '../../core/canonical-json.ts';
import { valueAt } from '../../core/value-at.ts';
import { type ArmAnswer, errorIn, saysGone } from '../arm-answer.ts';
import { armUrl, mayFollow } from '../arm-url.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { ArmRequest } from '../writes.ts';
import { isChanging, provisioningState } from './look.ts';
import { runsScript } from './runs-script.ts';
import type { Failure } from './verdict.ts';

/** How an accepted change ended. */
export type End =
  | {
      readonly kind: 'succeeded';
      /** Of an action that answers with something. */
      readonly output?: Json;
    }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** It goes on, or not, but nobody tells. */
  | { readonly kind: 'lost'; readonly because: string };

export interface FollowParts {
  readonly endpoint: string;
  /** One poll. Undefined where it was not answered. */
  readonly poll: (url: string) => Promise<ArmAnswer | undefined>;
  /** Rejects at the deadline. */
  readonly pause: (ms: number) => Promise<void>;
  readonly pollMs: number;
}

/** A poll that failed says nothing about the operation, but so many in a row will not get better. */
const mostFailedPolls = 4;
/** Azure asks for 10 s where it has no better idea; more would leave a person waiting for a thing long done. */
const longestPause = 5;

type Step = End | { readonly kind: 'on' } | { readonly kind: 'silent' };

/**
 * Follows an accepted change to its end, as Resource Manager says how: by Azure-AsyncOperation, else by Location, else by
 * the resource's own state. The first poll is at once: most of what we send is done by then.
 * https://github.com/Azure/azure-resource-manager-rpc/blob/master/v1.0/async-api-reference.md
 */
export async function follow(answer: ArmAnswer, request: ArmRequest, parts: FollowParts): Promise<End> {
  const track = trackOf(answer, request, parts.endpoint);
  if ('end' in track) return track.end;
  const end = await toItsEnd(track, parts);
  const location = answer.headers.get('location');
  const isTold = end.kind === 'failed' || (end.kind === 'succeeded' && end.output !== undefined);
  if (isTold || !runsScript(request) || location === undefined || !mayFollow(location, parts.endpoint)) return end;
  // What the script printed is in either of the two, depending on the version of the API.
  const other = await toItsEnd({ url: location, read: readResult }, parts).catch(() => end);
  return end.kind === 'succeeded' && other.kind !== 'succeeded' ? end : other;
}

interface Track {
  readonly url: string;
  readonly read: (answer: ArmAnswer) => Step;
}

async function toItsEnd(track: Track, parts: FollowParts): Promise<End> {
  let silent = 0;
  for (;;) {
    const polled = await parts.poll(track.url);
    const step: Step = polled === undefined ? { kind: 'silent' } : track.read(polled);
    silent = step.kind === 'silent' ? silent + 1 : 0;
    if (step.kind !== 'on' && step.kind !== 'silent') return step;
    if (silent === mostFailedPolls) return lost('Azure accepted it and then did not tell what became of it.');
    const asked = polled === undefined ? undefined : retryAfterMs(polled.headers);
    await parts.pause(Math.min(asked || parts.pollMs, longestPause * parts.pollMs));
  }
}

function trackOf(
  { status, headers, body }: ArmAnswer,
  { method, path, apiVersion }: ArmRequest,
  endpoint: string,
): Track | { readonly end: End } {
  const operation = headers.get('azure-asyncoperation');
  const location = status === 202 ? headers.get('location') : undefined;
  const url = operation ?? location;
  if (url !== undefined) {
    if (!mayFollow(url, endpoint))
      return { end: lost('Azure accepted it and gave an address to ask that is not its own.') };
    return { url, read: operation === undefined ? readResult : readOperation };
  }
  // Defender accepts with 202 and has nothing more to say.
  if (method === 'POST') return { end: succeeded(body) };
  const done = method === 'DELETE' ? status !== 202 : status !== 202 && !isChanging(provisioningState(body));
  if (done && !endedBadly(body)) return { end: { kind: 'succeeded' } };
  return { url: armUrl(endpoint, path, apiVersion), read: method === 'DELETE' ? readUntilGone : readState };
}

/** What Azure-AsyncOperation points to: 200 with a status. */
function readOperation({ status, body }: ArmAnswer): Step {
  if (status !== 200 && status !== 202) return notTold(status);
  const word = wordIn(body).toLowerCase();
  if (word === 'succeeded') return succeeded(body === undefined ? body : valueAt(body, ['properties', 'output']));
  if (word === 'failed' || word === 'canceled') return failed(body, word);
  return word === '' ? { kind: 'silent' } : { kind: 'on' };
}

/** What Location points to: 202 until it is over, then what the request itself would have answered. */
function readResult(answer: ArmAnswer): Step {
  const { status, body } = answer;
  if (status === 202) return { kind: 'on' };
  if (status >= 200 && status < 300) return succeeded(body);
  return errorIn(body).code === '' || [401, 403, 404].includes(status) ? notTold(status) : failed(body, 'failed');
}

function readState({ status, body }: ArmAnswer): Step {
  if (status !== 200) return notTold(status);
  if (isChanging(provisioningState(body))) return { kind: 'on' };
  return endedBadly(body) ? failed(body, provisioningState(body)) : { kind: 'succeeded' };
}

function readUntilGone(answer: ArmAnswer): Step {
  if (saysGone(answer)) return { kind: 'succeeded' };
  return answer.status === 200 ? { kind: 'on' } : notTold(answer.status);
}

/** A poll that is refused will be refused again; one that fails may go through next time. */
function notTold(status: number): Step {
  const passing = status === 408 || status === 429 || status >= 500;
  return passing
    ? { kind: 'silent' }
    : lost(`Azure accepted it and does not tell the bot what became of it (${status}).`);
}

function failed(body: ArmAnswer['body'], word: string): End {
  const error = errorIn(body);
  const code = error.code || (word === 'canceled' ? 'OperationCanceled' : 'OperationFailed');
  return { kind: 'failed', failure: { ...error, code, status: 0 } };
}

function succeeded(output: Json | undefined): End {
  return { kind: 'succeeded', ...(output !== undefined && { output }) };
}

function endedBadly(body: ArmAnswer['body']): boolean {
  return ['failed', 'canceled'].includes(provisioningState(body));
}

function wordIn(body: ArmAnswer['body']): string {
  const status = typeof body === 'object' && body !== null && 'status' in body ? body.status : undefined;
  return typeof status === 'string' ? status : '';
}

function lost(because: string): End & { readonly kind: 'lost' } {
  return { kind: 'lost', because };
}
