import { sizeInWords } from '../slack/size-in-words.ts';
import type { FileView, MessageView } from '../slack/workspace.ts';
import { type Names, plainWords } from './plain-words.ts';
import { renderBlocks } from './render-blocks.ts';

/** A message as lines of plain text. */
export function renderMessage(message: MessageView, names: Names): string[] {
  const words = (text: string) => plainWords(text, names).split('\n');
  const body =
    message.blocks.length > 0 ? renderBlocks(message.blocks, names) : message.text === '' ? [] : words(message.text);
  const attached = message.attachments.flatMap((each) =>
    each.blocks ? renderBlocks(each.blocks, names) : words(each.text ?? each.fallback ?? ''),
  );
  const files = message.files.flatMap(renderFile);
  const reactions = (message.reactions ?? []).map(({ name, users }) => `(:${name}: ${users.length})`);
  return [...body, ...attached, ...files, ...reactions];
}

/** `[file uptime.txt, 1.2 kB]` and the first lines of what is in it; of a picture what it shows, as the app says it. */
function renderFile({ name, title, size, mimetype, altText, preview }: FileView): string[] {
  // No size: the bytes of a picture hang on the versions of what draws it.
  if (mimetype.startsWith('image/')) return [`[picture ${name}: ${(altText ?? title).replaceAll('\n', ' ')}]`];
  const head = `[file ${name}, ${sizeInWords(size)}]`;
  if (preview === undefined) return [head];
  const shown = preview.text.split('\n');
  const left = preview.lines - shown.length;
  return [head, ...shown.map((line) => `  | ${line}`), ...(left > 0 ? [`  | (${left} more lines)`] : [])];
}
