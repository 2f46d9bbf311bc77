import { dispatchable, focusable, identified, withPlaceholder } from './element-parts.ts';
import { richText } from './rich-text.ts';
import { all, boolean, holds, integer, lazy, list, matching, object, oneOf, type Rule, string } from './rule.ts';

/** What people type into. https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */

const common = { ...identified, ...dispatchable, ...focusable, ...withPlaceholder };
const numeral = matching(/^-?\d+(\.\d+)?$/, 'must be a number as text');

function atMost(low: string, high: string): Rule {
  return holds(
    (input) => input[low] === undefined || input[high] === undefined || Number(input[low]) <= Number(input[high]),
    `${low} cannot be greater than ${high}`,
  );
}

const plainTextInput = all(
  object(
    { type: oneOf('plain_text_input') },
    {
      ...common,
      initial_value: string(3000, 0),
      multiline: boolean,
      min_length: integer(0, 3000),
      max_length: integer(1, 3000),
    },
  ),
  atMost('min_length', 'max_length'),
);

const numberInput = all(
  object(
    { type: oneOf('number_input'), is_decimal_allowed: boolean },
    { ...common, initial_value: numeral, min_value: numeral, max_value: numeral },
  ),
  atMost('min_value', 'max_value'),
);

const lines = integer(1, 100);

/** Inputs that may stand nowhere but in an input block. */
export const textInputs: Readonly<Record<string, Rule>> = {
  plain_text_input: plainTextInput,
  number_input: numberInput,
  email_text_input: object({ type: oneOf('email_text_input') }, { ...common, initial_value: string(3000) }),
  url_text_input: object({ type: oneOf('url_text_input') }, { ...common, initial_value: string(3000) }),
};

export const richTextInput: Readonly<Record<string, Rule>> = {
  rich_text_input: object(
    { type: oneOf('rich_text_input') },
    { ...common, initial_value: lazy(() => richText), min_lines: lines, max_lines: lines },
  ),
};

export const fileInput: Readonly<Record<string, Rule>> = {
  file_input: object(
    { type: oneOf('file_input') },
    { ...identified, filetypes: list(string(255), 100), max_files: integer(1, 10) },
  ),
};
