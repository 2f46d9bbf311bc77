import { allChecks } from './all-checks.ts';
import type { CheckInput, Outcome } from './check.ts';

/** One check's outcome, with the check's own name. */
export interface CheckResult extends Outcome {
  readonly id: string;
  readonly title: string;
}

export function runChecks(input: CheckInput): CheckResult[] {
  return allChecks.map((check) => ({ id: check.id, title: check.title, ...check.evaluate(input) }));
}
