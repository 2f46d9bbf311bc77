import type { ContextBlock, HeaderBlock, RichTextBlock, SectionBlock } from '@slack/types';
import { limits, plain } from './limits.ts';

/** @param text plain text, clipped here */
export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, limits.header) };
}

/** @param lines mrkdwn, already escaped and clipped */
export function section(...lines: readonly string[]): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: lines.join('\n') } };
}

/** @param lines mrkdwn, already escaped and clipped */
export function context(...lines: readonly string[]): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: lines.join('\n') }] };
}

/** Text that stands as it is, every character of it: nothing in it has a meaning for Slack. @param text not empty */
export function preformatted(text: string): RichTextBlock {
  const inside = { type: 'rich_text_preformatted', elements: [{ type: 'text', text }] } as const;
  return { type: 'rich_text', elements: [{ ...inside, elements: [...inside.elements] }] };
}
