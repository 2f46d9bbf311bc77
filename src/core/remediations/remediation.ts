import type { Action, ActionParams } from '../actions/action.ts';
import type { Outcome } from '../checks/check.ts';
import type { VmFacts } from '../facts.ts';

/** A way to mend what a check found. */
export interface Remediation<Id extends string = string> extends Action<Id> {
  /** The way to it in the Azure portal: "Overview › Start". */
  readonly portal: string;
  /** It asks for things of its own, in a form of its own. */
  readonly hasOwnForm?: true;
  /** It is offered also where the check only warns, or cannot tell. */
  readonly onWarning?: true;
  readonly next: 'connect' | 'check again';
  verify(facts: VmFacts, params: ActionParams): Outcome;
}
