import type { InputBlock, ModalView } from '@slack/types';
import type { TrackedFinding, Waiver, WaiverEnd } from '../core/audit/audit-run.ts';
import type { Finding } from '../core/audit/finding.ts';
import { findingRef } from '../core/audit/finding-ref.ts';
import { exposureWords } from '../core/audit/finding-words.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { waiveForm as form } from './action-ids.ts';
import { findingTitle, whereWords } from './audit-finding.ts';
import { context, section } from './blocks.ts';
import { limits, plain } from './limits.ts';
import { mention } from './mention.ts';
import type { Message } from './message.ts';
import { momentWords } from './moment-words.ts';
import { reasonInput } from './remediation-form.ts';

export interface WaiveFormContent {
  /** Of the run that the form shows the finding of. */
  readonly runId: string;
  /** As `YYYY-MM-DD`, in UTC. */
  readonly today: string;
  /** The last day that a waiver may hold. */
  readonly latest: string;
}

/** Asks why and until when a finding is to be left alone. */
export function waiveForm(tracked: TrackedFinding, { runId, ...days }: WaiveFormContent): ModalView {
  const { finding } = tracked;
  return {
    type: 'modal',
    callback_id: form.callbackId,
    private_metadata: `${findingRef(finding.key)}:${runId}`.slice(0, limits.privateMetadata),
    title: plain('Waive a finding', limits.modalTitle),
    submit: plain('Waive it', limits.modalTitle),
    close: plain('Cancel', limits.modalTitle),
    blocks: [
      section(`${findingTitle(tracked)}  ·  ${whereWords(finding)}`, clippedMrkdwn(`${exposureWords(finding)}.`, 300)),
      context('Nothing is closed: reports leave it out until then. It comes back before if it gets worse.'),
      reasonInput(form.reason, {
        required: true,
        hint: 'Everybody who reads the report can see it.',
        initial: undefined,
      }),
      untilInput(days),
    ],
  };
}

/** Nothing is filled in: an end that nobody thought about is none. */
function untilInput({ today, latest }: Omit<WaiveFormContent, 'runId'>): InputBlock {
  return {
    type: 'input',
    block_id: form.until,
    label: plain('Until the end of', 150),
    hint: plain(`A day after ${today} and at the latest ${latest}. The day ends at midnight UTC.`, 150),
    element: { type: 'datepicker', action_id: form.until, placeholder: plain('Pick a date', 150) },
  };
}

/** For everybody who reads the report: who waived what, and until when. */
export function waivedNotice({ by, reason, untilMs }: Waiver, finding: Finding): Message {
  const what = `${mention(by)} waived ${clippedMrkdwn(`${code(finding.name)} (${finding.severity})`, 120)}`;
  const why = clippedMrkdwn(reason, 500);
  return {
    text: `${what} until ${momentWords(untilMs)}: ${why}`,
    blocks: [
      section(`:zzz:  ${what} until ${momentWords(untilMs)}: ${why}`),
      context('It comes back then, or before if it gets worse.'),
    ],
  };
}

/** For everybody who reads the report: who took a waiver back. */
export function waiverEndedNotice(end: WaiverEnd, waiver: Waiver, finding: Finding): Message {
  const what = clippedMrkdwn(`${code(finding.name)} (${finding.severity})`, 120);
  const text = `${mention(end.by)} ended the waiver of ${what} that ${mention(waiver.by)} gave.`;
  return { text, blocks: [section(`:bell:  ${text}`), context('The next audit tells of it again.')] };
}
