import type { KnownBlock } from '@slack/types';
import type { CheckResult } from '../core/checks/run-checks.ts';
import type { RemediationId } from '../core/remediations/all-remediations.ts';
import { clippedMrkdwn, codeBlock } from '../core/text/escape.ts';
import { context, section } from './blocks.ts';
import { remediationWords } from './remediation-words.ts';

const icons: Readonly<Record<CheckResult['status'], string>> = {
  pass: ':white_check_mark:',
  fail: ':x:',
  warn: ':warning:',
  unknown: ':grey_question:',
  skipped: ':heavy_minus_sign:',
};

/**
 * Ten checks and the frame around them stay within the 13,200 characters that Slack takes in one message.
 * https://github.com/slackapi/bolt-js/issues/2509
 */
const most = { summary: 180, because: 420, todo: 300, command: 1600, allCommands: 2200 };

/** One block for each check, in their order: what is fine in small print, what is not with its mend. */
export function checkLines(results: readonly CheckResult[]): KnownBlock[] {
  const explained = new Set<RemediationId>();
  const reasons = new Map<string, string>();
  let room = most.allCommands;
  return results.map((result) => {
    const { status, fix } = result;
    if (status === 'pass' || status === 'skipped') return context(quiet(result));
    const before = status === 'unknown' ? toldBefore(result, reasons) : undefined;
    if (before !== undefined) return context(before);
    const isFirst = fix !== undefined && !explained.has(fix);
    if (isFirst) explained.add(fix);
    const command = isFirst ? commandWithin(result.command, Math.min(most.command, room)) : undefined;
    room -= command?.length ?? 0;
    return section(...loud(result), ...(isFirst ? wayOut(fix, command) : []));
  });
}

/** One missing permission leaves several checks open: the reason and the way out are told with the first of them. */
function toldBefore({ status, title, because, todo }: CheckResult, reasons: Map<string, string>): string | undefined {
  const reason = JSON.stringify([because, todo]);
  const first = reasons.get(reason);
  if (first === undefined) {
    reasons.set(reason, title);
    return undefined;
  }
  const where = reasons.size === 1 ? 'as above' : `as for "${first}"`;
  return `${icons[status]}  ${clippedMrkdwn(`${title}: not known, for the same reason ${where}.`, most.summary)}`;
}

function quiet({ status, title, summary, because }: CheckResult): string {
  const text = status === 'skipped' ? `${title}: not checked. ${because ?? ''}` : sentence(summary, because);
  return `${icons[status]}  ${clippedMrkdwn(text, most.summary + most.because)}`;
}

function loud({ status, summary, because, todo }: CheckResult): string[] {
  return [
    `${icons[status]}  *${boldable(clippedMrkdwn(summary, most.summary))}*`,
    ...(because === undefined ? [] : [clippedMrkdwn(because, most.because)]),
    ...(todo === undefined ? [] : [`:point_right:  ${clippedMrkdwn(todo, most.todo)}`]),
  ];
}

function wayOut(fix: RemediationId, command: string | undefined): string[] {
  const { name, portal } = remediationWords[fix];
  const way = `*${name}* (\`${fix}\`). In the portal, on the page of the VM: ${portal}.`;
  return command === undefined ? [way] : [`${way} With the Azure CLI:`, command];
}

/** A command that is cut does something else, so one that does not fit is left out. */
function commandWithin(command: string | undefined, max: number): string | undefined {
  if (command === undefined) return undefined;
  const block = codeBlock(command);
  return block.length <= max ? block : undefined;
}

function sentence(summary: string, because: string | undefined): string {
  return because === undefined ? summary : `${summary}. ${because}`;
}

/** An asterisk inside would end the bold. */
function boldable(text: string): string {
  return text.replaceAll('*', '∗');
}
