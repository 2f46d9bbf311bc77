import { describe, expect, it } from 'vitest';
import { statefulBlocks } from '../../../sandbox/console/page/blocks/form-element.ts';
import { collectValues, problems } from '../../../sandbox/console/page/blocks/form-state.ts';
import type { Block } from '../../../sandbox/slack/workspace.ts';

const label = { type: 'plain_text', text: 'L' };
const input = (element: object, more: object = {}): Block => ({
  type: 'input',
  block_id: 'b',
  label,
  element: { action_id: 'a', ...element },
  ...more,
});
const option = { text: label, value: 'v' };

describe('collectValues', () => {
  it.each([
    ['plain_text_input', {}, { value: null }],
    ['plain_text_input', { initial_value: 'x' }, { value: 'x' }],
    ['static_select', { initial_option: option }, { selected_option: option }],
    ['multi_static_select', {}, { selected_options: [] }],
    ['checkboxes', { initial_options: [option] }, { selected_options: [option] }],
    ['users_select', {}, { selected_user: null }],
    ['multi_conversations_select', { initial_conversations: ['C1'] }, { selected_conversations: ['C1'] }],
    ['datepicker', { initial_date: '2026-01-02' }, { selected_date: '2026-01-02' }],
    ['timepicker', {}, { selected_time: null }],
    ['datetimepicker', { initial_date_time: 5 }, { selected_date_time: 5 }],
  ])('%s %j', (type, more, state) => {
    expect(collectValues(statefulBlocks([input({ type, ...more })]), {})).toEqual({ b: { a: { type, ...state } } });
  });

  it('takes what was entered instead, and elements of every kind of block', () => {
    const blocks: Block[] = [
      input({ type: 'plain_text_input', initial_value: 'x' }),
      { type: 'section', block_id: 's', accessory: { type: 'users_select', action_id: 'u' } },
      {
        type: 'actions',
        block_id: 'c',
        elements: [
          { type: 'button', action_id: 'no' },
          { type: 'timepicker', action_id: 't' },
        ],
      },
    ];
    expect(collectValues(statefulBlocks(blocks), { b: { a: { type: 'plain_text_input', value: 'y' } } })).toEqual({
      b: { a: { type: 'plain_text_input', value: 'y' } },
      s: { u: { type: 'users_select', selected_user: null } },
      c: { t: { type: 'timepicker', selected_time: null } },
    });
  });
});

describe('problems', () => {
  it.each([
    ['required and empty', input({ type: 'plain_text_input' }), true],
    ['optional and empty', input({ type: 'plain_text_input' }, { optional: true }), false],
    ['too short', input({ type: 'plain_text_input', initial_value: 'ab', min_length: 3 }), true],
    ['too long', input({ type: 'plain_text_input', initial_value: 'abc', max_length: 2 }), true],
    ['no number', input({ type: 'number_input', initial_value: 'abc', is_decimal_allowed: true }), true],
    [
      'a fraction where none is allowed',
      input({ type: 'number_input', initial_value: '1.5', is_decimal_allowed: false }),
      true,
    ],
    [
      'below the least',
      input({ type: 'number_input', initial_value: '1', min_value: '2', is_decimal_allowed: false }),
      true,
    ],
    [
      'a number in range',
      input({ type: 'number_input', initial_value: '3', min_value: '2', max_value: '4', is_decimal_allowed: false }),
      false,
    ],
    ['no URL', input({ type: 'url_text_input', initial_value: 'a' }), true],
    ['nothing chosen', input({ type: 'multi_users_select' }), true],
    ['something chosen', input({ type: 'static_select', initial_option: option }), false],
  ])('%s', (_name, block, refused) => {
    const blocks = statefulBlocks([block]);
    expect(Object.keys(problems(blocks, collectValues(blocks, {})))).toEqual(refused ? ['b'] : []);
  });
});
