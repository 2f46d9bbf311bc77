import { describe, expect, it } from 'vitest';
import { type BlocksReport, checkBlocks, type Surface } from '../../../sandbox/slack/blocks/check-blocks.ts';
import { checkView } from '../../../sandbox/slack/blocks/check-view.ts';

type Json = Record<string, unknown>;

const long = (length: number) => 'x'.repeat(length);
const times = <Item>(count: number, make: (index: number) => Item) =>
  Array.from({ length: count }, (_, at) => make(at));
const plain = (text: string): Json => ({ type: 'plain_text', text });
const mrkdwn = (text: string): Json => ({ type: 'mrkdwn', text });
const section = (more: Json): Json => ({ type: 'section', ...more });
const button = (more: Json = {}): Json => ({ type: 'button', text: plain('Press'), ...more });
const actions = (...elements: Json[]): Json => ({ type: 'actions', elements });
const option = (value: string, text = 'An option'): Json => ({ text: plain(text), value });
const select = (more: Json): Json => ({ type: 'static_select', ...more });
const options = (count: number) => times(count, (at) => option(`v${at}`));
const input = (element: Json, more: Json = {}): Json => ({ type: 'input', label: plain('Label'), element, ...more });
const rich = (...elements: Json[]): Json => ({ type: 'rich_text', elements });
const words = (text: string): Json => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] });
const table = (rows: unknown): Json => ({ type: 'table', rows });
const cell = (text: string): Json => ({ type: 'raw_text', text });
const task = (more: Json = {}): Json => ({
  type: 'task_card',
  task_id: 't',
  title: 'Task',
  status: 'pending',
  ...more,
});
const image = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A' };

function report(block: unknown, surface: Surface = 'message'): BlocksReport {
  return checkBlocks([block], surface, '/blocks');
}

describe('takes', () => {
  it.each<[string, Json]>([
    [
      'a section at its limit',
      section({ text: mrkdwn(long(3000)), fields: times(10, (at) => mrkdwn(long(at < 5 ? 2000 : 20))) }),
    ],
    ['a section with an accessory', section({ text: plain('x'), accessory: button({ value: long(2000) }) })],
    ['a header at its limit', { type: 'header', text: plain(long(150)) }],
    ['ten context elements', { type: 'context', elements: times(10, (at) => (at % 2 ? image : mrkdwn('x'))) }],
    ['25 buttons', actions(...times(25, (at) => button({ action_id: `a${at}`, style: 'danger' })))],
    ['button text at its limit', actions(button({ text: plain(long(75)), accessibility_label: long(75) }))],
    ['100 options', actions(select({ options: options(100), placeholder: plain(long(150)) }))],
    ['option groups', actions(select({ option_groups: [{ label: plain('G'), options: options(2) }] }))],
    ['an initial option', actions(select({ options: options(2), initial_option: option('v1') }))],
    ['an option at its limits', actions(select({ options: [option(long(150), long(75))] }))],
    ['five overflow options', actions({ type: 'overflow', options: options(5) })],
    [
      'ten check boxes with mrkdwn',
      actions({ type: 'checkboxes', options: times(10, (at) => ({ text: mrkdwn('*x*'), value: `${at}` })) }),
    ],
    [
      'a confirm dialog at its limits',
      actions(
        button({
          confirm: {
            title: plain(long(100)),
            text: mrkdwn(long(300)),
            confirm: plain(long(30)),
            deny: plain(long(30)),
          },
        }),
      ),
    ],
    [
      'a date',
      actions({ type: 'datepicker', initial_date: '2026-01-31' }, { type: 'timepicker', initial_time: '23:59' }),
    ],
    [
      'an input',
      input(
        { type: 'plain_text_input', multiline: true, min_length: 1, max_length: 3000 },
        { hint: plain('x'), optional: true },
      ),
    ],
    [
      'menus of people and channels',
      actions(
        ...['users_select', 'conversations_select', 'channels_select', 'multi_users_select'].map((type) => ({ type })),
      ),
    ],
    [
      'rich text',
      rich(
        words('x'),
        { type: 'rich_text_list', style: 'bullet', indent: 8, elements: [words('y')] },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'z' }] },
      ),
    ],
    ['a table', table(times(100, () => times(20, () => cell('x'))))],
    ['a markdown block', { type: 'markdown', text: long(12_000) }],
    ['a plan', { type: 'plan', title: 'Plan', tasks: [task({ details: rich(words('x')), status: 'in_progress' })] }],
    ['a task card', task({ sources: [{ type: 'url', url: 'https://example.com', text: 'x' }], status: 'error' })],
    ['an image', { ...image, title: plain('x') }],
    ['a card', { type: 'card', title: mrkdwn(long(150)), body: mrkdwn(long(200)), actions: [button()] }],
    ['a container', { type: 'container', title: plain('x'), child_blocks: [section({ text: plain('x') })] }],
    [
      'a data table',
      { type: 'data_table', caption: 'x', rows: [[cell('a')], [{ type: 'raw_number', value: 1, text: '1' }]] },
    ],
  ])('%s', (_name, block) => {
    expect(report(block)).toEqual({ tooLong: false, messages: [] });
  });
});

