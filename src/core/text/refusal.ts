/** What is said to a person whose text could not be taken: what is wrong with it, and what to type instead. */
export interface Refusal {
  readonly ok: false;
  readonly problem: string;
  readonly hint: string;
}

export function refuse(problem: string, hint: string): Refusal {
  return { ok: false, problem, hint };
}
