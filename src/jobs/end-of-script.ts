import type { Sent } from '../azure/writes.ts';
import { keyAnswer } from '../core/access-keys/key-answer.ts';
import { noteNotDone } from '../core/requests/execution.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { holdOf } from './hold-of.ts';
import type { JobParts } from './job-parts.ts';
import type { Sending } from './send-write.ts';
import { endOf, failed, type WriteEnd } from './write-end.ts';

/** So long after its approval a script is run again where nobody knows what became of it; then what it did is taken back. */
const patienceMs = 30 * 60_000;

/** Azure says that a script ran; the script says what it did. One that did nothing leaves nothing to be taken back. */
export async function endOfScript(
  sent: Sent,
  { request, write, index }: Pick<Sending, 'request' | 'write' | 'index'>,
  parts: JobParts,
): Promise<WriteEnd> {
  const answer = sent.kind === 'done' && write.script !== undefined ? keyAnswer(write.script, sent.output) : undefined;
  if (answer?.kind === 'done') return { kind: 'done', told: answer.says };
  const because = answer?.kind === 'unknown' ? answer.because : sent.kind === 'unknown' ? sent.because : undefined;
  if (because !== undefined) {
    const isHopeless = parts.clock.now() >= approvedAtMs(request) + patienceMs;
    return isHopeless ? failed(because, 'Look at the VM, and ask again.') : endOf({ kind: 'unknown', because });
  }
  const isUntouched = answer?.kind === 'refused' ? answer.isUntouched : sent.kind === 'refused' || sent.kind === 'busy';
  // Of one that was sent before, nobody knows what that did.
  if (isUntouched && request.writes[index] === undefined)
    await parts.store.requests.update(request.id, (now) => noteNotDone(now, index, holdOf(parts)));
  return answer?.kind === 'refused' ? failed(answer.problem, answer.hint) : endOf(sent);
}

function approvedAtMs({ createdAtMs, decisions }: VmRequest): number {
  return Math.max(createdAtMs, ...decisions.map(({ atMs }) => atMs));
}
