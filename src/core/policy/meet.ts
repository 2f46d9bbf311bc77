import { AddressSet } from '../net/address-set.ts';
import { type ActionPolicy, type Approval, type CommandPolicy, commandDefaults, type People } from './policy.ts';

/**
 * The stricter of two in every field: what is allowed by it is allowed by both. People must be among both, approvals are
 * as many as the more demanding asks for, and `auto` stays only where both say it.
 */
export function meet(a: ActionPolicy, b: ActionPolicy): ActionPolicy {
  return {
    requesters: bothPeople(a.requesters, b.requesters),
    approval: bothApprovals(a.approval, b.approval),
    reason: {
      required: a.reason.required || b.reason.required,
      patterns: distinct([...a.reason.patterns, ...b.reason.patterns]),
    },
    longestMs: Math.min(a.longestMs, b.longestMs),
    sources: AddressSet.of(...a.sources)
      .intersect(AddressSet.of(...b.sources))
      .toCidrs(),
    widest: { ipv4: Math.max(a.widest.ipv4, b.widest.ipv4), ipv6: Math.max(a.widest.ipv6, b.widest.ipv6) },
    lapsesAfterMs: Math.min(a.lapsesAfterMs, b.lapsesAfterMs),
    // It grants more than a key does.
    ...(a.vmAccess && b.vmAccess ? { vmAccess: true } : {}),
    ...(a.commands === undefined && b.commands === undefined ? {} : { commands: bothCommands(a, b) }),
  };
}

/** A command of somebody's own needs people, so where one of them names none, it does not become allowed by the other. */
function bothCommands(a: ActionPolicy, b: ActionPolicy): CommandPolicy {
  const [one, other] = [a.commands ?? commandDefaults, b.commands ?? commandDefaults];
  return {
    templates: distinct([...one.templates, ...other.templates]),
    withoutApproval: distinct([...one.withoutApproval, ...other.withoutApproval]),
    free: one.free && other.free && a.approval.kind === 'people' && b.approval.kind === 'people',
  };
}

/** To need no approval allows more than any approval does, so the other's approval stands alone. */
export function bothApprovals(a: Approval, b: Approval): Approval {
  if (a.kind === 'auto') return b;
  if (b.kind === 'auto') return a;
  return {
    kind: 'people',
    approvals: Math.max(a.approvals, b.approvals),
    approvers: bothPeople(a.approvers, b.approvers),
  };
}

/** "Everyone" asks for nothing more beside others; the same people twice are the same people. */
function bothPeople(a: readonly People[], b: readonly People[]): readonly People[] {
  const all = distinct([...a, ...b]);
  const narrower = all.filter(({ everyone }) => !everyone);
  return narrower.length > 0 ? narrower : all.slice(0, 1);
}

function distinct<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}
