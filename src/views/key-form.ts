import type { InputBlock, ModalView } from '@slack/types';
import { parseUserName } from '../core/access-keys/parse-user-name.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import type { VmCandidate } from '../core/vm-name.ts';
import { actionIds, keyForm as form } from './action-ids.ts';
import { context, section } from './blocks.ts';
import { limits, plain } from './limits.ts';
import type { Message } from './message.ts';
import { durationInput, type RemediationFormContent, reasonInput } from './remediation-form.ts';

/** What the form begins with, and within which limits it may be filled in. The key itself is never filled in. */
export interface KeyFormContent
  extends Pick<RemediationFormContent, 'pendingId' | 'durations' | 'initialDurationMs' | 'reason'> {
  readonly vm: Pick<VmCandidate, 'name' | 'resourceGroup' | 'subscriptionId' | 'subscriptionName'>;
  /** Filled in; absent where Azure knows none and nobody said one. */
  readonly user: string | undefined;
  /** By the VMAccess extension. */
  readonly vmAccess: boolean;
}

/** As many characters as Slack takes: an RSA key of 16384 bits has 2800. */
const longestKey = 3000;

/** Asks for a public key, and for whom it is. */
export function keyForm(content: KeyFormContent): ModalView {
  const { pendingId, vm, user, vmAccess } = content;
  const { name, resourceGroup, subscriptionName, subscriptionId } = vm;
  const where = `${code(name)}, in group ${code(resourceGroup)}, subscription ${code(subscriptionName ?? subscriptionId)}.`;
  return {
    type: 'modal',
    callback_id: form.callbackId,
    private_metadata: pendingId.slice(0, limits.privateMetadata),
    title: plain('Add an SSH key', limits.modalTitle),
    submit: plain('Ask for approval', limits.modalTitle),
    close: plain('Cancel', limits.modalTitle),
    blocks: [
      section(clippedMrkdwn(where, 400)),
      context(
        vmAccess
          ? byExtension
          : 'The key is written as this user, who has to exist on the VM, by a script that runs as root.',
      ),
      userInput(user),
      keyInput,
      durationInput(form.duration, {
        ...content,
        label: 'For how long',
        hint: 'After that the key is taken away by itself. Sessions that are open stay open.',
        mayStay: true,
      }),
      reasonInput(form.reason, content.reason),
    ],
  };
}

const byExtension =
  ':warning:  Here keys are let in by the VMAccess extension: it makes the user where there is none, and grants sudo for good.';

/** What no user can be called is not filled in. */
function userInput(initial: string | undefined): InputBlock {
  const known = parseUserName(initial ?? '');
  return {
    type: 'input',
    block_id: form.user,
    label: plain('The user to log in as', 150),
    element: {
      type: 'plain_text_input',
      action_id: form.user,
      max_length: 32,
      placeholder: plain('azureuser', 150),
      ...(known.ok && { initial_value: known.user }),
    },
  };
}

const keyInput: InputBlock = {
  type: 'input',
  block_id: form.publicKey,
  label: plain('Your public key', 150),
  hint: plain('The line of your .pub file. Never the private key: what stands here goes through Slack.', 150),
  element: {
    type: 'plain_text_input',
    action_id: form.publicKey,
    multiline: true,
    max_length: longestKey,
    placeholder: plain('ssh-ed25519 AAAA… you@laptop', 150),
  },
};

/** Where the form could not be opened (Slack's trigger lasts three seconds): a button that opens it. */
export function offerKeyForm({ pendingId, vm }: Pick<KeyFormContent, 'pendingId' | 'vm'>): Message {
  const text = clippedMrkdwn(`Let a key in on ${code(vm.name)}. The form asks for the key.`, 400);
  return {
    text,
    blocks: [
      section(text),
      {
        type: 'actions',
        block_id: 'access-key-form',
        elements: [
          {
            type: 'button',
            action_id: actionIds.openKeyForm,
            style: 'primary',
            text: plain('Fill in the form', limits.buttonText),
            accessibility_label: 'Fill in the form that asks for the key',
            value: pendingId.slice(0, limits.buttonValue),
          },
        ],
      },
    ],
  };
}
