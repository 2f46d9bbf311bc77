import { buttons, contextButtons } from './buttons.ts';
import { choiceElements } from './choices.ts';
import { plainText } from './composition.ts';
import { boolean, byType, list, object, oneOf, type Rule, string } from './rule.ts';
import { selects } from './selects.ts';
import { fileInput, richTextInput, textInputs } from './text-inputs.ts';

/** Blocks that ask something. https://docs.slack.dev/reference/block-kit/blocks/input-block */

const blockId = { block_id: string(255) };
const label = plainText(2000);
const actionElement = byType({ ...buttons, ...selects, ...choiceElements, ...richTextInput });
const inputElement = byType({ ...selects, ...choiceElements, ...textInputs, ...richTextInput, ...fileInput });

export const inputBlocks: Readonly<Record<string, Rule>> = {
  actions: object({ type: oneOf('actions'), elements: list(actionElement, 25) }, blockId),
  input: object(
    { type: oneOf('input'), label, element: inputElement },
    { ...blockId, hint: label, optional: boolean, dispatch_action: boolean },
  ),
  context_actions: object({ type: oneOf('context_actions'), elements: list(byType(contextButtons), 5) }, blockId),
};
