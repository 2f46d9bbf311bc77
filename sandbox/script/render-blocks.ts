import type { Block } from '../slack/workspace.ts';

type Json = Record<string, unknown>;

/** Block Kit as lines of plain text: what a person reads, top to bottom; things to press stand in [brackets]. */
export function renderBlocks(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => renderBlock(block as Json).flatMap((text) => text.split('\n')));
}

function renderBlock(block: Json): string[] {
  switch (block.type) {
    case 'header':
      return [`== ${textOf(block.text)} ==`];
    case 'divider':
      return ['----'];
    case 'section': {
      const fields = list(block.fields).map(textOf);
      const accessory = block.accessory === undefined ? [] : [renderElement(block.accessory as Json)];
      return [...(block.text === undefined ? [] : [textOf(block.text)]), ...fields, ...accessory];
    }
    case 'context':
      return [
        list(block.elements)
          .map((element) => textOf(element))
          .join(' '),
      ];
    case 'actions':
      return [list(block.elements).map(renderElement).join(' ')];
    case 'input':
      return [
        `${textOf(block.label)}: ${renderElement(block.element as Json)}`,
        ...(block.hint === undefined ? [] : [`  ${textOf(block.hint)}`]),
      ];
    case 'markdown':
      return [decodeEntities(String(block.text))];
    case 'rich_text':
      return list(block.elements).map(renderRichText);
    case 'table':
      return (block.rows as Json[][]).map((row) => row.map(renderCell).join(' | '));
    case 'image':
      return [`(picture: ${String(block.alt_text)})`];
    default:
      return [`(${String(block.type)}) ${JSON.stringify(block)}`];
  }
}

function renderElement(element: Json): string {
  switch (element.type) {
    case 'button':
      return `[${textOf(element.text)}]`;
    case 'static_select':
    case 'multi_static_select':
    case 'radio_buttons':
    case 'checkboxes':
    case 'overflow':
      return `[choose: ${optionsOf(element)
        .map((option) => textOf(option.text))
        .join(' | ')}]`;
    case 'plain_text_input':
      return `[${String(element.initial_value ?? '')}____]`;
    default:
      return `[${String(element.type)}]`;
  }
}

/** Options of a select, those in groups included. */
export function optionsOf(element: Json): Json[] {
  return [...list(element.options), ...list(element.option_groups).flatMap((group) => list(group.options))];
}

function renderRichText(element: Json): string {
  const inner = list(element.elements).map((each) =>
    each.elements === undefined ? renderRun(each) : renderRichText(each),
  );
  if (element.type === 'rich_text_list') return inner.map((line) => `- ${line}`).join('\n');
  if (element.type === 'rich_text_quote') return `> ${inner.join('')}`;
  return inner.join('');
}

function renderRun(run: Json): string {
  if (run.type === 'emoji') return `:${String(run.name)}:`;
  if (run.type === 'user') return `<@${String(run.user_id)}>`;
  return String(run.text ?? run.url ?? '');
}

function renderCell(cell: Json): string {
  return cell.type === 'rich_text' ? list(cell.elements).map(renderRichText).join(' ') : String(cell.text ?? '');
}

/** The words of a text object (or of an image in a context), entities decoded. */
export function textOf(text: unknown): string {
  const object = (text ?? {}) as Json;
  return object.type === 'image' ? `(picture: ${String(object.alt_text)})` : decodeEntities(String(object.text ?? ''));
}

function decodeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}
