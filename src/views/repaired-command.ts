import type { FreeCommand } from '../core/commands/match-template.ts';
import { showBytes } from '../core/commands/show-bytes.ts';
import { clippedMrkdwn } from '../core/text/escape.ts';
import { preformatted, section } from './blocks.ts';
import type { Message } from './message.ts';

/** For whoever typed a command: what was taken for their client's doing, and how the command is read. */
export function repairedCommand({ notes, text }: FreeCommand): Message {
  const said = clippedMrkdwn(`${notes.join(' ')} The command is read as:`, 600);
  return { text: said, blocks: [section(`:pencil2:  ${said}`), preformatted(showBytes(text).text)] };
}
