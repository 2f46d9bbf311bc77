import { expect } from 'vitest';
import { checkBlocks } from '../../sandbox/slack/blocks/check-blocks.ts';
import { checkView } from '../../sandbox/slack/blocks/check-view.ts';
import type { Message } from '../../src/views/message.ts';

/** Far too long, and full of what Slack gives a meaning to. */
export const hostile = 'a`b*<!channel> & <http://x|y> \u202e\u0000 \ud83d 👩🏽‍💻 ``` '.repeat(60);

/** Holds a message against Slack's limits, and against mark-up from outside that got through. */
export function expectFits(message: Message): void {
  const report = checkBlocks(message.blocks, 'message', '/blocks');
  expect(report.messages).toEqual([]);
  expect(report.tooLong).toBe(false);
  expect(message.text.length).toBeGreaterThan(0);
  expect(message.text.length).toBeLessThanOrEqual(4000);
  expectNoForeignMarkup({ text: message.text, blocks: message.blocks });
}

export function expectViewFits(view: { readonly type: 'modal' | 'home' }): void {
  expect(checkView(view, view.type).messages).toEqual([]);
  expectNoForeignMarkup(view);
}

/** In mrkdwn only mentions, channels, dates and links of ours to the portal may stand in angle brackets; nothing hidden may be anywhere. */
function expectNoForeignMarkup(shown: unknown): void {
  for (const text of mrkdwnOf(shown)) {
    expect(
      text
        .replace(/<@U[A-Z0-9]+>|<#C[A-Z0-9]+>|<!subteam\^S[A-Z0-9]+>|<!date\^\d+\^[^<>|]+\|[^<>|]+>/g, '')
        .replace(/<https:\/\/portal\.azure\.com\/#@\/resource[\w/.~!'()*%-]+\|([^<>|]+)>/g, '$1'),
    ).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
  }
  expect(JSON.stringify(shown).replaceAll('\\n', '')).not.toMatch(/\\u00|\\ud|[\u202a-\u202e\u2066-\u2069]/i);
}

function mrkdwnOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf);
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : [];
  return [...own, ...entries.flatMap(([, each]) => mrkdwnOf(each))];
}
