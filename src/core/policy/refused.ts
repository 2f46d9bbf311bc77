/** Why the policy does not let it happen, and what to do now. People stand in it as mentions (`core/text/mention.ts`). */
export interface PolicyRefusal {
  readonly kind: 'refused';
  /** One sentence. */
  readonly problem: string;
  /** One sentence. */
  readonly hint: string;
}

export function refused(problem: string, hint: string): PolicyRefusal {
  return { kind: 'refused', problem, hint };
}
