import { durationWords } from '../text/duration.ts';
import { code } from '../text/escape.ts';
import { approvalOf, type WantedCommand } from './command-ruling.ts';
import { commandWords } from './command-words.ts';
import { approvalWords } from './people-words.ts';
import { type ActionPolicy, everySource, type Policy, type PolicyVm } from './policy.ts';
import { actionFacts, type PolicyAction } from './policy-actions.ts';
import type { PolicyRefusal } from './refused.ts';
import { rulingOn } from './ruling.ts';

/** What a form may offer. */
export interface Limits {
  readonly kind: 'limits';
  readonly longestMs: number;
  /** Durations to choose from, ascending; the longest is the last. */
  readonly presetsMs: readonly number[];
  readonly reasonRequired: boolean;
  /** For a hint under the reason's field; empty where any reason will do. */
  readonly reasonPatterns: readonly (readonly string[])[];
  /** CIDR blocks that may be let in. */
  readonly sources: readonly string[];
  readonly widest: ActionPolicy['widest'];
  readonly lapsesAfterMs: number;
  readonly auto: boolean;
  readonly vmAccess: boolean;
  /** "2 of <group>": with mentions. */
  readonly approval: string;
}

const minute = 60_000;
const presets = [15, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 7200, 10_080].map((minutes) => minutes * minute);

/** @param command of an action that is decided by command: what it is about */
export function limitsOf(
  policy: Policy,
  vm: PolicyVm,
  action: PolicyAction,
  command?: WantedCommand,
): Limits | PolicyRefusal {
  const ruling = rulingOn(policy, vm, action);
  if (ruling.kind === 'refused') return ruling;
  const approval = approvalOf(ruling.allows, command);
  if (approval.kind === 'refused') return approval;
  const { longestMs, reason, sources, widest, lapsesAfterMs, vmAccess } = ruling.allows;
  return {
    kind: 'limits',
    longestMs,
    presetsMs: [...presets.filter((ms) => ms < longestMs), longestMs],
    reasonRequired: reason.required || reason.patterns.length > 0,
    reasonPatterns: reason.patterns,
    sources,
    widest,
    lapsesAfterMs,
    auto: approval.kind === 'auto',
    vmAccess: vmAccess === true,
    approval: approvalWords(approval, ruling.owner),
  };
}

/** The limits of one action in a few words each; those that it has no use for are left out. */
export function limitWords(allows: ActionPolicy, action: PolicyAction): string[] {
  const { changes, opensTo, timeBox, takesKey, commands } = actionFacts[action];
  const { reason, longestMs, sources, widest, approval, lapsesAfterMs } = allows;
  const { ipv4, ipv6 } = widest;
  const isAnywhere = everySource.every((block) => sources.includes(block));
  return [
    ...(commands ? commandWords(allows) : []),
    ...(timeBox === 'none' ? [] : [`${durationWords(longestMs)} at most`]),
    ...(opensTo && !isAnywhere ? [`from ${sources.slice(0, 10).map(code).join(', ') || 'no address'}`] : []),
    ...(opensTo
      ? [ipv4 === 32 && ipv6 === 128 ? 'for one address' : `for a block of /${ipv4} (IPv4) or /${ipv6} (IPv6) at most`]
      : []),
    ...(takesKey && allows.vmAccess ? ['by the VMAccess extension, which grants sudo'] : []),
    ...(changes && reason.required && reason.patterns.length === 0 ? ['with a reason'] : []),
    ...(changes && reason.patterns.length > 0
      ? [`with a reason like ${reason.patterns.map((any) => any.map(code).join(' or ')).join(' and ')}`]
      : []),
    ...(changes && approval.kind === 'people' ? [`a request lapses after ${durationWords(lapsesAfterMs)}`] : []),
  ];
}
