import type { ArmError } from '../arm-answer.ts';
import type { ArmRequest, Sent } from '../writes.ts';

/** What one answer, or one failed operation, says about a change. */
export type Verdict =
  /** Carried out, or on its way. */
  | { readonly kind: 'accepted' }
  | Extract<Sent, { kind: 'done' | 'refused' | 'outdated' }>
  /** @param again whether it makes sense to send the same again after a pause */
  | (Extract<Sent, { kind: 'busy' }> & { readonly again: boolean })
  /** It may have been carried out: whoever wants to know must look. */
  | { readonly kind: 'unclear'; readonly because: string };

/** Why a change failed, in Azure's words. */
export interface Failure extends ArmError {
  /** Of the answer; 0 of an operation that was accepted and then failed. */
  readonly status: number;
  readonly afterMs?: number;
}

/** One kind of refusal that Azure is known for. */
export interface RefusalRow {
  /** Names the row, for tests. */
  readonly name: string;
  /** Where it is documented or was seen. */
  readonly source: string;
  matches(failure: Failure): boolean;
  verdict(failure: Failure, request: ArmRequest): Verdict;
}

/** Azure's code, or one of those in its details, is among these. */
export function hasCode({ code, details }: ArmError, codes: readonly string[]): boolean {
  const given = [code, ...details.map((each) => each.code)].map((each) => each.toLowerCase());
  return codes.some((each) => given.includes(each.toLowerCase()));
}

/** The message and those of the details, one after the other. */
export function wordsOf({ message, details }: ArmError): string {
  return [message, ...details.map((each) => each.message)].filter((each) => each !== '').join(' ');
}

export function refused(
  { status, code }: Failure,
  because: string,
  hint: string,
  more: { readonly code?: string; readonly permission?: string } = {},
): Extract<Sent, { kind: 'refused' }> {
  return { kind: 'refused', status, code: code || String(status), because, hint, ...more };
}
