import type { VmFacts } from '../facts.ts';
import type { Outcome } from './check.ts';
import { skipped, unknownOutcome } from './sentences.ts';

/** The outcome of a network check on a VM without a single interface that could be read. */
export function unreadNics({ nics }: VmFacts): Outcome {
  const unreadable = nics.find((nic) => nic.kind === 'unreadable');
  if (unreadable !== undefined) return unknownOutcome('Its network interface could not be read', unreadable);
  if (nics.length === 0) return skipped('The VM has no network interface.');
  return {
    status: 'unknown',
    summary: 'Its network could not be told',
    because: 'The VM has no network interface with an address.',
    todo: 'Look at the VM in the portal, under Networking.',
  };
}
