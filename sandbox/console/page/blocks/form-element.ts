import type {
  Checkboxes,
  Datepicker,
  DateTimepicker,
  EmailInput,
  KnownBlock,
  MultiSelect,
  NumberInput,
  PlainTextInput,
  RadioButtons,
  Select,
  Timepicker,
  URLInput,
} from '@slack/types';
import type { Block } from '../../../slack/workspace.ts';

/** Elements that hold something a person chose or wrote. */
export type FormElement =
  | Checkboxes
  | Datepicker
  | DateTimepicker
  | EmailInput
  | MultiSelect
  | NumberInput
  | PlainTextInput
  | RadioButtons
  | Select
  | Timepicker
  | URLInput;

/** A block's stateful elements; `required` is there for input blocks only. */
export interface StatefulBlock {
  readonly blockId: string;
  readonly elements: readonly FormElement[];
  readonly required?: boolean;
}

const kinds: readonly string[] = [
  'checkboxes',
  'datepicker',
  'datetimepicker',
  'email_text_input',
  'number_input',
  'plain_text_input',
  'radio_buttons',
  'timepicker',
  'url_text_input',
  ...['static', 'external', 'users', 'conversations', 'channels'].flatMap((kind) => [
    `${kind}_select`,
    `multi_${kind}_select`,
  ]),
] satisfies readonly FormElement['type'][] | readonly string[];

function isFormElement(element: { readonly type: string } | undefined): element is FormElement {
  return element !== undefined && kinds.includes(element.type);
}

/** Slack's own validation already let the block through, so its type names its shape. */
export function asKnownBlock(block: Block): KnownBlock {
  return block as unknown as KnownBlock;
}

export function statefulBlocks(blocks: readonly Block[]): StatefulBlock[] {
  return blocks.flatMap((raw): StatefulBlock[] => {
    const block = asKnownBlock(raw);
    const blockId = block.block_id ?? '';
    if (block.type === 'input') {
      return isFormElement(block.element)
        ? [{ blockId, elements: [block.element], required: block.optional !== true }]
        : [];
    }
    const candidates = block.type === 'actions' ? block.elements : block.type === 'section' ? [block.accessory] : [];
    const elements = candidates.filter((element) => isFormElement(element));
    return elements.length > 0 ? [{ blockId, elements }] : [];
  });
}
