import { allRemediations, type DoableId } from '../remediations/all-remediations.ts';
import type { Remediation } from '../remediations/remediation.ts';

export type PolicyAction = 'connect-check' | DoableId;

interface ActionFacts extends Pick<Remediation, 'opensTo' | 'timeBox' | 'doing'> {
  /** Whether it changes something: then it is asked for with a reason, and approved. Reading happens at once. */
  readonly changes: boolean;
}

const reading: ActionFacts = { changes: false, opensTo: false, timeBox: 'none', doing: (vm) => `check ${vm}` };

/** Everything that the policy decides about, in the order in which people read it: reading, and every remediation. */
export const actionFacts = Object.fromEntries<ActionFacts>([
  ['connect-check', reading],
  ...allRemediations.map(
    ({ id, opensTo, timeBox, doing }) => [id, { changes: true, opensTo, timeBox, doing }] as const,
  ),
]) as Readonly<Record<PolicyAction, ActionFacts>>;

export const policyActions = Object.keys(actionFacts) as readonly PolicyAction[];
