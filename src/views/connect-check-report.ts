import type { Button, ConfirmationDialog, KnownBlock } from '@slack/types';
import type { CheckResult } from '../core/checks/run-checks.ts';
import type { Verdict } from '../core/checks/verdict.ts';
import { allRemediations, type RemediationId } from '../core/remediations/all-remediations.ts';
import type { Remediation } from '../core/remediations/remediation.ts';
import type { SshCommand } from '../core/ssh-command.ts';
import { clippedMrkdwn, code, codeBlock, mrkdwn, truncate } from '../core/text/escape.ts';
import { actionIds, askRemediationId } from './action-ids.ts';
import { context, header, section } from './blocks.ts';
import { checkLines } from './check-lines.ts';
import { limits, plain } from './limits.ts';
import { mention } from './mention.ts';
import type { Message } from './message.ts';
import { momentWords } from './moment-words.ts';
import { remediationWords } from './remediation-words.ts';

/** All that a report shows; kept by its id until somebody shares it. */
export interface ConnectCheckReport {
  readonly id: string;
  readonly vm: {
    readonly name: string;
    readonly resourceGroup: string;
    readonly subscriptionId: string;
    readonly subscriptionName?: string;
    readonly location: string;
  };
  /** Canonical address or CIDR block. */
  readonly from: string;
  /** Whether the address was remembered from an earlier time rather than given now. */
  readonly remembered: boolean;
  readonly fromWarning?: string;
  readonly port: number;
  /** Slack user id. */
  readonly askedBy: string;
  /** Epoch milliseconds at which the facts were read. */
  readonly atMs: number;
  readonly verdict: Verdict;
  readonly results: readonly CheckResult[];
  readonly ssh: SshCommand | undefined;
}

const icons: Readonly<Record<Verdict['kind'], string>> = {
  ready: ':large_green_circle:',
  unclear: ':large_yellow_circle:',
  blocked: ':red_circle:',
};

/** For the person who asked, with the buttons that look again and that show it to everybody. */
export function connectCheckReport(report: ConnectCheckReport): Message {
  const buttons: KnownBlock = {
    type: 'actions',
    block_id: 'connect-check-report',
    elements: [
      ...remedies(report),
      {
        type: 'button',
        action_id: actionIds.checkAgain,
        text: plain('Check again', limits.buttonText),
        accessibility_label: 'Check again, and show the result here',
        value: truncate(report.id, limits.buttonValue),
      },
      {
        type: 'button',
        action_id: actionIds.shareReport,
        text: plain('Share in channel', limits.buttonText),
        accessibility_label: 'Share in channel: everybody in it sees this report',
        value: truncate(report.id, limits.buttonValue),
        confirm: confirmSharing(report),
      },
    ],
  };
  return message(report, aboutAddress(report), [buttons]);
}

/** Only the caller has seen the address so far, and shared is shared: nobody should find that out afterwards. */
function confirmSharing({ from }: ConnectCheckReport): ConfirmationDialog {
  const text = `Everybody in this channel will see the report, and in it the address that you connect from: ${from}.`;
  return {
    title: plain('Share this report?', limits.confirmTitle),
    // Between the colons of an IPv6 address Slack finds emoji: ":100:", ":a:".
    text: { ...plain(text, limits.confirmText), emoji: false },
    confirm: plain('Share', limits.confirmButton),
    deny: plain('Cancel', limits.confirmButton),
  };
}

/** One button for each remediation that the bot can carry out, the first one marked. */
function remedies({ id, results }: ConnectCheckReport): Button[] {
  const failed = new Set(results.filter(({ status }) => status === 'fail').map(({ fix }) => fix));
  const doubtful = new Set(results.map(({ fix }) => fix));
  return allRemediations
    .filter((remediation: Remediation) =>
      (remediation.onWarning ? doubtful : failed).has(remediation.id as RemediationId),
    )
    .map(({ id: remediation }, at) => ({
      type: 'button',
      action_id: askRemediationId(remediation),
      text: plain(remediationWords[remediation].name, limits.buttonText),
      accessibility_label: `${remediationWords[remediation].name}: ask for approval`,
      value: truncate(id, limits.buttonValue),
      ...(at === 0 && failed.has(remediation) && { style: 'primary' as const }),
    }));
}

/** @param sharedBy Slack user id */
export function sharedConnectCheckReport(report: ConnectCheckReport, sharedBy: string): Message {
  const asked = report.askedBy === sharedBy ? '' : `, asked for by ${mention(report.askedBy)}`;
  return message(report, [`Shared by ${mention(sharedBy)}${asked}`], []);
}

function message(report: ConnectCheckReport, notes: readonly string[], end: readonly KnownBlock[]): Message {
  const { verdict, results } = report;
  return {
    text: clippedMrkdwn(verdict.text, limits.notification),
    blocks: [
      header(`${icons[verdict.kind]} ${verdict.text}`),
      context(about(report), ...notes),
      ...checkLines(results),
      ...sshLine(report),
      ...end,
    ],
  };
}

function about({ vm, from, port, atMs }: ConnectCheckReport): string {
  const subscription = vm.subscriptionName ?? vm.subscriptionId;
  const where = `${code(vm.resourceGroup)} in ${code(subscription)}, ${code(vm.location)}`;
  return `${clippedMrkdwn(`SSH to port ${port} from ${code(from)} · ${where}`, 400)} · ${momentWords(atMs)}`;
}

function aboutAddress({ remembered, fromWarning }: ConnectCheckReport): string[] {
  return [
    ...(remembered ? ['The address is the one you gave last time; `/vm my-ip` changes it.'] : []),
    ...(fromWarning === undefined ? [] : [`:warning: ${clippedMrkdwn(fromWarning, 300)}`]),
  ];
}

/** All of them, because ssh prefers the Ed25519 key and shows that one. */
const fingerprints = 'for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $key; done';

/** Only something certain withholds the line: what could not be checked or tried does not. */
function sshLine({ verdict, ssh }: ConnectCheckReport): KnownBlock[] {
  if (verdict.kind === 'blocked' || ssh === undefined) return [];
  const hint = ssh.hint === undefined ? [] : [mrkdwn(ssh.hint)];
  return [
    { type: 'divider' },
    section(verdict.kind === 'ready' ? '*Connect with*' : '*To try it*', codeBlock(truncate(ssh.line, 400)), ...hint),
    context(
      `The first time, compare the fingerprint that ssh shows with those that Run Command prints for \`${fingerprints}\`.`,
    ),
  ];
}
