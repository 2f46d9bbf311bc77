import type { ModalView } from '@slack/types';
import type { HostKey } from '../core/host-keys/host-key.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { refuse } from '../core/text/refusal.ts';
import { trustForm } from './action-ids.ts';
import { context, section } from './blocks.ts';
import { keyLines } from './fingerprint-report.ts';
import { limits, plain } from './limits.ts';
import type { Message } from './message.ts';
import { type RemediationFormContent, reasonInput } from './remediation-form.ts';

/** What a person sees while the machine is asked. */
export function readingHostKeys(vm: string): Message {
  const text = clippedMrkdwn(
    `Asking ${code(vm)} for its host keys, through Azure. That takes half a minute and more …`,
    limits.notification,
  );
  return { text, blocks: [context(`:hourglass_flowing_sand:  ${text}`)] };
}

/** Nobody approves today what was read yesterday. */
export const readingTooOld = refuse(
  'That was too long ago: the keys may be others by now.',
  'Type `/vm fingerprint` again, with the name of the VM.',
);

/** Asks why host keys are to be trusted, where the policy wants a reason. */
export function trustModal(content: {
  readonly readingId: string;
  readonly vm: string;
  readonly keys: readonly HostKey[];
  readonly reason: RemediationFormContent['reason'];
}): ModalView {
  const { readingId, vm, keys, reason } = content;
  return {
    type: 'modal',
    callback_id: trustForm.callbackId,
    private_metadata: readingId.slice(0, limits.privateMetadata),
    title: plain('Trust the host keys', limits.modalTitle),
    submit: plain('Ask for approval', limits.modalTitle),
    close: plain('Cancel', limits.modalTitle),
    blocks: [
      section(
        clippedMrkdwn(`From then on whatever shows one of these host keys passes for ${code(vm)}:`, 400),
        ...keyLines(keys),
      ),
      reasonInput(trustForm.reason, reason),
    ],
  };
}
