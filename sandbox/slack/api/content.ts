import { checkBlocks } from '../blocks/check-blocks.ts';
import type { MessageContent } from '../messages.ts';
import type { Block, MessageView } from '../workspace.ts';
import { type Args, argumentRefusal, json, SlackRefusal, text } from './method.ts';

/** What a message says, read from the arguments and held against Slack's limits. */
export function messageContent(args: Args, limits: { readonly textLength: number }): MessageContent {
  const content = readContent(args);
  if (content.text.length > limits.textLength) throw new SlackRefusal('msg_too_long');
  if (content.text.trim() === '' && content.blocks.length === 0 && content.attachments.length === 0) {
    throw new SlackRefusal('no_text');
  }
  return content;
}

function readContent(args: Args): MessageContent {
  const markdown = text(args, 'markdown_text');
  const plain = text(args, 'text');
  const blocks = blocksOf(args);
  if (markdown !== undefined && (plain !== undefined || blocks !== undefined)) {
    throw new SlackRefusal('markdown_text_conflict');
  }
  if (markdown !== undefined && markdown.length > 12_000) throw new SlackRefusal('msg_too_long');
  const metadata = json(args, 'metadata');
  return {
    text: markdown ?? plain ?? '',
    blocks: markdown === undefined ? (blocks ?? []) : [{ type: 'markdown', text: markdown }],
    attachments: attachmentsOf(args),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

function blocksOf(args: Args): Block[] | undefined {
  if (args.blocks === undefined || args.blocks === '') return undefined;
  const value = json(args, 'blocks');
  if (!Array.isArray(value)) throw new SlackRefusal('invalid_blocks_format');
  refuseBadBlocks(value, '/blocks');
  return value;
}

function attachmentsOf(args: Args): MessageView['attachments'] {
  const value = json(args, 'attachments');
  if (value === undefined || value === '') return [];
  if (!Array.isArray(value)) throw new SlackRefusal('invalid_attachments');
  if (value.length > 100) throw new SlackRefusal('too_many_attachments');
  for (const [index, attachment] of value.entries()) {
    if (typeof attachment !== 'object' || attachment === null) throw new SlackRefusal('invalid_attachments');
    if ('blocks' in attachment) refuseBadBlocks(attachment.blocks, `/attachments/${index}/blocks`);
  }
  return value;
}

function refuseBadBlocks(value: unknown, at: string): void {
  const report = checkBlocks(value, 'message', at);
  if (report.tooLong) throw new SlackRefusal('msg_blocks_too_long');
  if (report.messages.length > 0) throw argumentRefusal('invalid_blocks', report.messages);
}
