import type { MessageView } from '../slack/workspace.ts';
import { type Names, plainWords } from './plain-words.ts';
import { renderBlocks } from './render-blocks.ts';

/** A message as lines of plain text. */
export function renderMessage(message: MessageView, names: Names): string[] {
  const words = (text: string) => plainWords(text, names).split('\n');
  const body = message.blocks.length > 0 ? renderBlocks(message.blocks, names) : words(message.text);
  const attached = message.attachments.flatMap((each) =>
    each.blocks ? renderBlocks(each.blocks, names) : words(each.text ?? each.fallback ?? ''),
  );
  const files = message.files.map((file) => `(file: ${file.name}, ${file.size} bytes)`);
  const reactions = (message.reactions ?? []).map(({ name, users }) => `(:${name}: ${users.length})`);
  return [...body, ...attached, ...files, ...reactions];
}
