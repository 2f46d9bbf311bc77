import type { Block } from '../slack/workspace.ts';
import { heldValue, initiallyHeld, optionsOf } from './offers.ts';
import { type Names, plainWords, userName } from './plain-words.ts';
import { decodeEntities, textOf } from './text-of.ts';

type Json = Record<string, unknown>;

/** Block Kit as lines of plain text: what a person reads, top to bottom; things to press stand in [brackets]. */
export function renderBlocks(blocks: readonly Block[], names: Names): string[] {
  return blocks.flatMap((block) => renderBlock(block as Json, names).flatMap((text) => text.split('\n')));
}

function renderBlock(block: Json, names: Names): string[] {
  const words = (text: unknown) => wordsOf(text, names);
  const pressed = (element: Json) => renderElement(element, names);
  switch (block.type) {
    case 'header':
      return [`== ${textOf(block.text)} ==`];
    case 'divider':
      return ['----'];
    case 'section': {
      const fields = list(block.fields).map(words);
      const accessory = block.accessory === undefined ? [] : [pressed(block.accessory as Json)];
      return [...(block.text === undefined ? [] : [words(block.text)]), ...fields, ...accessory];
    }
    case 'context':
      return [list(block.elements).map(words).join(' ')];
    case 'actions':
      return [list(block.elements).map(pressed).join(' ')];
    case 'input':
      return [
        `${textOf(block.label)}${block.optional === true ? ' (optional)' : ''}: ${pressed(block.element as Json)}`,
        ...(block.hint === undefined ? [] : [`  ${textOf(block.hint)}`]),
      ];
    case 'markdown':
      return [decodeEntities(String(block.text))];
    case 'rich_text':
      return list(block.elements).map((element) => renderRichText(element, names));
    case 'table':
    case 'data_table':
      return [
        ...(block.caption === undefined ? [] : [String(block.caption)]),
        ...(block.rows as Json[][]).map((row) => row.map((cell) => renderCell(cell, names)).join(' | ')),
      ];
    case 'plan':
      return [String(block.title), ...list(block.tasks).flatMap((task) => renderBlock(task, names))];
    case 'task_card':
      return [
        `(${String(block.status).replace('_', ' ')}) ${String(block.title)}`,
        ...[block.details, block.output].flatMap((part) =>
          part === undefined ? [] : renderBlock(part as Json, names).map((text) => `  ${text}`),
        ),
      ];
    case 'alert':
      return [`(${String(block.level ?? 'note')}) ${words(block.text)}`];
    case 'image':
      return [`(picture: ${String(block.alt_text)})`];
    default:
      return [`(${String(block.type)}) ${JSON.stringify(block)}`];
  }
}

function renderElement(element: Json, names: Names): string {
  const type = String(element.type);
  switch (type) {
    case 'button':
      return `[${textOf(element.text)}]`;
    case 'static_select':
    case 'multi_static_select':
    case 'radio_buttons':
    case 'checkboxes':
    case 'overflow': {
      const held = initiallyHeld(element).map(heldValue);
      const options = optionsOf(element).map((option) => {
        return held.includes(option.value) ? `${textOf(option.text)} (chosen)` : textOf(option.text);
      });
      return `[choose: ${options.join(' | ')}]`;
    }
    case 'plain_text_input':
      return `[${String(element.initial_value ?? '')}____]`;
    case 'datepicker':
      return `[pick a date${element.initial_date === undefined ? '' : `: ${String(element.initial_date)}`}]`;
    case 'users_select':
    case 'multi_users_select':
      return choice('somebody', initiallyHeld(element), (id) => userName(id, names));
    case 'conversations_select':
    case 'multi_conversations_select':
    case 'channels_select':
    case 'multi_channels_select':
      return choice('a channel', initiallyHeld(element), (id) => plainWords(`<#${id}>`, names));
    default:
      return `[${type}]`;
  }
}

function choice(what: string, held: readonly unknown[], nameOf: (id: string) => string): string {
  return `[choose ${what}${held.length === 0 ? '' : `: ${held.map((id) => `${nameOf(String(id))} (chosen)`).join(', ')}`}]`;
}

function renderRichText(element: Json, names: Names): string {
  const inner = list(element.elements).map((each) =>
    each.elements === undefined ? renderRun(each, names) : renderRichText(each, names),
  );
  if (element.type === 'rich_text_list') return inner.map((line) => `- ${line}`).join('\n');
  if (element.type === 'rich_text_quote') return `> ${inner.join('')}`;
  return inner.join('');
}

function renderRun(run: Json, names: Names): string {
  switch (run.type) {
    case 'emoji':
      return `:${String(run.name)}:`;
    case 'user':
      return userName(String(run.user_id), names);
    case 'channel':
      return plainWords(`<#${String(run.channel_id)}>`, names);
    case 'usergroup':
      return plainWords(`<!subteam^${String(run.usergroup_id)}>`, names);
    case 'broadcast':
      return `@${String(run.range)}`;
    case 'date':
      return String(run.fallback ?? run.timestamp);
    default:
      return String(run.text ?? run.url ?? '');
  }
}

function renderCell(cell: Json, names: Names): string {
  if (cell.type !== 'rich_text') return String(cell.text ?? cell.value ?? '');
  return list(cell.elements)
    .map((element) => renderRichText(element, names))
    .join(' ');
}

/** The words of a text object: only mrkdwn has markup. */
function wordsOf(text: unknown, names: Names): string {
  const object = (text ?? {}) as Json;
  return object.type === 'mrkdwn' ? plainWords(String(object.text), names) : textOf(object);
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}
