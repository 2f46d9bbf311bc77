import { boolean, byType, integer, list, number, object, oneOf, type Rule, string } from './rule.ts';

/** Formatted text as the message composer makes it. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */

const maxText = 12_000;
const style = object({}, { bold: boolean, code: boolean, italic: boolean, strike: boolean, underline: boolean });
const id = string(255);
const address = string(3000);

function inline(
  type: string,
  required: Readonly<Record<string, Rule>>,
  optional: Readonly<Record<string, Rule>> = {},
): Rule {
  return object({ type: oneOf(type), ...required }, { style, ...optional });
}

const text = inline('text', { text: string(maxText) });
const link = inline('link', { url: address }, { text: string(maxText), unsafe: boolean });

const piece = byType({
  text,
  link,
  broadcast: inline('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
  color: inline('color', { value: string(255) }),
  channel: inline('channel', { channel_id: id }),
  date: inline('date', { timestamp: number, format: string(1000) }, { url: address, fallback: string(maxText) }),
  emoji: inline('emoji', { name: string(255) }, { unicode: string(255), url: address, skin_tone: integer(1, 6) }),
  team: inline('team', { team_id: id }),
  user: inline('user', { user_id: id }),
  usergroup: inline('usergroup', { usergroup_id: id }),
});

const pieces = list(piece, 1000, 0);
const border = oneOf(0, 1);
const section = object({ type: oneOf('rich_text_section'), elements: pieces });
const items = list(byType({ rich_text_section: section }), 1000, 0);

const part = byType({
  rich_text_section: section,
  rich_text_list: object(
    { type: oneOf('rich_text_list'), elements: items, style: oneOf('bullet', 'ordered') },
    { indent: integer(0, 8), offset: integer(0, 1_000_000), border },
  ),
  rich_text_quote: object({ type: oneOf('rich_text_quote'), elements: pieces }, { border }),
  rich_text_preformatted: object(
    { type: oneOf('rich_text_preformatted'), elements: list(byType({ text, link }), 1000, 0) },
    { border, language: string(255) },
  ),
});

export const richText = object({ type: oneOf('rich_text'), elements: list(part, 1000, 0) }, { block_id: id });
