import { buttons } from './buttons.ts';
import { choiceElements } from './choices.ts';
import { anyText, imageSource, oneImageSource, plainText } from './composition.ts';
import { richText } from './rich-text.ts';
import { all, boolean, byType, holds, list, object, oneOf, type Rule, string, url } from './rule.ts';
import { selects } from './selects.ts';

/** Blocks that say something. https://docs.slack.dev/reference/block-kit/blocks */

const blockId = { block_id: string(255) };

export const imageElement = all(object({ type: oneOf('image'), alt_text: string(2000) }, imageSource), oneImageSource);

const { datetimepicker: _inActionsOnly, ...sectionChoices } = choiceElements;
const accessory = byType({ ...buttons, ...selects, ...sectionChoices, image: imageElement });

const section = all(
  object(
    { type: oneOf('section') },
    { ...blockId, text: anyText(3000), fields: list(anyText(2000), 10), accessory, expand: boolean },
  ),
  holds((block) => block.text !== undefined || block.fields !== undefined, 'must provide either text or fields'),
);

const image = all(
  object({ type: oneOf('image'), alt_text: string(2000) }, { ...blockId, ...imageSource, title: plainText(2000) }),
  oneImageSource,
);

const contextItem = byType({ image: imageElement, plain_text: anyText(3000), mrkdwn: anyText(3000) });

const video = object(
  {
    type: oneOf('video'),
    video_url: url(3000),
    thumbnail_url: url(3000),
    alt_text: string(2000),
    title: plainText(199),
  },
  {
    ...blockId,
    title_url: url(3000),
    author_name: string(49),
    provider_name: string(255),
    provider_icon_url: url(3000),
    description: plainText(3000),
  },
);

export const textBlocks: Readonly<Record<string, Rule>> = {
  section,
  image,
  video,
  header: object({ type: oneOf('header'), text: plainText(150) }, blockId),
  divider: object({ type: oneOf('divider') }, blockId),
  context: object({ type: oneOf('context'), elements: list(contextItem, 10) }, blockId),
  markdown: object({ type: oneOf('markdown'), text: string(12_000) }, blockId),
  rich_text: richText,
  alert: object(
    { type: oneOf('alert'), text: anyText(3000) },
    { ...blockId, level: oneOf('default', 'info', 'warning', 'error', 'success') },
  ),
};
