import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { RemediationId } from '../core/checks/check.ts';
import { durationWords } from '../core/text/duration.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
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
  readonly vm: string;
  readonly port: number;
  /** Whether it is opened to an address, and which one is filled in; undefined: nobody gave one lately. */
  readonly address: { readonly initial: string | undefined; readonly isRecent: boolean } | undefined;
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

/** The value of the choice that nothing is undone. */
export const staysChoice = 'stays';

/** Asks for what a remediation needs: source, duration, reason. */
export function remediationForm(content: RemediationFormContent): ModalView {
  const { remediation, vm, port, pendingId, address } = content;
  const { name } = remediationWords[remediation];
  const about = address === undefined ? code(vm) : `port ${port} of ${code(vm)}`;
  return {
    type: 'modal',
    callback_id: form.callbackId,
    private_metadata: pendingId.slice(0, limits.privateMetadata),
    title: plain(name, limits.modalTitle),
    submit: plain('Ask for approval', limits.modalTitle),
    close: plain('Cancel', limits.modalTitle),
    blocks: [
      section(clippedMrkdwn(`${name}: ${about}.`, 400)),
      ...(address === undefined ? [] : [addressInput(address)]),
      ...(content.durations.length === 0 ? [] : [durationInput(form.duration, content)]),
      reasonInput(form.reason, content.reason),
      ...(address === undefined ? [] : addressHelp),
    ],
  };
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
    durations,
    initialDurationMs,
    mayStay,
  }: Pick<RemediationFormContent, 'durations' | 'initialDurationMs' | 'mayStay'>,
): InputBlock {
  const choices = durations.map((ms) => ({ text: plain(durationWords(ms), limits.optionText), value: String(ms) }));
  const stays = { text: plain('It stays', limits.optionText), value: staysChoice };
  const options = mayStay ? [stays, ...choices] : choices;
  const initial = options.find(({ value }) => value === String(initialDurationMs)) ?? options[0];
  return {
    type: 'input',
    block_id: blockId,
    label: plain('For how long', 150),
    hint: plain('It is undone by itself then.', 150),
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
      max_length: 1000,
      ...(initial !== undefined && initial !== '' && { initial_value: initial }),
    },
  };
}

/** Where the form could not be opened (Slack's trigger lasts three seconds): a button that opens it. */
export function offerForm({ pendingId, remediation, vm }: RemediationFormContent): Message {
  const { name } = remediationWords[remediation];
  const text = clippedMrkdwn(`${name}: ${code(vm)}. Some things are still to be said.`, 400);
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
