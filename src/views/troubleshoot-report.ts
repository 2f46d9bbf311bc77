import type { KnownBlock } from '@slack/types';
import { clippedMrkdwn, code, codeBlock, truncate } from '../core/text/escape.ts';
import type { Answer } from '../core/troubleshoot/answer-questions.ts';
import { actionIds } from './action-ids.ts';
import { context, header, section } from './blocks.ts';
import { limits, plain } from './limits.ts';
import { mention } from './mention.ts';
import type { Message } from './message.ts';
import { momentWords } from './moment-words.ts';

export interface TroubleshootReport {
  /** Of what "Look again" goes on from. */
  readonly id: string;
  readonly vm: { readonly name: string; readonly resourceGroup: string };
  readonly user: string;
  readonly port: number;
  /** The system's own name, where it was told: "Ubuntu 24.04.1 LTS". */
  readonly os: string | undefined;
  /** Slack user id. */
  readonly askedBy: string;
  /** Epoch milliseconds at which the reading ended. */
  readonly atMs: number;
  readonly answers: readonly Answer[];
  /** False where the output was cut. */
  readonly isWhole: boolean;
}

const icons: Readonly<Record<Answer['status'], string>> = {
  problem: ':x:',
  warning: ':warning:',
  unknown: ':grey_question:',
  ok: ':white_check_mark:',
  'not-asked': ':heavy_minus_sign:',
};

/** Nineteen findings and the frame around them stay within the 13,200 characters that Slack takes in one message. */
const most = { summary: 180, because: 330, mend: 900, allMends: 3600, quiet: 1200 };

/** What was found inside a VM: what stands in the way first, with what would mend it; what is fine in one line. */
export function troubleshootReport(report: TroubleshootReport): Message {
  const { answers } = report;
  const of = (status: Answer['status']) => answers.filter((each) => each.status === status);
  const text = verdict(report, of('problem').length, of('warning').length);
  return {
    text: clippedMrkdwn(text, limits.notification),
    blocks: [
      header(`${iconOf(answers)} ${text}`),
      context(about(report)),
      ...loudLines([...of('problem'), ...of('warning')]),
      ...of('unknown').map((each) => context(...told(each, `${icons.unknown}  ${summary(each)}`))),
      ...quietLine('ok', 'Fine', of('ok')),
      ...quietLine('not-asked', 'Does not apply', of('not-asked')),
      ...(report.isWhole
        ? []
        : [context(':scissors:  The VM had more to tell than Azure gives back: some is missing.')]),
      ...howToMend(answers),
      again(report),
    ],
  };
}

function verdict({ vm, user }: TroubleshootReport, problems: number, warnings: number): string {
  const where = `for ${user} on ${vm.name}`;
  if (problems === 1) return `One thing stands in the way of SSH ${where}`;
  if (problems > 1) return `${problems} things stand in the way of SSH ${where}`;
  return warnings > 0
    ? `Nothing certain stands in the way of SSH ${where}`
    : `Nothing was found in the way of SSH ${where}`;
}

function iconOf(answers: readonly Answer[]): string {
  const has = (status: Answer['status']) => answers.some((each) => each.status === status);
  if (has('problem')) return ':red_circle:';
  return has('warning') || has('unknown') ? ':large_yellow_circle:' : ':large_green_circle:';
}

function about({ vm, user, port, os, askedBy, atMs }: TroubleshootReport): string {
  const what = `User ${code(user)}, port ${port} · ${code(vm.resourceGroup)}${os === undefined ? '' : ` · ${os}`}`;
  return `${clippedMrkdwn(what, 300)} · read inside the VM ${momentWords(atMs)} for ${mention(askedBy)} · nothing was changed`;
}

/** A command that is cut does something else, so one that finds no room is left out. */
function loudLines(answers: readonly Answer[]): KnownBlock[] {
  let room = most.allMends;
  return answers.map((answer) => {
    const block = answer.mend === undefined ? '' : codeBlock(answer.mend);
    const fits = block.length <= Math.min(most.mend, room);
    if (fits) room -= block.length;
    const mend = fits ? block : 'There is more to mend than can be shown here.';
    return section(
      ...told(answer, `${icons[answer.status]}  *${summary(answer).replaceAll('*', '∗')}*`),
      ...(block === '' ? [] : [mend]),
    );
  });
}

function summary(answer: Answer): string {
  return clippedMrkdwn(answer.summary, most.summary);
}

function told({ because }: Answer, first: string): string[] {
  return because === undefined ? [first] : [first, clippedMrkdwn(because, most.because)];
}

function quietLine(status: Answer['status'], heading: string, answers: readonly Answer[]): KnownBlock[] {
  if (answers.length === 0) return [];
  const words = [...new Set(answers.map((each) => each.summary))].join(' · ');
  return [context(`${icons[status]}  ${heading}: ${clippedMrkdwn(words, most.quiet)}`)];
}

function howToMend(answers: readonly Answer[]): KnownBlock[] {
  if (!answers.some(({ mend, status }) => mend !== undefined && (status === 'problem' || status === 'warning')))
    return [];
  return [
    context(
      'The commands are for a shell on the VM: read them first. While SSH is shut, the portal has one under *Help › Serial console*.',
    ),
  ];
}

function again({ id }: TroubleshootReport): KnownBlock {
  return {
    type: 'actions',
    block_id: 'troubleshoot-report',
    elements: [
      {
        type: 'button',
        action_id: actionIds.lookAgain,
        text: plain('Look again', limits.buttonText),
        accessibility_label: 'Look again, and show the result here',
        value: truncate(id, limits.buttonValue),
      },
    ],
  };
}
