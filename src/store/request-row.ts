import type { VmRequest } from '../core/requests/request.ts';
import { fromJsonText, toJsonText } from './json-text.ts';
import { requestSchema } from './request-schema.ts';
import { damagedRow } from './store-failed.ts';
import type { RequestRow } from './tables.ts';

type WholeRow = Omit<RequestRow, 'shown_version'>;

/** The columns that a row is read back from. */
export const readColumns = ['id', 'version', 'state', 'body'] as const;

export function toRow(request: VmRequest): WholeRow {
  const { id, version, state, requester, vm, action, createdAtMs } = request;
  const vm_key = vmKey(vm.id);
  return { id, version, state, requester, vm_key, action, created_at: createdAtMs, body: toJsonText(request) };
}

/**
 * What was written, or a clear refusal. The value is handed on as it was parsed, so that what a newer version added
 * survives being read and written by this one.
 */
export function fromRow({ id, version, state, body }: Pick<WholeRow, (typeof readColumns)[number]>): VmRequest {
  const what = `request ${id}`;
  const value = fromJsonText(body, what);
  const { success, data, error } = requestSchema.safeParse(value);
  if (!success) throw damagedRow(what, error);
  // Both are written by the same statement: if they differ, somebody else wrote one of them.
  if (data.id !== id || data.version !== version || data.state !== state)
    throw damagedRow(
      what,
      new Error(`Its columns say ${id} ${version} ${state}, its text ${data.id} ${data.version} ${data.state}`),
    );
  return value as VmRequest;
}

/** Azure does not mind the case of a resource id. */
export function vmKey(vmId: string): string {
  return vmId.toLowerCase();
}
