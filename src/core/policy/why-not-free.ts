import type { MatchedCommand } from '../commands/match-template.ts';
import { type Refusal, refuse } from '../text/refusal.ts';
import { approvalOf } from './command-ruling.ts';
import type { Ruling } from './ruling.ts';

/** Why a command of somebody's own cannot be asked for; with why it is not the template that it looks like. */
export function whyNotFree(ruling: Ruling, command: MatchedCommand): Refusal | undefined {
  if (command.kind === 'template' || ruling.kind === 'refused') return undefined;
  const approval = approvalOf(ruling.allows, { free: true });
  if (approval.kind !== 'refused') return undefined;
  const { problem, hint } = approval;
  const { almost } = command;
  return almost === undefined ? refuse(problem, hint) : refuse(`${almost.problem} ${problem}`, almost.hint);
}
