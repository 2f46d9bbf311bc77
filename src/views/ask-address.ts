import type { ModalView } from '@slack/types';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { actionIds, addressForm } from './action-ids.ts';
import { context, section } from './blocks.ts';
import { howToFindAddress } from './how-to-find-address.ts';
import { limits, plain } from './limits.ts';
import type { Message } from './message.ts';

interface Pending {
  readonly pendingId: string;
  /** The VM as the person named it. */
  readonly vm: string;
}

/** The form that asks where a person connects from. */
export function addressModal({ pendingId, vm }: Pending): ModalView {
  return {
    type: 'modal',
    callback_id: addressForm.callbackId,
    private_metadata: pendingId.slice(0, limits.privateMetadata),
    title: plain('Where are you?', limits.modalTitle),
    submit: plain('Check', limits.modalTitle),
    close: plain('Cancel', limits.modalTitle),
    blocks: [
      section(clippedMrkdwn(`Which address will you connect to ${code(vm)} from? Slack does not tell me.`, 400)),
      {
        type: 'input',
        block_id: addressForm.blockId,
        label: plain('Your public address', 150),
        hint: plain('IPv4, IPv6, or a range such as 203.0.113.0/24. It is remembered for next time.', 150),
        element: {
          type: 'plain_text_input',
          action_id: addressForm.actionId,
          placeholder: plain('203.0.113.7', 150),
          max_length: 100,
          focus_on_load: true,
        },
      },
      context(...howToFindAddress),
    ],
  };
}

/** Where the form could not be opened (Slack's trigger lasts three seconds): a button that opens it. */
export function askAddress({ pendingId, vm }: Pending): Message {
  const text = `From which address will you connect to ${code(vm)}? Slack does not tell me.`;
  return {
    text: clippedMrkdwn(text, limits.notification),
    blocks: [
      section(clippedMrkdwn(text, 400)),
      {
        type: 'actions',
        block_id: 'connect-check-ask',
        elements: [
          {
            type: 'button',
            action_id: actionIds.askAddress,
            style: 'primary',
            text: plain('Enter my address', limits.buttonText),
            accessibility_label: 'Enter the address that you connect from',
            value: pendingId.slice(0, limits.buttonValue),
          },
        ],
      },
      context(...howToFindAddress, 'Or add `from 203.0.113.7`, with your address, to the command.'),
    ],
  };
}
