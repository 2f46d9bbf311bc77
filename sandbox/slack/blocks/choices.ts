import { anyText, distinctValues, option } from './composition.ts';
import { confirmable, focusable, identified, withPlaceholder } from './element-parts.ts';
import { all, integer, list, matching, object, oneOf, type Rule, string } from './rule.ts';
import { initialOffered } from './selects.ts';

/** Check boxes, radio buttons, dates and times. */

const common = { ...identified, ...confirmable, ...focusable };
const choice = option(anyText(75));
const choices = list(choice, 10);

export const choiceElements: Readonly<Record<string, Rule>> = {
  checkboxes: all(
    object({ type: oneOf('checkboxes'), options: choices }, { ...common, initial_options: choices }),
    distinctValues,
    initialOffered,
  ),
  radio_buttons: all(
    object({ type: oneOf('radio_buttons'), options: choices }, { ...common, initial_option: choice }),
    distinctValues,
    initialOffered,
  ),
  datepicker: object(
    { type: oneOf('datepicker') },
    {
      ...common,
      ...withPlaceholder,
      initial_date: matching(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be a date: YYYY-MM-DD'),
    },
  ),
  timepicker: object(
    { type: oneOf('timepicker') },
    {
      ...common,
      ...withPlaceholder,
      initial_time: matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time: HH:mm'),
      timezone: string(255),
    },
  ),
  datetimepicker: object(
    { type: oneOf('datetimepicker') },
    { ...common, initial_date_time: integer(1_000_000_000, 9_999_999_999) },
  ),
};
