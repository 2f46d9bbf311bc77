import type { ArmRequest } from '../azure/writes.ts';
import { fillWrite } from '../core/actions/fill.ts';
import type { PlannedWrite } from '../core/actions/plan.ts';
import { sealText } from '../core/remediations/seal.ts';
import type { VmRequest } from '../core/requests/request.ts';
import type { JobParts } from './job-parts.ts';

/** One write of a request with its two holes filled, as it goes out. */
export function filledWrite(
  { id, extends: grantId, closesAtMs }: VmRequest,
  write: PlannedWrite,
  priority: number | undefined,
  { seal }: Pick<JobParts, 'seal'>,
): ArmRequest {
  // An extension writes the rule of the grant that it prolongs, in that grant's name.
  const requestId = grantId ?? id;
  return fillWrite(write, {
    ...(priority !== undefined && { priority }),
    closingTimeMs: closesAtMs ?? 0,
    sealed: (place, stays) =>
      sealText(place, stays ? { requestId, closesAtMs: undefined, stays } : { requestId, closesAtMs }, seal),
  });
}
