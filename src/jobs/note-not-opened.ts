import type { OverSsh } from '../core/actions/act.ts';
import { fingerprintOf } from '../core/host-keys/host-key.ts';
import { judgeHostKey } from '../core/host-keys/judge-host-key.ts';
import type { NotOpened } from '../core/host-keys/not-opened.ts';
import type { VmRequest } from '../core/requests/request.ts';
import type { JobParts } from './job-parts.ts';
import { tellHostKeyChange } from './tell-host-key-change.ts';

/** A log-in that was not possible is the person's own affair, unless the machine showed another key than the approved one. */
export async function noteNotOpened(
  { vm, params }: VmRequest,
  { address, port }: Pick<OverSsh, 'address' | 'port'>,
  why: NotOpened,
  parts: Pick<JobParts, 'store' | 'poster' | 'clock' | 'log' | 'approvalsChannel'>,
): Promise<void> {
  if (why.kind !== 'untrusted') return;
  if (why.at !== vm.name) {
    // Its keys are in the configuration: whoever wrote that has to know.
    const presented = fingerprintOf(why.presented);
    parts.log.error({ jump: why.at, presented }, 'a jump host shows another host key than the configured ones');
    return;
  }
  const pin = await parts.store.hostKeys.of(vm.id);
  const verdict = judgeHostKey(pin, { machineId: vm.vmId, keys: [why.presented] });
  if (verdict.kind !== 'changed') return;
  const seenBy = { kind: 'server', at: `${address} port ${port}` } as const;
  const { was, is } = verdict;
  const candidate = { ...vm, nicIds: vm.nicIds ?? [] };
  await tellHostKeyChange({ vm: candidate, machineId: vm.vmId, port: params.port, was, is, seenBy }, parts);
}
