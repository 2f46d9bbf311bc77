import type { OverSsh } from '../core/actions/act.ts';
import type { RemoteSession, UsedRemote } from '../core/commands/remote.ts';
import { trustedKeys } from '../core/host-keys/pin.ts';
import { AddressSet } from '../core/net/address-set.ts';
import type { VmRequest } from '../core/requests/request.ts';
import type { JobParts } from './job-parts.ts';

/** A rule that was just made takes some seconds until it lets packets through. */
const mostTries = 30;
const againAfterMs = 2_000;

/**
 * Does something on the VM of a request, logged in, and held against the keys that were approved for this very machine.
 * Where a door was opened for it a moment ago, it is tried until that takes effect.
 */
export async function onMachine<T>(
  request: VmRequest,
  act: OverSsh,
  { signal, parts }: { readonly signal: AbortSignal; readonly parts: JobParts },
  work: (session: RemoteSession) => Promise<T>,
): Promise<UsedRemote<T>> {
  const { vm } = request;
  const isOwnDoor = request.closesAtMs !== undefined;
  const through = isOwnDoor ? 'once' : await grantsToBot(request, parts);
  for (let tries = 1; ; tries += 1) {
    // Somebody may have replaced them while it was tried.
    const hostKeys = trustedKeys(await parts.store.hostKeys.of(vm.id), vm.vmId);
    const server = { ...act, name: vm.name, machine: machineOf(vm), hostKeys };
    const used = await parts.remote.use(server, { signal, through }, work);
    const mayHelpToWait = isOwnDoor && used.kind === 'unreachable' && tries < mostTries && !signal.aborted;
    if (!mayHelpToWait) return used;
    await parts.wait(againAfterMs, signal).catch(() => {});
  }
}

/** Names this very machine: its resource id and its unique id. */
export function machineOf({ id, vmId }: VmRequest['vm']): string {
  return `${id} ${vmId}`.toLowerCase();
}

/** The grants by which the bot itself may get in just now: of whoever has the bot's address as theirs, for instance. */
async function grantsToBot({ vm, params }: VmRequest, { store }: JobParts): Promise<string> {
  const egress = params.over?.egress;
  if (egress === undefined) return '';
  const own = AddressSet.of(egress);
  const open = await store.requests.list({ vmId: vm.id, states: ['active'] });
  const letIn = open.filter((grant) => AddressSet.parse(grant.params.from)?.contains(own));
  return letIn
    .map(({ id }) => id)
    .toSorted()
    .join(' ');
}
