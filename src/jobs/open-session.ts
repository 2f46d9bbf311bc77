import type { OverSsh } from '../core/actions/act.ts';
import type { OpenedRemote } from '../core/commands/remote.ts';
import { AddressSet } from '../core/net/address-set.ts';
import type { VmRequest } from '../core/requests/request.ts';
import type { JobParts } from './job-parts.ts';

/** A rule that was just made takes some seconds until it lets packets through. */
const mostTries = 30;
const againAfterMs = 2_000;

/**
 * Logs in to the VM of a request, held against the keys that were approved for this very machine. Where a door was opened
 * for it a moment ago, it is tried until that takes effect.
 */
export async function openSession(
  request: VmRequest,
  act: OverSsh,
  signal: AbortSignal,
  parts: JobParts,
): Promise<OpenedRemote> {
  const server = {
    ...act,
    name: request.vm.name,
    machine: machineOf(request.vm),
    hostKeys: await pinned(request, parts),
  };
  const isOwnDoor = request.closesAtMs !== undefined;
  const through = isOwnDoor ? ('once' as const) : await grantsToBot(request, parts);
  for (let tries = 1; ; tries += 1) {
    const opened = await parts.remote.open(server, { signal, through });
    const mayHelpToWait = isOwnDoor && opened.kind === 'unreachable' && tries < mostTries && !signal.aborted;
    if (!mayHelpToWait) return opened;
    await parts.wait(againAfterMs, signal).catch(() => {});
  }
}

/** Names this very machine: its resource id and its unique id. */
export function machineOf({ id, vmId }: VmRequest['vm']): string {
  return `${id} ${vmId}`.toLowerCase();
}

/** None where the keys were approved for another machine of the same name. */
async function pinned({ vm }: VmRequest, { store }: JobParts) {
  const pin = await store.hostKeys.of(vm.id);
  return pin !== undefined && pin.machineId.toLowerCase() === vm.vmId.toLowerCase() ? pin.keys : [];
}

/** The grants by which the bot itself may get in just now: whoever has the bot's address as theirs, for instance. */
async function grantsToBot({ vm, params }: VmRequest, { store }: JobParts): Promise<string[]> {
  const egress = params.over?.egress;
  if (egress === undefined) return [];
  const own = AddressSet.of(egress);
  const open = await store.requests.list({ vmId: vm.id, states: ['active'] });
  return open.filter((grant) => AddressSet.parse(grant.params.from)?.contains(own)).map(({ id }) => id);
}
