import type { SecurityRule } from '../facts.ts';
import { exposureOf } from '../net/exposure-of.ts';
import type { ReadNsg } from './arm/nsg-from-arm.ts';
import type { OpenGrant } from './audit-run.ts';
import type { SurveyOptions } from './survey-options.ts';

export interface WithoutGrants {
  /** The group without the bot's own rules that let somebody in for a while: they are listed apart. */
  readonly read: ReadNsg;
  readonly grants: readonly OpenGrant[];
  /** Sentences about those that stay in it, since they are no longer what was approved. */
  readonly remarks: readonly string[];
}

const nothing: readonly never[] = [];

/**
 * Takes the bot's own doors out of a group. Their seal tells place, request and closing time, and neither who gets in nor
 * that the time is not over: a rule that somebody widened, or that should be gone, counts as anybody's.
 */
export function withoutGrants(read: ReadNsg, options: SurveyOptions): WithoutGrants {
  const { nsg } = read;
  const own = nsg.rules.flatMap((rule) => {
    const proof = isDoor(rule) ? options.ownRule(nsg.id, rule) : undefined;
    return proof === undefined ? [] : [{ rule, ...proof, change: changeOf(rule, proof.closesAtMs, options) }];
  });
  if (own.length === 0) return { read, grants: nothing, remarks: nothing };
  const left = own.filter(({ change }) => change === undefined);
  const out = new Set(left.map(({ rule }) => rule));
  return {
    read: { ...read, nsg: { ...nsg, rules: nsg.rules.filter((rule) => !out.has(rule)) } },
    grants: left.map(({ rule: { name, sources, destinations }, requestId, closesAtMs }) => ({
      nsgId: nsg.id,
      nsgName: nsg.name,
      rule: name,
      requestId,
      ...(closesAtMs !== undefined && { closesAtMs }),
      sources,
      destinations,
    })),
    remarks: own.flatMap(({ rule, requestId, change }) =>
      change === undefined
        ? []
        : [`Rule ${rule.name}: Drawbridge opened it for request ${requestId}, and ${change}. It counts as any other.`],
    ),
  };
}

function isDoor({ isDefault, access, direction, description }: SecurityRule): boolean {
  return !isDefault && description !== undefined && access === 'Allow' && direction === 'Inbound';
}

/** How it differs from what was approved; undefined where it does not. */
function changeOf(
  rule: SecurityRule,
  closesAtMs: number | undefined,
  { port, thresholds, nowMs }: SurveyOptions,
): string | undefined {
  const { verdict } = exposureOf({ rules: [rule] }, { port, thresholds });
  if (verdict !== 'narrow' && verdict !== 'closed') return 'somebody has widened it since';
  return closesAtMs !== undefined && closesAtMs > nowMs ? undefined : 'its time is over';
}
