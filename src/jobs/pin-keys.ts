import type { ActOutcome, PinAct } from '../core/actions/act.ts';
import { sameKeys } from '../core/host-keys/judge-host-key.ts';
import type { VmRequest } from '../core/requests/request.ts';
import type { JobParts } from './job-parts.ts';

/** Trusts the approved keys from now on, in the place of those that the approvers saw being replaced, and of no others. */
export async function pinKeys(
  { id, vm, decisions }: VmRequest,
  act: PinAct,
  { store, clock, remote }: Pick<JobParts, 'store' | 'clock' | 'remote'>,
): Promise<ActOutcome> {
  const current = await store.hostKeys.of(vm.id);
  if (current?.requestId !== id && !sameKeys(current?.keys ?? [], act.replaces)) return outrun;
  const approvedBy = decisions.filter(({ verdict }) => verdict === 'approve').map(({ by }) => by);
  const pin = { vmId: vm.id, machineId: vm.vmId, keys: act.keys, requestId: id, approvedBy, pinnedAtMs: clock.now() };
  const pinned = await store.hostKeys.pin(pin, current?.requestId);
  if (pinned.kind === 'outrun') return outrun;
  // Whoever is logged in already is on the machine of the old keys.
  remote.endOf(`${vm.id} ${vm.vmId}`.toLowerCase());
  return {
    isFailure: false,
    message: 'These host keys are trusted from now on, and no others.',
    hint: 'Commands can be run there now, and your own client can be told: `/vm fingerprint` shows how.',
  };
}

const outrun: ActOutcome = {
  isFailure: true,
  message: 'Other keys were approved for this machine in the meantime, so these were not.',
  hint: 'Look at `/vm fingerprint`, and ask again if it is still needed.',
};
