import { noteDone } from '../core/requests/execution.ts';
import type { Ending, VmRequest } from '../core/requests/request.ts';
import { isEdited } from './edit-resource.ts';
import { filledWrite } from './filled-write.ts';
import { holdOf } from './hold-of.ts';
import type { JobParts } from './job-parts.ts';

type Found =
  | { readonly kind: 'known'; readonly request: VmRequest }
  | { readonly kind: 'unsure'; readonly ending: Ending }
  | { readonly kind: 'lost' };

/**
 * Looks at what was sent by whoever was at it before and was never heard of again: what is in effect is done, so that
 * nothing is sent twice.
 */
export async function findEffects(request: VmRequest, parts: JobParts): Promise<Found> {
  let current = request;
  for (const [index, write] of request.plan.writes.entries()) {
    if (current.writes[index]?.status !== 'sent') continue;
    // Nobody but the script itself can tell, and to run it again changes nothing more.
    if (write.script !== undefined) continue;
    const effect =
      write.edits === undefined
        ? await parts.azure.writes.inEffect(filledWrite(current, write, current.writes[index]?.priority, parts))
        : await isEdited(write, parts.azure.writes);
    if (effect === 'unknown') return { kind: 'unsure', ending };
    if (!effect) continue;
    const noted = await parts.store.requests.update(request.id, (now) => noteDone(now, index, holdOf(parts)));
    if (noted.kind !== 'changed') return { kind: 'lost' };
    current = noted.request;
  }
  return { kind: 'known', request: current };
}

const ending: Ending = {
  message: 'It was sent to Azure, and whether it took effect cannot be told yet.',
  hint: 'It is looked at again until it is known.',
};
