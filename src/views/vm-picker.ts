import type { KnownBlock, PlainTextOption } from '@slack/types';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import type { VmCandidate } from '../core/vm-name.ts';
import { actionIds } from './action-ids.ts';
import { context, section } from './blocks.ts';
import { limits, plain } from './limits.ts';
import type { Message } from './message.ts';

/** So many are shown one below the other with a button each; more go into a menu. */
const mostButtons = 5;
/** A hundred options of full length would be more text than one message takes. */
const mostDescription = 45;

/** Several VMs answer to one name: the person picks one. */
export function vmPicker(choice: {
  readonly pendingId: string;
  /** The VM as the person named it. */
  readonly vm: string;
  readonly candidates: readonly VmCandidate[];
  /** How many answer to the name beside the candidates. */
  readonly more?: number | undefined;
  /** What choosing one does; left out: it is checked. */
  readonly then?: PickerAction;
}): Message {
  const { pendingId, vm, candidates, more = 0, then = checking } = choice;
  const text = `${candidates.length + more} VMs are called ${code(vm)}. Which one?`;
  const value = (index: number) => `${pendingId}:${index}`;
  const choices =
    candidates.length <= mostButtons ? buttons(candidates, value, then) : menu(candidates, more, value, then);
  return {
    text: clippedMrkdwn(text, limits.notification),
    blocks: [section(clippedMrkdwn(text, limits.notification)), ...choices],
  };
}

type ValueOf = (index: number) => string;

export interface PickerAction {
  readonly actionId: string;
  /** On each button. */
  readonly label: string;
}

const checking: PickerAction = { actionId: actionIds.pickVm, label: 'Check' };

function buttons(candidates: readonly VmCandidate[], value: ValueOf, { actionId, label }: PickerAction): KnownBlock[] {
  return candidates.map((candidate, index) => ({
    ...section(
      clippedMrkdwn(`${code(candidate.resourceGroup)} / ${code(candidate.name)}`, 300),
      clippedMrkdwn(`${subscription(candidate)}, ${code(candidate.location)}`, 300),
    ),
    block_id: `connect-check-pick-${index}`,
    accessory: {
      type: 'button',
      action_id: actionId,
      text: plain(label, limits.buttonText),
      accessibility_label: plain(`${label} ${candidate.resourceGroup}/${candidate.name}`, limits.buttonLabel).text,
      value: value(index),
    },
  }));
}

function menu(
  candidates: readonly VmCandidate[],
  more: number,
  value: ValueOf,
  { actionId }: PickerAction,
): KnownBlock[] {
  const options: PlainTextOption[] = candidates.slice(0, limits.options).map((candidate, index) => ({
    text: plain(`${candidate.resourceGroup}/${candidate.name}`, limits.optionText),
    description: plain(
      `${candidate.subscriptionName ?? candidate.subscriptionId}, ${candidate.location}`,
      mostDescription,
    ),
    value: value(index),
  }));
  const left = candidates.length + more - options.length;
  const leftWords = left === 1 ? '1 more is' : `${left} more are`;
  return [
    {
      type: 'actions',
      block_id: 'connect-check-pick',
      elements: [{ type: 'static_select', action_id: actionId, placeholder: plain('Choose a VM', 150), options }],
    },
    ...(left > 0 ? [context(`${leftWords} not in the menu: type \`myResourceGroup/myVM\`, or the resource id.`)] : []),
  ];
}

function subscription({ subscriptionName, subscriptionId }: VmCandidate): string {
  return subscriptionName === undefined ? code(subscriptionId) : `${code(subscriptionName)} (${code(subscriptionId)})`;
}
