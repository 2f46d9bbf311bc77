import type { ModalView } from '@slack/types';
import type { VmRequest } from '../core/requests/request.ts';
import { clippedMrkdwn } from '../core/text/escape.ts';
import { denyForm, extendForm } from './action-ids.ts';
import { section } from './blocks.ts';
import { limits, plain } from './limits.ts';
import { mention } from './mention.ts';
import { momentWords } from './moment-words.ts';
import { durationInput, type RemediationFormContent, reasonInput } from './remediation-form.ts';
import { requestTitle } from './request-title.ts';

/** Asks why a request is denied: the person who asked reads it. */
export function denyModal(request: VmRequest): ModalView {
  return {
    type: 'modal',
    callback_id: denyForm.callbackId,
    private_metadata: request.id,
    title: plain('Deny the request', limits.modalTitle),
    submit: plain('Deny', limits.modalTitle),
    close: plain('Back', limits.modalTitle),
    blocks: [
      section(`${mention(request.requester)} asks to ${clippedMrkdwn(requestTitle(request), 400)}.`),
      reasonInput(denyForm.reason, { required: true, hint: 'The person who asked reads this.', initial: undefined }),
    ],
  };
}

/** Asks for more time: a request of its own, with an approval of its own. */
export function extendModal(
  request: VmRequest,
  content: Pick<RemediationFormContent, 'durations' | 'reason'>,
): ModalView {
  return {
    type: 'modal',
    callback_id: extendForm.callbackId,
    private_metadata: request.id,
    title: plain('Ask for more time', limits.modalTitle),
    submit: plain('Ask for approval', limits.modalTitle),
    close: plain('Back', limits.modalTitle),
    blocks: [
      section(
        clippedMrkdwn(`You asked to ${requestTitle(request)}.`, 400),
        `The time that you choose is added to its end, ${momentWords(request.closesAtMs ?? 0)}. Somebody approves it first.`,
      ),
      durationInput(extendForm.duration, {
        label: 'How much longer',
        hint: 'After that it closes by itself.',
        durations: content.durations,
        initialDurationMs: request.params.durationMs,
        mayStay: false,
      }),
      reasonInput(extendForm.reason, content.reason),
    ],
  };
}
