import type { Wish } from '../policy/beyond-limits.ts';
import { wantedCommand } from '../policy/still-the-same-command.ts';
import { openingOf } from './opening-of.ts';
import type { VmRequest } from './request.ts';

/** What the policy looks at beside the action itself. */
export function wantedOf(
  request: Pick<VmRequest, 'plan' | 'params' | 'reason'>,
): Pick<Wish, 'command' | 'opening' | 'reason'> {
  const { command } = request.params;
  const opening = openingOf(request);
  return {
    ...(command !== undefined && { command: wantedCommand(command) }),
    ...(opening !== undefined && { opening }),
    ...(request.reason !== undefined && { reason: request.reason }),
  };
}
