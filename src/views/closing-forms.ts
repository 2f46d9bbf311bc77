import type { ModalView } from '@slack/types';
import type { VmRequest } from '../core/requests/request.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { closeFindingForm, reopenForm } from './action-ids.ts';
import { context, section } from './blocks.ts';
import { limits, plain } from './limits.ts';
import { type RemediationFormContent, reasonInput } from './remediation-form.ts';
import { requestTitle } from './request-title.ts';

interface CloseFormContent {
  /** Short id of the finding. */
  readonly ref: string;
  readonly group: {
    readonly name: string;
    readonly resourceGroup: string;
    readonly subscriptionId: string;
    readonly subscriptionName?: string;
  };
  readonly port: number;
  readonly reason: RemediationFormContent['reason'];
}

/** Asks why an exposed port is to be closed, and says what will be asked for. */
export function closeModal({ ref, group, port, reason }: CloseFormContent): ModalView {
  const { name, resourceGroup, subscriptionId, subscriptionName } = group;
  const place = `Security group ${code(name)}, in group ${code(resourceGroup)}, subscription ${code(subscriptionName ?? subscriptionId)}.`;
  return {
    type: 'modal',
    callback_id: closeFindingForm.callbackId,
    private_metadata: ref.slice(0, limits.privateMetadata),
    title: plain('Close the port', limits.modalTitle),
    submit: plain('Ask for approval', limits.modalTitle),
    close: plain('Back', limits.modalTitle),
    blocks: [
      section(clippedMrkdwn(place, 500)),
      section(
        `The bot will ask to put its own Deny for TCP ${port} from the exposed addresses directly in front of the rule that lets them in. No other rule is changed, and it can be undone.`,
      ),
      context('The request shows the exact change and who would lose access. Somebody approves it first.'),
      reasonInput(closeFindingForm.reason, reason),
    ],
  };
}

/** Asks why what was closed is to be opened again. */
export function reopenModal(request: VmRequest, reason: RemediationFormContent['reason']): ModalView {
  return {
    type: 'modal',
    callback_id: reopenForm.callbackId,
    private_metadata: request.id,
    title: plain('Reopen the port', limits.modalTitle),
    submit: plain('Ask for approval', limits.modalTitle),
    close: plain('Back', limits.modalTitle),
    blocks: [
      section(
        clippedMrkdwn(`It was asked to ${requestTitle(request)}.`, 400),
        'The Deny that the bot put there would be taken away again. Somebody approves it first.',
      ),
      reasonInput(reopenForm.reason, reason),
    ],
  };
}