describe('refuses', () => {
  it.each<[string, unknown, string]>([
    [
      'a section of 3,001',
      section({ text: mrkdwn(long(3001)) }),
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'an empty text',
      section({ text: mrkdwn('') }),
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['an empty section', section({}), 'must provide either text or fields [json-pointer:/blocks/0]'],
    [
      'a field of 2,001',
      section({ fields: [mrkdwn(long(2001))] }),
      'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
    ],
    [
      '11 fields',
      section({ fields: times(11, () => mrkdwn('x')) }),
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'a header of 151',
      { type: 'header', text: plain(long(151)) },
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'a header in mrkdwn',
      { type: 'header', text: mrkdwn('x') },
      'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
    ],
    ['a header without text', { type: 'header' }, 'missing required field: text [json-pointer:/blocks/0]'],
    [
      '11 context elements',
      { type: 'context', elements: times(11, () => mrkdwn('x')) },
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'a button in a context',
      { type: 'context', elements: [button()] },
      'unsupported type: button [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      '26 buttons',
      actions(...times(26, () => button())),
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    ['no buttons', actions(), 'must have at least 1 items [json-pointer:/blocks/0/elements]'],
    [
      'a button text of 76',
      actions(button({ text: plain(long(76)) })),
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'a button value of 2,001',
      actions(button({ value: long(2001) })),
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'a button text in mrkdwn',
      actions(button({ text: mrkdwn('x') })),
      'unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]',
    ],
    [
      'a style of its own',
      actions(button({ style: 'warning' })),
      'must be one of the allowed values: primary, danger [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'an unknown property',
      actions(button({ colour: 'red' })),
      'invalid additional property: colour [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'an action_id of 256',
      actions(button({ action_id: long(256) })),
      'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
    ],
    [
      'a block_id of 256',
      { type: 'divider', block_id: long(256) },
      'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
    ],
    [
      'twin action ids',
      actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
      'action_id "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      '101 options',
      actions(select({ options: options(101) })),
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'an option text of 76',
      actions(select({ options: [option('v', long(76))] })),
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
    ],
    [
      'an option value of 151',
      actions(select({ options: [option(long(151))] })),
      'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
    ],
    [
      'twin option values',
      actions(select({ options: [option('v'), option('v')] })),
      'option values must be unique [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'no options at all',
      actions(select({})),
      'must provide either options or option_groups [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'an initial option not offered',
      actions(select({ options: options(2), initial_option: option('v9') })),
      'initial option must match one of the options [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'six overflow options',
      actions({ type: 'overflow', options: options(6) }),
      'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      '11 radio buttons',
      actions({ type: 'radio_buttons', options: options(11) }),
      'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'a placeholder of 151',
      actions({ type: 'users_select', placeholder: plain(long(151)) }),
      'must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]',
    ],
    [
      'a confirm title of 101',
      actions(button({ confirm: { text: plain('x'), title: plain(long(101)) } })),
      'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
    ],
    [
      'a confirm text of 301',
      actions(button({ confirm: { text: plain(long(301)) } })),
      'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
    ],
    [
      'a confirm button of 31',
      actions(button({ confirm: { text: plain('x'), deny: plain(long(31)) } })),
      'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]',
    ],
    [
      'a wrong date',
      actions({ type: 'datepicker', initial_date: '31.01.2026' }),
      'must be a date: YYYY-MM-DD [json-pointer:/blocks/0/elements/0/initial_date]',
    ],
    [
      'a text input among actions',
      actions({ type: 'plain_text_input' }),
      'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
    ],
    ['a button in an input', input(button()), 'unsupported type: button [json-pointer:/blocks/0/element/type]'],
    [
      'an input without label',
      { type: 'input', element: { type: 'plain_text_input' } },
      'missing required field: label [json-pointer:/blocks/0]',
    ],
    [
      'a minimum above the maximum',
      input({ type: 'plain_text_input', min_length: 9, max_length: 3 }),
      'min_length cannot be greater than max_length [json-pointer:/blocks/0/element]',
    ],
    [
      'an empty rich text',
      rich(words('')),
      'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
    ],
    [
      'a strange rich text',
      rich({ type: 'rich_text_table', elements: [] }),
      'unsupported type: rich_text_table [json-pointer:/blocks/0/elements/0/type]',
    ],
    ['101 rows', table(times(101, () => [cell('x')])), 'no more than 100 items allowed [json-pointer:/blocks/0/rows]'],
    ['21 cells', table([times(21, () => cell('x'))]), 'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]'],
    [
      'a markdown block of 12,001',
      { type: 'markdown', text: long(12_001) },
      'must be less than 12001 characters [json-pointer:/blocks/0/text]',
    ],
    [
      'a task in no known state',
      task({ status: 'done' }),
      'must be one of the allowed values: pending, in_progress, complete, error [json-pointer:/blocks/0/status]',
    ],
    ['a task with plain details', task({ details: 'x' }), 'must provide an object [json-pointer:/blocks/0/details]'],
    [
      'an image without words',
      { type: 'image', image_url: 'https://example.com/a.png' },
      'missing required field: alt_text [json-pointer:/blocks/0]',
    ],
    [
      'an image from nowhere',
      { type: 'image', alt_text: 'x' },
      'must provide either image_url or slack_file [json-pointer:/blocks/0]',
    ],
    ['an unknown block', { type: 'marquee' }, 'unsupported type: marquee [json-pointer:/blocks/0/type]'],
    [
      'a block called constructor',
      { type: 'constructor' },
      'unsupported type: constructor [json-pointer:/blocks/0/type]',
    ],
    ['a block without type', {}, 'missing required field: type [json-pointer:/blocks/0]'],
    ['no block', null, 'must provide an object [json-pointer:/blocks/0]'],
    [
      'an alert in a message',
      { type: 'alert', text: plain('x') },
      'unsupported type: alert [json-pointer:/blocks/0/type]',
    ],
    [
      'a file input in a message',
      input({ type: 'file_input' }),
      'unsupported type: file_input [json-pointer:/blocks/0/element/type]',
    ],
  ])('%s', (_name, block, message) => {
    expect(report(block).messages).toEqual([`[ERROR] ${message}`]);
  });
});

describe('counts', () => {
  const dividers = (count: number) => times(count, () => ({ type: 'divider' }));

  it.each([
    ['message', 50, []],
    ['message', 51, ['[ERROR] no more than 50 items allowed [json-pointer:/blocks]']],
    ['modal', 100, []],
    ['modal', 101, ['[ERROR] no more than 100 items allowed [json-pointer:/blocks]']],
    ['home', 101, ['[ERROR] no more than 100 items allowed [json-pointer:/blocks]']],
  ] as const)('%s: %d blocks', (surface, count, messages) => {
    expect(checkBlocks(dividers(count), surface, '/blocks').messages).toEqual(messages);
  });

  it('takes about 13,200 characters in all', () => {
    const blocks = times(5, (at) => section({ text: mrkdwn(long(at < 4 ? 3000 : 1200)) }));
    expect(checkBlocks(blocks, 'message', '/blocks').tooLong).toBe(false);
    expect(checkBlocks([...blocks, section({ text: mrkdwn('x') })], 'message', '/blocks').tooLong).toBe(true);
  });

  it('takes one table', () => {
    const tables = times(2, () => table([[cell('x')]]));
    expect(checkBlocks(tables, 'message', '/blocks').messages).toEqual([
      '[ERROR] only_one_table_allowed [json-pointer:/blocks/1]',
    ]);
  });

  it('wants block ids unique', () => {
    const twins = [
      { type: 'divider', block_id: 'd' },
      { type: 'divider', block_id: 'd' },
    ];
    expect(checkBlocks(twins, 'message', '/blocks').messages).toEqual([
      '[ERROR] block_id "d" already exists [json-pointer:/blocks/1/block_id]',
    ]);
  });

  it.each(['table', 'markdown', 'plan', 'task_card'])('takes no %s in a modal', (type) => {
    expect(report({ type }, 'modal').messages).toEqual([
      `[ERROR] unsupported type: ${type} [json-pointer:/blocks/0/type]`,
    ]);
  });
});

describe('a view', () => {
  const view = (more: Json): Json => ({ type: 'modal', title: plain('T'), blocks: [{ type: 'divider' }], ...more });

  it.each<[string, Json, string[]]>([
    [
      'at its limits',
      view({ title: plain(long(24)), submit: plain(long(24)), close: plain(long(24)), private_metadata: long(3000) }),
      [],
    ],
    [
      'with a title of 25',
      view({ title: plain(long(25)) }),
      ['must be less than 25 characters [json-pointer:/view/title/text]'],
    ],
    [
      'with a submit of 25',
      view({ submit: plain(long(25)) }),
      ['must be less than 25 characters [json-pointer:/view/submit/text]'],
    ],
    [
      'with a close of 25',
      view({ close: plain(long(25)) }),
      ['must be less than 25 characters [json-pointer:/view/close/text]'],
    ],
    [
      'with metadata of 3,001',
      view({ private_metadata: long(3001) }),
      ['must be less than 3001 characters [json-pointer:/view/private_metadata]'],
    ],
    [
      'with a callback_id of 256',
      view({ callback_id: long(256) }),
      ['must be less than 256 characters [json-pointer:/view/callback_id]'],
    ],
    ['with a bad block', view({ blocks: [{ type: 'x' }] }), ['unsupported type: x [json-pointer:/view/blocks/0/type]']],
    [
      'without title',
      { type: 'modal', blocks: [{ type: 'divider' }] },
      ['missing required field: title [json-pointer:/view]'],
    ],
    [
      'that is a Home',
      { type: 'home', blocks: [{ type: 'divider' }] },
      ['unsupported type: home [json-pointer:/view/type]'],
    ],
  ])('%s', (_name, value, messages) => {
    expect(checkView(value, 'modal').messages).toEqual(messages.map((each) => `[ERROR] ${each}`));
  });

  it('with inputs needs a submit button', () => {
    const blocks = [input({ type: 'plain_text_input' })];
    expect(checkView(view({ blocks }), 'modal').messages).toHaveLength(1);
    expect(checkView(view({ blocks, submit: plain('Send') }), 'modal').messages).toEqual([]);
  });
});
