import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { RemediationId } from '../core/remediations/all-remediations.ts';
import { durationWords } from '../core/text/duration.ts';
import { clippedMrkdwn, code, truncate } from '../core/text/escape.ts';
import type { VmCandidate } from '../core/vm-name.ts';
import { actionIds, remediationForm as form } from './action-ids.ts';
import { context, section } from './blocks.ts';
import { howToFindAddress } from './how-to-find-address.ts';
import { limits, plain } from './limits.ts';
import type { Message } from './message.ts';
import { remediationWords } from './remediation-words.ts';

/** What the form begins with, and within which limits it may be filled in. */
export interface RemediationFormContent {
  readonly pendingId: string;
  readonly remediation: RemediationId;
  readonly vm: Pick<VmCandidate, 'name' | 'resourceGroup' | 'subscriptionId' | 'subscriptionName'>;
  readonly port: number;
  /** Whether it is opened to an address, and which one is filled in; undefined: nobody gave one lately. */
  readonly address: { readonly initial: string | undefined; readonly isRecent: boolean } | undefined;
  /** It is done at once, without approval, and everybody hears of it. */
  readonly isEmergency: boolean;
  /** Milliseconds to choose from, ascending; none: it is not time-boxed. */
  readonly durations: readonly number[];
  readonly initialDurationMs: number | undefined;
  /** The first choice is then "keep it". */
  readonly mayStay: boolean;
  readonly reason: {
    readonly required: boolean;
    readonly hint: string | undefined;
    readonly initial: string | undefined;
  };
}

const longestReason = 1000;

/** The value of the choice that nothing is undone. */
export const staysChoice = 'stays';

/** Asks for what a remediation needs: source, duration, reason. */
export function remediationForm(content: RemediationFormContent): ModalView {
  const { remediation, pendingId, address } = content;
  const { name } = remediationWords[remediation];
  return {
    type: 'modal',
    callback_id: form.callbackId,
    private_metadata: pendingId.slice(0, limits.privateMetadata),
    title: plain(name, limits.modalTitle),
    submit: plain(content.isEmergency ? 'Open it now' : 'Ask for approval', limits.modalTitle),
    close: plain('Cancel', limits.modalTitle),
    blocks: [
      section(clippedMrkdwn(aboutWhat(content), 400)),
      ...(content.isEmergency ? [context(emergency)] : []),
      ...(address === undefined ? [] : [addressInput(address), ...addressHelp]),
      ...(content.durations.length === 0
        ? []
        : [durationInput(form.duration, { ...content, label: 'For how long', hint: afterwards(content) })]),
      reasonInput(form.reason, content.reason),
    ],
  };
}

const emergency =
  ':rotating_light:  Break-glass: it is opened at once, and everybody who could have approved it is told.';

/** Two machines may have one name: the group and the subscription tell them apart. */
function aboutWhat({ vm, port, address }: RemediationFormContent): string {
  const { name, resourceGroup, subscriptionName, subscriptionId } = vm;
  const machine = address === undefined ? code(name) : `Port ${port} of ${code(name)}`;
  return `${machine}, in group ${code(resourceGroup)}, subscription ${code(subscriptionName ?? subscriptionId)}.`;
}

function afterwards({ address, mayStay }: RemediationFormContent): string {
  if (address !== undefined) return 'After that it closes by itself. You can ask for more time before.';
  return mayStay ? 'After the time that you choose it is undone by itself.' : 'After that it is undone by itself.';
}

const addressHelp: KnownBlock[] = [context(...howToFindAddress)];

function addressInput({ initial, isRecent }: NonNullable<RemediationFormContent['address']>): InputBlock {
  const isOld = initial !== undefined && !isRecent;
  return {
    type: 'input',
    block_id: form.from,
    label: plain('The address that may come in', 150),
    hint: plain(
      isOld
        ? 'You gave this one more than 12 hours ago: is it still yours?'
        : 'Your public IPv4 or IPv6 address. Nothing wider than this is opened.',
      150,
    ),
    element: {
      type: 'plain_text_input',
      action_id: form.from,
      placeholder: plain('203.0.113.7', 150),
      max_length: 100,
      ...(initial !== undefined && { initial_value: initial }),
    },
  };
}

export function durationInput(
  blockId: string,
  {
    label,
    hint,
    durations,
    initialDurationMs,
    mayStay,
  }: Pick<RemediationFormContent, 'durations' | 'initialDurationMs' | 'mayStay'> & { label: string; hint: string },
): InputBlock {
  const choices = durations.map((ms) => ({ text: plain(durationWords(ms), limits.optionText), value: String(ms) }));
  const stays = { text: plain('It stays', limits.optionText), value: staysChoice };
  const options = mayStay ? [stays, ...choices] : choices;
  const initial = options.find(({ value }) => value === String(initialDurationMs)) ?? options[0];
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label, 150),
    hint: plain(hint, 150),
    element: {
      type: 'static_select',
      action_id: blockId,
      options: options.slice(0, limits.options),
      ...(initial !== undefined && { initial_option: initial }),
    },
  };
}

export function reasonInput(
  blockId: string,
  { required, hint, initial }: RemediationFormContent['reason'],
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    optional: !required,
    label: plain('Why', 150),
    hint: plain(hint ?? 'Whoever approves it reads this.', 150),
    element: {
      type: 'plain_text_input',
      action_id: blockId,
      multiline: true,
      max_length: longestReason,
      // Slack opens no form in which more stands than may be typed.
      ...(initial !== undefined && initial !== '' && { initial_value: truncate(initial, longestReason) }),
    },
  };
}

/** Where the form could not be opened (Slack's trigger lasts three seconds): a button that opens it. */
export function offerForm({ pendingId, remediation, vm }: RemediationFormContent): Message {
  const { name } = remediationWords[remediation];
  const text = clippedMrkdwn(`${name}: ${code(vm.name)}. The form asks for what is still missing.`, 400);
  return {
    text,
    blocks: [
      section(text),
      {
        type: 'actions',
        block_id: 'remediation-form',
        elements: [
          {
            type: 'button',
            action_id: actionIds.openRemediationForm,
            style: 'primary',
            text: plain('Fill in the form', limits.buttonText),
            accessibility_label: 'Fill in the form that asks for it',
            value: pendingId.slice(0, limits.buttonValue),
          },
        ],
      },
    ],
  };
}
