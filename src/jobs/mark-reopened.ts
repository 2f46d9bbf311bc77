import { decline } from '../core/requests/decided.ts';
import type { VmRequest } from '../core/requests/request.ts';
import type { JobParts } from './job-parts.ts';

/** Where a request has reopened what another one closed, notes that in the closing, whose card offers it no more then. */
export async function markReopened(
  { id, action, params: { closing } }: Pick<VmRequest, 'id' | 'action' | 'params'>,
  { store }: Pick<JobParts, 'store'>,
): Promise<void> {
  if (action !== 'reopen-port' || closing === undefined) return;
  await store.requests.update(closing.requestId, (closed) =>
    closed.reopenedBy === undefined
      ? { kind: 'change', request: { ...closed, reopenedBy: id }, events: [], notices: [] }
      : decline('It was reopened already.', 'Look at the group in Azure.'),
  );
}
