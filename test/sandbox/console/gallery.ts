import type { Block } from '../../../sandbox/slack/workspace.ts';

const plain = (text: string) => ({ type: 'plain_text', text, emoji: true });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const option = (name: string) => ({ text: plain(name), value: name.toLowerCase() });
const rich = (text: string, style?: object) => ({ type: 'text', text, ...(style && { style }) });

/** A card like the one that answers a connection check. */
export const checkCard: readonly Block[] = [
  { type: 'header', block_id: 'h', text: plain('myVM: 1 thing stands in the way') },
  {
    type: 'context',
    block_id: 'c0',
    elements: [
      mrkdwn(
        'Seen from `203.0.113.7` · port 22 · `myResourceGroup` · <!date^1767340800^{date_short_pretty} at {time}|then>',
      ),
    ],
  },
  {
    type: 'section',
    block_id: 's1',
    text: mrkdwn(
      ':white_check_mark: *It is a Linux VM*\n:white_check_mark: *It is running*\n:white_check_mark: *Public address* `20.51.230.13`',
    ),
  },
  {
    type: 'section',
    block_id: 's2',
    text: mrkdwn(
      ':x: *Port 22 is closed to you*\n> `myVM-nsg` has no rule for it: `DenyAllInBound` (65500) decides.\nOpen it by hand:\n```az network nsg rule create --nsg-name myVM-nsg --name AllowSSH```',
    ),
    accessory: { type: 'button', action_id: 'explain', text: plain('Explain') },
  },
  {
    type: 'section',
    block_id: 's3',
    fields: [mrkdwn('*Password log-in*\n:warning: on'), mrkdwn('*VM agent*\n:grey_question: not read')],
  },
  { type: 'divider', block_id: 'd' },
  { type: 'section', block_id: 's4', text: mrkdwn('Then: `ssh azureuser@20.51.230.13`') },
  {
    type: 'actions',
    block_id: 'a',
    elements: [
      { type: 'button', action_id: 'open', style: 'primary', text: plain('Open port 22') },
      {
        type: 'button',
        action_id: 'remove',
        style: 'danger',
        value: 'r1',
        text: plain('Remove rule'),
        confirm: {
          title: plain('Remove the rule?'),
          text: mrkdwn('New connections to *myVM* will be refused.'),
          confirm: plain('Remove'),
          deny: plain('Keep it'),
          style: 'danger',
        },
      },
      { type: 'button', action_id: 'share', text: plain('Share in channel') },
      { type: 'overflow', action_id: 'more', options: [option('Check again'), option('Forget my address')] },
    ],
  },
];

/** One of each other block and element. */
export const gallery: readonly Block[] = [
  {
    type: 'rich_text',
    block_id: 'r',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          rich('Bold', { bold: true }),
          rich(' and '),
          rich('code', { code: true }),
          rich(' by '),
          { type: 'user', user_id: 'U0ALICE' },
          rich(' in '),
          { type: 'channel', channel_id: 'C0ACCESS' },
          { type: 'emoji', name: 'key' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'ordered',
        elements: [
          { type: 'rich_text_section', elements: [rich('one')] },
          { type: 'rich_text_section', elements: [rich('two')] },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        indent: 1,
        elements: [{ type: 'rich_text_section', elements: [rich('deeper')] }],
      },
      { type: 'rich_text_preformatted', elements: [rich('ssh-keygen -lf key.pub')] },
      { type: 'rich_text_quote', elements: [rich('quoted')] },
    ],
  },
  { type: 'markdown', block_id: 'm', text: '## Report\n\n| VM | Open |\n|---|---|\n| `web` | **yes** |' },
  {
    type: 'table',
    block_id: 't',
    column_settings: [{ align: 'left' }, { align: 'right' }],
    rows: [
      [
        { type: 'raw_text', text: 'NSG' },
        { type: 'raw_text', text: 'Addresses' },
      ],
      [
        { type: 'raw_text', text: 'web-nsg' },
        { type: 'raw_text', text: '256' },
      ],
    ],
  },
  {
    type: 'plan',
    block_id: 'p',
    title: 'Opening port 22',
    tasks: [
      { type: 'task_card', task_id: '1', title: 'Read the rules', status: 'complete' },
      {
        type: 'task_card',
        task_id: '2',
        title: 'Write the rule',
        status: 'in_progress',
        details: { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [rich('priority 310')] }] },
      },
      { type: 'task_card', task_id: '3', title: 'Try the port', status: 'pending' },
      { type: 'task_card', task_id: '4', title: 'Tell the team', status: 'error' },
    ],
  },
  { type: 'image', block_id: 'i', image_url: 'https://pictures.example/chart.png', alt_text: 'A chart from elsewhere' },
  {
    type: 'actions',
    block_id: 'e',
    elements: [
      {
        type: 'static_select',
        action_id: 'hours',
        placeholder: plain('For how long'),
        options: [option('1 hour'), option('2 hours')],
      },
      { type: 'users_select', action_id: 'who', placeholder: plain('Who approves') },
      { type: 'conversations_select', action_id: 'where', placeholder: plain('Where to tell') },
      { type: 'datepicker', action_id: 'day', initial_date: '2026-01-03' },
      { type: 'timepicker', action_id: 'time' },
      { type: 'radio_buttons', action_id: 'radio', options: [option('Subnet'), option('NIC')] },
      { type: 'checkboxes', action_id: 'boxes', options: [option('IPv4'), option('IPv6')] },
    ],
  },
];

/** A form with inputs of several kinds. */
export const formBlocks: readonly Block[] = [
  {
    type: 'section',
    block_id: 'intro',
    text: mrkdwn('Port 22 of *myVM* opens for `203.0.113.7` only, and closes by itself.'),
  },
  {
    type: 'input',
    block_id: 'reason',
    label: plain('Reason'),
    hint: plain('Your approver reads this.'),
    element: {
      type: 'plain_text_input',
      action_id: 'text',
      multiline: true,
      min_length: 5,
      placeholder: plain('Why do you need it?'),
    },
  },
  {
    type: 'input',
    block_id: 'duration',
    label: plain('For how long'),
    element: {
      type: 'static_select',
      action_id: 'hours',
      placeholder: plain('Choose'),
      options: [option('1 hour'), option('2 hours')],
    },
  },
  {
    type: 'input',
    block_id: 'approver',
    label: plain('Approver'),
    element: { type: 'users_select', action_id: 'who', placeholder: plain('Choose a person') },
  },
  {
    type: 'input',
    block_id: 'port',
    label: plain('Port'),
    optional: true,
    element: { type: 'number_input', action_id: 'n', is_decimal_allowed: false, min_value: '1', max_value: '65535' },
  },
];
