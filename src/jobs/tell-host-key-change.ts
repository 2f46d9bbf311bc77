import { sha256 } from '../core/canonical-json.ts';
import type { KeyChange } from '../core/host-keys/changes-seen.ts';
import { fingerprintOf } from '../core/host-keys/host-key.ts';
import { botActor } from '../core/requests/decided.ts';
import type { VmCandidate } from '../core/vm-name.ts';
import { hostKeyAlarm } from '../views/host-key-alarm.ts';
import type { JobParts } from './job-parts.ts';
import { postFirst } from './post-first.ts';

/** A machine that shows another key than the one that was approved for it. */
export interface HostKeyChange extends KeyChange {
  readonly vm: VmCandidate;
  /** Azure's unique id of the machine. */
  readonly machineId: string;
  /** Of sshd inside the VM. */
  readonly port: number;
}

/** What the alarm's button goes on from: `shelf` keeps it under this kind. */
export const lookKind = 'host-key-look';
export interface Look {
  readonly vm: VmCandidate;
  readonly port: number;
}

/** As long nobody is told of the same change again. */
const againAfterMs = 30 * 24 * 3_600_000;

/**
 * Tells everybody who decides that a host key has changed, once for each change and not at every try, and writes it down.
 * One change is seen in several ways: a log-in meets one of the new keys, Azure tells all of them. So where one of the keys
 * was told before, it is told already.
 * That Slack did not take it keeps nothing else from being done: the next try tells it.
 */
export async function tellHostKeyChange(
  change: HostKeyChange,
  parts: Pick<JobParts, 'store' | 'poster' | 'clock' | 'log' | 'approvalsChannel'>,
): Promise<void> {
  const { vm, machineId, port, was, is, seenBy } = change;
  const { store, clock, log } = parts;
  const now = clock.now();
  const lookId = idOf(change, is.map(fingerprintOf));
  const data = {
    vm: vm.id,
    vmId: machineId,
    was: was.map(fingerprintOf),
    is: is.map(fingerprintOf),
    seenAt: seenBy.kind === 'azure' ? 'Azure' : seenBy.at,
  };
  if (await store.shelf.putFirst(`logged ${lookId}`, 'logged', true, now, now + againAfterMs))
    await store.events.append({ kind: 'host-key-changed', atMs: now, actor: botActor, data });
  const [mark = '', ...others] = is.map((key) => `told ${idOf(change, [fingerprintOf(key)])}`).sort();
  const told = await Promise.all([mark, ...others].map((each) => store.shelf.get(each, 'posted', now)));
  if (told.some((each) => each !== undefined)) return;
  try {
    await store.shelf.put(lookId, lookKind, { vm, port } satisfies Look, now + againAfterMs);
    if (!(await postFirst(hostKeyAlarm({ vm, was, is, seenBy, lookId }), { mark, againAfterMs }, parts))) return;
    for (const each of others) await store.shelf.put(each, 'posted', true, now + againAfterMs);
  } catch (error) {
    log.error({ err: error, vm: vm.id }, 'the approvals channel was not told of a changed host key');
  }
}

function idOf({ vm, machineId }: HostKeyChange, fingerprints: readonly string[]): string {
  const text = [`${vm.id} ${machineId}`.toLowerCase(), ...fingerprints.toSorted()].join('\n');
  return sha256(text).slice(0, 24);
}
