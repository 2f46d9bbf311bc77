import type { KnownBlock } from '@slack/types';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { context, header, section } from './blocks.ts';
import type { Message } from './message.ts';

/** One command of the list. */
export interface CommandWords {
  readonly usage: string;
  readonly summary: string;
}

/** More would not fit into one message; nobody reads that many either. */
const mostCommands = 24;

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
  return commands
    .slice(0, mostCommands)
    .map(({ usage, summary }) => section(clippedMrkdwn(code(usage), 200), clippedMrkdwn(summary, 280)));
}
