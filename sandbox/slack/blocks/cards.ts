import { buttons } from './buttons.ts';
import { anyText, mrkdwnText, plainText } from './composition.ts';
import { inputBlocks } from './input-blocks.ts';
import { richText } from './rich-text.ts';
import { all, boolean, byType, holds, list, object, oneOf, pick, type Rule, string } from './rule.ts';
import { tables } from './tables.ts';
import { imageElement, textBlocks } from './text-blocks.ts';

/** Cards, carousels of them, and containers. https://docs.slack.dev/reference/block-kit/blocks/card-block */

const blockId = { block_id: string(255) };

const card = all(
  object(
    { type: oneOf('card') },
    {
      ...blockId,
      hero_image: imageElement,
      icon: imageElement,
      title: mrkdwnText(150),
      subtitle: mrkdwnText(150),
      body: mrkdwnText(200),
      actions: list(byType(pick(buttons, 'button')), 5),
    },
  ),
  holds(
    (block) => ['hero_image', 'title', 'actions', 'body'].some((key) => block[key] !== undefined),
    'must provide at least one of hero_image, title, actions or body',
  ),
);

const child = byType({
  ...pick(inputBlocks, 'actions', 'input'),
  ...pick(textBlocks, 'context', 'divider', 'header', 'image', 'rich_text', 'section', 'video'),
  ...pick(tables, 'table'),
});

const container = all(
  object(
    { type: oneOf('container'), child_blocks: list(child, 10) },
    {
      ...blockId,
      title: plainText(150),
      rich_text_title: richText,
      subtitle: anyText(150),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: imageElement,
      is_collapsible: boolean,
      default_collapsed: boolean,
      has_header_divider: boolean,
    },
  ),
  holds((block) => block.title !== undefined || block.rich_text_title !== undefined, 'missing required field: title'),
);

export const cards: Readonly<Record<string, Rule>> = {
  card,
  carousel: object({ type: oneOf('carousel'), elements: list(byType({ card }), 10) }, blockId),
  container,
};
