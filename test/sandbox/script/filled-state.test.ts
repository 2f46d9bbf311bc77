import { expect, test } from 'vitest';
import { filledState, isFilledIn } from '../../../sandbox/script/filled-state.ts';

test.each([
  ['plain_text_input', 'why', { value: 'why' }],
  ['plain_text_input', '', { value: null }],
  ['datepicker', '2026-12-31', { selected_date: '2026-12-31' }],
  ['datepicker', '', { selected_date: null }],
  ['datepicker', 'tomorrow', '"tomorrow" is not a day like 2026-01-31'],
  ['datepicker', '2026-13-01', '"2026-13-01" is not a day like 2026-01-31'],
  ['timepicker', '09:30', { selected_time: '09:30' }],
  ['timepicker', '24:00', '"24:00" is not a time of day like 09:30'],
])('%s with "%s"', (type, value, state) => {
  expect(filledState(type, value)).toEqual(state);
});

test.each([
  ['email_text_input', true],
  ['datepicker', true],
  ['static_select', false],
  ['button', false],
])('%s is filled in: %s', (type, isOne) => {
  expect(isFilledIn(type)).toBe(isOne);
});
