import type { HostKey } from './host-key.ts';

/** The host keys that somebody approved for one machine. */
export interface Pin {
  /** Resource id of the VM. */
  readonly vmId: string;
  /** Azure's unique id of the machine (`vmId` there): one that is made anew under the same name has another. */
  readonly machineId: string;
  /** At least one. */
  readonly keys: readonly HostKey[];
  /** The request by which they were approved; there is one pin for each. */
  readonly requestId: string;
  /** Slack user ids; none where the policy asks for nobody. */
  readonly approvedBy: readonly string[];
  readonly pinnedAtMs: number;
  /** When another pin took its place. Absent: it holds. */
  readonly replacedAtMs?: number;
}

/** The keys that are trusted of this very machine: none where the pin belongs to another one of the same name. */
export function trustedKeys(pin: Pin | undefined, machineId: string): readonly HostKey[] {
  return pin !== undefined && pin.machineId.toLowerCase() === machineId.toLowerCase() ? pin.keys : [];
}
