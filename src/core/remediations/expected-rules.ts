import type { Plan, PlannedWrite } from '../actions/plan.ts';
import type { Json } from '../canonical-json.ts';
import type { WriteProgress } from '../requests/request.ts';
import { type NarrowContent, ruleAt } from './narrow-rule.ts';

/** A rule that should be in Azure now, because the bot put it there and has not taken it away. */
export interface ExpectedRule extends NarrowContent {
  readonly nsgId: string;
  readonly name: string;
  readonly priority: number;
}

/**
 * The rules of a grant that should be there. One that was sent without an answer may be there or not: it is not expected,
 * and does not count as drift.
 *
 * @param writes index in the plan's writes -> progress
 */
export function expectedRules(plan: Plan, writes: Readonly<Record<string, WriteProgress>>): ExpectedRule[] {
  return plan.writes.flatMap((write, at) => {
    const { status, priority } = writes[at] ?? {};
    if (status !== 'done' || priority === undefined) return [];
    const rule = ruleAt(write.path);
    const content = contentOf(write);
    return rule === undefined || content === undefined ? [] : [{ ...rule, priority, ...content }];
  });
}

function contentOf({ method, body }: PlannedWrite): NarrowContent | undefined {
  if (method !== 'PUT' || body === undefined) return undefined;
  const { properties } = body as { readonly properties?: { readonly [key: string]: Json } };
  const { sourceAddressPrefix: from, destinationAddressPrefix: to, destinationPortRange: port } = properties ?? {};
  if (typeof from !== 'string' || typeof to !== 'string' || typeof port !== 'string') return undefined;
  return { from, to, port: Number(port) };
}
