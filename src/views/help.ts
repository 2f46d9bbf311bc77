import type { KnownBlock } from '@slack/types';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { context, header, section } from './blocks.ts';
import type { Message } from './message.ts';

/** One command of the list. */
export interface CommandWords {
  readonly usage: string;
  readonly summary: string;
}

/** A section takes 3,000 characters and a message 50 blocks. */
const perSection = 6;
/** More would not fit into one message; nobody reads that many either. */
const mostSections = 4;

export function help(commands: readonly CommandWords[]): Message {
  return {
    text: clippedMrkdwn(`Commands: ${commands.map(({ usage }) => code(usage)).join(', ')}`, 3000),
    blocks: [
      header('What you can type'),
      ...commandList(commands),
      context('Only you see what the bot answers, until you share it.'),
    ],
  };
}

/** The commands, each with what it is for. */
export function commandList(commands: readonly CommandWords[]): KnownBlock[] {
  const lines = commands.map(
    ({ usage, summary }) => `${clippedMrkdwn(code(usage), 200)}\n${clippedMrkdwn(summary, 280)}`,
  );
  const chunks = Array.from({ length: Math.ceil(lines.length / perSection) }, (_, at) =>
    lines.slice(at * perSection, (at + 1) * perSection),
  );
  return chunks.slice(0, mostSections).map((chunk) => section(chunk.join('\n\n')));
}
