import type { PlannedWrite } from '../core/actions/plan.ts';
import type { VmRequest } from '../core/requests/request.ts';
import type { JobParts } from './job-parts.ts';
import { undoWrite } from './undo-plan.ts';

/**
 * Takes back what a request that failed had done, the last first: what it created, and what it attached. Of a request for
 * more time there is nothing: the rules are the grant's.
 * @returns what is still there, a sentence each
 */
export async function cleanUp(request: VmRequest, parts: JobParts): Promise<string[]> {
  if (request.extends !== undefined) return [];
  // What was only asked for (a start, Defender) is not taken back.
  const begun = request.plan.writes.filter(
    ({ method }, index) => method === 'PUT' && request.writes[index] !== undefined,
  );
  const left: string[] = [];
  for (const write of begun.toReversed()) {
    const because = await undoWrite(inverseOf(write), request, parts);
    if (because !== undefined) left.push(because);
  }
  return left;
}

function inverseOf({ path, apiVersion, edits, says }: PlannedWrite): PlannedWrite {
  if (edits === undefined) return { method: 'DELETE', path, apiVersion, says };
  return { method: 'PUT', path, apiVersion, edits: edits.map(({ at }) => ({ at, value: null })), says };
}
