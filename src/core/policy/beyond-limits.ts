import { AddressSet } from '../net/address-set.ts';
import { durationWords } from '../text/duration.ts';
import { code } from '../text/escape.ts';
import { approvalOf, type WantedCommand } from './command-ruling.ts';
import { matchesGlob } from './glob.ts';
import type { ActionPolicy } from './policy.ts';
import { actionFacts, type PolicyAction } from './policy-actions.ts';
import { type PolicyRefusal, refused } from './refused.ts';

/** What somebody wants, as far as the policy looks at it. */
export interface Wish {
  /** Canonical address or CIDR block to let in. */
  readonly from?: string;
  readonly durationMs?: number;
  readonly reason?: string;
  /** By the VMAccess extension. */
  readonly vmAccess?: boolean;
  /** A port that has to be opened for it: to whom, and for how long. */
  readonly opening?: { readonly from: string; readonly durationMs: number };
  readonly command?: WantedCommand;
}

/** The first thing about the wish that the rule does not allow. What the action has no use for is not looked at. */
export function beyondLimits(allows: ActionPolicy, action: PolicyAction, wish: Wish): PolicyRefusal | undefined {
  const { changes, opensTo, commands } = actionFacts[action];
  return (
    (commands ? commandProblem(allows, wish.command) : undefined) ??
    (opensTo ? sourceProblem(allows, wish.from) : undefined) ??
    durationProblem(allows, action, wish.durationMs) ??
    extensionProblem(allows, wish.vmAccess) ??
    (changes ? reasonProblem(allows, wish.reason) : undefined)
  );
}

function commandProblem(allows: ActionPolicy, command: WantedCommand | undefined): PolicyRefusal | undefined {
  if (command === undefined) return refused('It is not said which command.', 'Name one.');
  const approval = approvalOf(allows, command);
  return approval.kind === 'refused' ? approval : undefined;
}

function sourceProblem({ sources, widest }: ActionPolicy, from: string | undefined): PolicyRefusal | undefined {
  const asked = from === undefined ? undefined : AddressSet.parse(from);
  if (from === undefined || asked === undefined)
    return refused('It is not said from which address.', 'Add `from` and your address, e.g. `from 203.0.113.7`.');
  const isTooWide = asked.ipv4Size > 2 ** (32 - widest.ipv4) || asked.ipv6Size > 1n << BigInt(128 - widest.ipv6);
  if (isTooWide) {
    const [most, family] = asked.ipv4Size > 0 ? [widest.ipv4, 32] : [widest.ipv6, 128];
    const narrow = most === family ? 'one address' : `a block of ${code(`/${most}`)}`;
    return refused(
      `${code(from)} is wider than the policy allows: ${narrow} at most.`,
      most === family ? 'Give the one address that you connect from.' : 'Give a narrower block, or one address.',
    );
  }
  if (AddressSet.of(...sources).contains(asked)) return undefined;
  return refused(
    `The policy lets nobody in from ${code(from)}.`,
    sources.length === 0
      ? 'It allows no address at all here; ask whoever runs the bot to change that.'
      : `Connect from one of the allowed addresses: ${sources.slice(0, 10).map(code).join(', ')}${sources.length > 10 ? ' and more' : ''}.`,
  );
}

function durationProblem(
  { longestMs }: ActionPolicy,
  action: PolicyAction,
  durationMs: number | undefined,
): PolicyRefusal | undefined {
  const { timeBox } = actionFacts[action];
  if (timeBox === 'none' || (timeBox === 'optional' && durationMs === undefined)) return undefined;
  const most = durationWords(longestMs);
  if (durationMs === undefined || !(durationMs > 0))
    return refused('It is not said for how long.', `Add \`for\` and a duration, e.g. \`for 1h\`; ${most} at most.`);
  if (durationMs <= longestMs) return undefined;
  return refused(`${durationWords(durationMs)} is longer than the policy allows.`, `Ask for ${most} at most.`);
}

function extensionProblem({ vmAccess }: ActionPolicy, wanted: boolean | undefined): PolicyRefusal | undefined {
  if (wanted !== true || vmAccess) return undefined;
  return refused(
    'The policy lets no key in by the VMAccess extension, which grants sudo.',
    'Ask again: the key is then let in by a script.',
  );
}

function reasonProblem({ reason }: ActionPolicy, given: string | undefined): PolicyRefusal | undefined {
  const text = (given ?? '').trim();
  if (text === '') {
    return reason.required || reason.patterns.length > 0
      ? refused('The policy wants a reason.', `Say why.${shapeWords(reason.patterns)}`)
      : undefined;
  }
  const isFit = reason.patterns.every((any) => any.some((pattern) => matchesGlob(pattern, text, { digits: true })));
  return isFit
    ? undefined
    : refused('The reason does not have the form that the policy wants.', shapeWords(reason.patterns).trim());
}

function shapeWords(patterns: ActionPolicy['reason']['patterns']): string {
  if (patterns.length === 0) return '';
  const forms = patterns.map((any) => any.map(code).join(' or ')).join(', and also ');
  return ` It has to look like ${forms}; \`*\` is any text and \`#\` a digit.`;
}
