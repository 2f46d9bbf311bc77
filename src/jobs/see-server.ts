import { type ProbeTarget, probeTarget } from '../core/checks/should-probe.ts';
import type { VmFacts } from '../core/facts.ts';
import { privateAddress } from '../core/host-keys/address-for-people.ts';
import type { HostKey } from '../core/host-keys/host-key.ts';
import { type Scanned, type ServerView, serverView } from '../core/host-keys/server-view.ts';

/** Looks at a server's host keys without logging in. Never rejects. */
export type ScanHostKeys = (address: string, port: number) => Promise<Scanned>;

export interface SeeServerParts {
  readonly scan: ScanHostKeys;
  /** The address the bot's own connections come from, as configured. */
  readonly botAddress: string | undefined;
  /** The bot goes to private addresses. */
  readonly isInside: boolean;
}

/** Looks from outside, where the bot can, whether the server shows what the machine told. @param port of sshd inside the VM */
export async function seeServer(
  told: readonly HostKey[],
  facts: VmFacts,
  port: number,
  { scan, botAddress, isInside }: SeeServerParts,
): Promise<ServerView> {
  const target = isInside ? insideTarget(facts, port) : probeTarget(facts, port, botAddress);
  if (target.kind === 'skip') return { kind: 'not-seen', because: target.because };
  return serverView(told, `${target.address} port ${target.port}`, await scan(target.address, target.port));
}

function insideTarget(facts: VmFacts, port: number): ProbeTarget {
  const address = privateAddress(facts);
  if (address === undefined) return { kind: 'skip', because: 'The private address of the VM is not known.' };
  return { kind: 'try', address, port };
}
