import type { Action } from '../actions/action.ts';

/** A way to mend what a check found. */
export interface Remediation<Id extends string = string> extends Action<Id> {
  /** The way to it in the Azure portal: "Overview › Start". */
  readonly portal: string;
  /** It asks for things of its own, in a form of its own. */
  readonly hasOwnForm?: true;
  /** It is offered also where the check only warns, or cannot tell. */
  readonly onWarning?: true;
}
