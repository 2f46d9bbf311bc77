import type { ActionParams } from '../actions/action.ts';
import type { CheckInput } from '../checks/check.ts';
import type { VmFacts } from '../facts.ts';

/** What a check needs to judge facts alone: nobody tried the port. */
export function withoutProbe(facts: VmFacts, { from, port }: ActionParams): CheckInput {
  return { facts, from, port, botAddress: undefined, probe: { kind: 'skipped', because: 'It was not tried.' } };
}
