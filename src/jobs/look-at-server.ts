import { type ProbeTarget, probeTarget } from '../core/checks/should-probe.ts';
import type { VmFacts } from '../core/facts.ts';
import { privateAddress } from '../core/host-keys/address-for-people.ts';
import type { Scanned, ServerLook } from '../core/host-keys/server-view.ts';

/** Looks at a server's host keys without logging in. Never rejects. */
export type ScanHostKeys = (address: string, port: number) => Promise<Scanned>;

export interface LookAtServerParts {
  readonly scan: ScanHostKeys;
  /** The address the bot's own connections come from, as configured. */
  readonly botAddress: string | undefined;
  /** The bot goes to private addresses. */
  readonly isInside: boolean;
}

/** Looks, where the bot can, at what the server itself shows. Never rejects. @param port of sshd inside the VM */
export async function lookAtServer(
  facts: VmFacts,
  port: number,
  { scan, botAddress, isInside }: LookAtServerParts,
): Promise<ServerLook> {
  const target = isInside ? insideTarget(facts, port) : probeTarget(facts, port, botAddress);
  if (target.kind === 'skip') return { kind: 'not-looked', because: target.because };
  const { address, port: outside } = target;
  return { kind: 'looked', at: `${address} port ${outside}`, scanned: await scan(address, outside) };
}

function insideTarget(facts: VmFacts, port: number): ProbeTarget {
  const address = privateAddress(facts);
  if (address === undefined) return { kind: 'skip', because: 'The private address of the VM is not known.' };
  return { kind: 'try', address, port };
}
