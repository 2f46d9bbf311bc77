import type { CheckInput } from '../checks/check.ts';
import type { VmFacts } from '../facts.ts';
import type { RemediationParams } from './remediation.ts';

/** What a check needs to judge facts alone: nobody tried the port. */
export function withoutProbe(facts: VmFacts, { from, port }: RemediationParams): CheckInput {
  return { facts, from, port, botAddress: undefined, probe: { kind: 'skipped', because: 'It was not tried.' } };
}
