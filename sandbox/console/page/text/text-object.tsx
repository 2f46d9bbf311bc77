import type { TextObject } from '@slack/types';
import { parseMrkdwn } from './parse-mrkdwn.ts';
import { parsePlain } from './parse-plain.ts';
import { Inlines, TextBlocks } from './text-nodes.tsx';

/** A text object of Block Kit, plain or mrkdwn. */
export function TextObjectView({ text }: { readonly text: TextObject }) {
  if (text.type === 'mrkdwn') return <TextBlocks blocks={parseMrkdwn(text.text)} />;
  return <Inlines nodes={parsePlain(text.text, text.emoji !== false)} />;
}
