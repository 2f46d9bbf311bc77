import { keyAnswer } from '../core/access-keys/key-answer.ts';
import type { PlannedScript, PlannedWrite } from '../core/actions/plan.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { code } from '../core/text/escape.ts';
import { textAt } from '../core/value-at.ts';
import { filledWrite } from './filled-write.ts';
import { type JobParts, writeDeadlineMs } from './job-parts.ts';
import type { UndoStep } from './undo-plan.ts';

type Parts = Pick<JobParts, 'azure' | 'seal'>;

/**
 * Runs the script in the VM that takes away what one before it brought there. It is looked first whether the machine is
 * still the same: on another one of that name there is nothing of it.
 */
export async function undoScript(
  write: PlannedWrite & { readonly script: PlannedScript },
  request: VmRequest,
  parts: Parts,
): Promise<UndoStep> {
  const { azure } = parts;
  const { plan, vm } = request;
  const got = await azure.writes.get(plan.vm.id, write.apiVersion);
  if (!got.found) return undone(`${code(vm.name)} is not there any more, and what was on it went with it.`);
  const vmId = textAt(got.body, ['properties', 'vmId']).toLowerCase();
  if (vmId === '') return left(`Azure does not tell whether ${code(vm.name)} is still the same machine.`);
  if (vmId !== plan.vm.vmId)
    return undone(`${code(vm.name)} was made anew since: what was on the machine before it went with that one.`);
  const sent = await azure.writes.send(filledWrite(request, write, undefined, parts), writeDeadlineMs);
  if (sent.kind !== 'done') return left([sent.because, ...('hint' in sent ? [sent.hint ?? ''] : [])].join(' ').trim());
  const answer = keyAnswer(write.script, sent.output);
  switch (answer.kind) {
    case 'done':
      return undone(answer.says);
    case 'refused':
      return left(`${answer.problem} ${answer.hint}`);
    case 'unknown':
      return left(answer.because);
  }
}

function undone(says: string): UndoStep {
  return { kind: 'undone', says };
}

function left(because: string): UndoStep {
  return { kind: 'left', because };
}
