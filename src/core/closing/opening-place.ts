import type { Nsg } from '../facts.ts';
import type { Exposure } from '../net/exposure.ts';
import type { Grounds } from './group-exposure.ts';
import { openingRules } from './opening-rules.ts';
import { roomForDeny } from './room-for-deny.ts';

/** Where a Deny closes a group. */
export interface OpeningPlace {
  /** The first of the rules that expose it. */
  readonly rule: string;
  /** The nearest free priorities in front of it: two, as two families take two rules; fewer where there are no more. */
  readonly free: readonly number[];
}

/** @param nsg with every rule that is there, since each takes a number; what is exposed may be judged without some */
export function openingPlace(
  { nsg, rules, exposure }: { readonly nsg: Nsg; readonly rules: Nsg['rules']; readonly exposure: Exposure },
  grounds: Grounds,
  port: number,
): OpeningPlace | undefined {
  const [first] = openingRules(grounds, rules, exposure, port);
  if (first === undefined) return undefined;
  const free = [2, 1].flatMap((count) => {
    const room = roomForDeny(nsg, first, { count, port });
    return 'kind' in room ? [] : [room.free];
  });
  return { rule: first.name, free: free[0] ?? [] };
}
