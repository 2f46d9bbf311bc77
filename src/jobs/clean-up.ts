import { actionOf } from '../core/actions/all-actions.ts';
import type { PlannedWrite } from '../core/actions/plan.ts';
import type { VmRequest } from '../core/requests/request.ts';
import type { JobParts } from './job-parts.ts';
import { type Undone, undoAll } from './undo-plan.ts';

/**
 * Takes back what a request that failed had done, the last first: what it created, and what it attached. Of a request for
 * more time there is nothing: the rules are the grant's.
 */
export async function cleanUp(request: VmRequest, parts: JobParts): Promise<Undone> {
  if (request.extends !== undefined) return { left: [], told: [] };
  const { id, params, plan } = request;
  const { takesBack } = actionOf(request.action);
  if (takesBack !== undefined) {
    const steps = Object.keys(request.writes).length === 0 ? [] : takesBack({ id, params, vmId: plan.vm.id });
    return undoAll(steps, request, parts);
  }
  // What was only asked for (a start, Defender) is not taken back.
  const begun = request.plan.writes.filter(
    ({ method }, index) => method === 'PUT' && request.writes[index] !== undefined,
  );
  return undoAll(begun.toReversed().map(inverseOf), request, parts);
}

function inverseOf({ path, apiVersion, edits, says }: PlannedWrite): PlannedWrite {
  if (edits === undefined) return { method: 'DELETE', path, apiVersion, says };
  return { method: 'PUT', path, apiVersion, edits: edits.map(({ at }) => ({ at, value: null })), says };
}
