import type { Inventory } from '../core/audit/inventory.ts';
import type { LastChange } from '../core/audit/last-change.ts';
import type { Nsg, Unreadable, VmFacts } from '../core/facts.ts';
import type { NsgAsRead } from '../core/nsg-facts.ts';
import type { VmCandidate, VmName } from '../core/vm-name.ts';
import type { GuestScript, ScriptRun } from './script-run.ts';
import type { AzureWrites } from './writes.ts';

export interface FoundVms {
  readonly matches: readonly VmCandidate[];
  /** How many more answer to the name; only told when there are too many to read. */
  readonly more?: number;
  /** Names that look alike; only filled when nothing matches. */
  readonly near: readonly string[];
}

/**
 * Azure as the bot needs it. Every method gives up at its deadline; what is thrown is a BotError, its code one of
 * `vm-not-found`, `no-subscription` and `azure-*`.
 */
export interface Azure {
  /** One Resource Graph query over all subscriptions that can be read; a resource id needs none. */
  findVms(name: VmName): Promise<FoundVms>;
  /**
   * Everything around one VM in at most three dependent rounds; only the VM itself is essential, whatever else
   * cannot be read comes back as `unreadable`.
   */
  readFacts(vm: Pick<VmCandidate, 'id' | 'nicIds'>): Promise<VmFacts>;
  /** The same and, at the same time, what only changes need: Microsoft Defender's just-in-time policies. */
  readFactsForChange(vm: Pick<VmCandidate, 'id' | 'nicIds'>): Promise<VmFacts>;
  /** One network security group as it is at this moment. */
  readNsg(id: string): Promise<Nsg | Unreadable>;
  /** The same with what only a change of the group needs, the networks behind it among that. @throws BotError */
  readNsgForChange(id: string): Promise<NsgAsRead>;
  /** Who changed a network security group last, by the activity log; undefined: nobody that it knows of. */
  lastChange(nsgId: string): Promise<LastChange | Unreadable | undefined>;
  /**
   * Runs a script on a VM as root, through Run Command: twenty seconds and more, one at a time on each VM. Never rejects;
   * @throws RangeError for a sentinel that is none, or a body that no shell can hold
   */
  runScript(vm: Pick<VmCandidate, 'id'>, script: GuestScript): Promise<ScriptRun>;
  /**
   * All resources that an audit looks at, read patiently and page by page; one for each audit.
   * @param before the subscriptions that the last audit had to answer for
   */
  inventory(before?: readonly { readonly id: string; readonly name?: string }[]): Inventory;
  readonly writes: AzureWrites;
}
