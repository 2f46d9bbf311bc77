import type { Button, KnownBlock } from '@slack/types';
import type { HostKey } from '../core/host-keys/host-key.ts';
import { articleCommand } from '../core/host-keys/host-key-script.ts';
import type { HostKeyVerdict } from '../core/host-keys/judge-host-key.ts';
import { keyWords } from '../core/host-keys/key-words.ts';
import type { KnownMachine } from '../core/host-keys/known-hosts.ts';
import type { ArticleLine, HostKeyReading } from '../core/host-keys/parse-host-key-reading.ts';
import type { Pin } from '../core/host-keys/pin.ts';
import { proofWords, readingRemarks } from '../core/host-keys/reading-remarks.ts';
import { type ServerView, serverWords } from '../core/host-keys/server-view.ts';
import { verdictWords } from '../core/host-keys/verdict-words.ts';
import { clippedMrkdwn, code, mrkdwn } from '../core/text/escape.ts';
import { actionIds } from './action-ids.ts';
import { context, header, section } from './blocks.ts';
import { forYourClient } from './for-your-client.ts';
import { limits, plain } from './limits.ts';
import { mention } from './mention.ts';
import type { Message } from './message.ts';
import { momentWords } from './moment-words.ts';

/** What was read of a machine's host keys, and what it is held against. */
export interface FingerprintReport {
  readonly vm: { readonly name: string; readonly resourceGroup: string };
  readonly reading: HostKeyReading;
  readonly verdict: HostKeyVerdict;
  readonly server: ServerView;
  readonly pin: Pin | undefined;
  /** For the person's own client, with the approved keys; undefined where none are trusted. */
  readonly known: (KnownMachine & { readonly user: string | undefined }) | undefined;
  /** Whether there is something to be approved, and nothing speaks against asking. */
  readonly mayBeAsked: boolean;
  /** What lets the bot see the server: typed by whoever reads this; undefined where the bot's own address is not known. */
  readonly opens: string | undefined;
  readonly lookId: string;
  readonly readingId: string;
}

const icons: Readonly<Record<HostKeyVerdict['kind'], string>> = {
  trusted: ':large_green_circle:',
  unpinned: ':white_circle:',
  'other-machine': ':large_yellow_circle:',
  'other-type': ':large_yellow_circle:',
  changed: ':rotating_light:',
};

/** With the frame around them they stay within the 13,200 characters that Slack takes in one message. */
const most = { keys: 8, keyLine: 200, words: 1200, remark: 400 };

export function fingerprintReport(report: FingerprintReport): Message {
  const { vm, reading, verdict, server, known } = report;
  const { message, hint } = verdictWords(verdict, code(vm.name));
  const words = clippedMrkdwn(message, most.words);
  return {
    text: words,
    blocks: [
      header(`Host keys of ${vm.name}`),
      section(`${iconOf(report)}  ${words}`, clippedMrkdwn(hint, most.words)),
      ...approvedBefore(report),
      section('*What the VM tells through Azure*', ...keyLines(reading.keys), articleLine(reading.article)),
      section(clippedMrkdwn(serverWords(server), most.words), ...whyNotAsked(report)),
      ...(known === undefined ? [] : forYourClient(known)),
      context(clippedMrkdwn(proofWords, most.remark), ...approvedBy(report), ...remarks(report)),
      { type: 'actions', block_id: 'fingerprint', elements: buttons(report) },
    ],
  };
}

/** Nothing is green while something else answers at the address. */
function iconOf({ verdict, server }: FingerprintReport): string {
  return server.kind === 'disagrees' ? icons.changed : icons[verdict.kind];
}

/** Of changed keys the old ones stand above the new ones, as in the alarm. */
function approvedBefore({ verdict }: FingerprintReport): KnownBlock[] {
  return verdict.kind === 'changed' ? [section('*What was approved*', ...keyLines(verdict.was))] : [];
}

/** Keys that nobody approved, and no button for them: why not, and what would help. */
function whyNotAsked({ verdict, server, mayBeAsked, opens }: FingerprintReport): string[] {
  const isDone = verdict.kind === 'trusted' && verdict.besides.length === 0;
  if (mayBeAsked || isDone) return [];
  const why = 'Other keys take the place of approved ones only where the server shows the same as Azure tells.';
  return server.kind === 'disagrees'
    ? [`${why} Find out first what answers there.`]
    : [
        `${why} Let the bot reach the SSH port${opens === undefined ? '' : `, with ${mrkdwn(code(opens))} for instance`}, and ask Azure again.`,
      ];
}

export function keyLines(keys: readonly HostKey[]): string[] {
  const lines = keys.slice(0, most.keys).map((key) => clippedMrkdwn(`•  ${code(keyWords(key))}`, most.keyLine));
  return keys.length > most.keys ? [...lines, `•  and ${keys.length - most.keys} more`] : lines;
}

function articleLine(article: ArticleLine): string {
  const command = `The article's command, \`${articleCommand}\`,`;
  return article.kind === 'none'
    ? `${command} prints nothing there.`
    : `${command} prints ${clippedMrkdwn(code(article.fingerprint), most.keyLine)}.`;
}

function approvedBy({ pin, verdict }: FingerprintReport): string[] {
  if (pin === undefined) return [];
  const who =
    pin.approvedBy.length === 0 ? 'by the policy' : `by ${pin.approvedBy.slice(0, 5).map(mention).join(', ')}`;
  const what = verdict.kind === 'trusted' ? 'Approved' : 'Others were approved';
  return [`${what} ${momentWords(pin.pinnedAtMs)} ${who}, request \`${pin.requestId}\`.`];
}

function remarks({ reading }: FingerprintReport): string[] {
  return readingRemarks(reading).map((remark) => clippedMrkdwn(remark, most.remark));
}

function buttons({ mayBeAsked, lookId, readingId }: FingerprintReport): Button[] {
  const ask: Button = {
    type: 'button',
    action_id: actionIds.trustHostKeys,
    style: 'primary',
    text: plain('Ask for approval', limits.buttonText),
    accessibility_label: 'Ask for approval of these host keys',
    value: readingId.slice(0, limits.buttonValue),
  };
  const again: Button = {
    type: 'button',
    action_id: actionIds.readHostKeys,
    text: plain('Ask Azure again', limits.buttonText),
    accessibility_label: 'Ask Azure again what the host keys of the VM are',
    value: lookId.slice(0, limits.buttonValue),
  };
  return mayBeAsked ? [ask, again] : [again];
}
