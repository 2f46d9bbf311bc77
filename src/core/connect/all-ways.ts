import { bastion } from './bastion.ts';
import { cloudShell } from './cloud-shell.ts';
import { entra } from './entra.ts';
import { jumpHost } from './jump-host.ts';
import { plainSsh } from './plain-ssh.ts';
import type { Wanted, Way, WayIn } from './way.ts';

/** Every way onto a VM, in the order in which somebody would try them. */
export const allWays: readonly WayIn[] = [entra, plainSsh, bastion, jumpHost, cloudShell];

/** Those that lead to this VM. What may not work on it comes last. */
export function waysTo(wanted: Wanted): Way[] {
  const ways = allWays.flatMap((way) => way.for(wanted) ?? []);
  return [...ways.filter(({ doubt }) => doubt === undefined), ...ways.filter(({ doubt }) => doubt !== undefined)];
}
