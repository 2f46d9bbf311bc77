const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Characters that cannot be seen and come along when something is pasted from a web page: zero-width, bidi, soft hyphen. */
const invisible = /\p{Cf}/gu;

/** Every dash that is not the plain one; a word that begins with one of them was meant to begin with a plain one. */
export const typographicDashes = '‐‑‒–—―−﹣－';

/**
 * Turns what a Slack client sent back into what the person meant to type: links and mentions become their text, entities
 * characters, curly quotes and long dashes plain ones, every kind of space one space.
 */
export function normaliseTyped(text: string): string {
  return plainSigns(
    decodeTyped(text)
      .replace(invisible, '')
      .replace(/[\s\p{Z}\p{Cc}]+/gu, ' '),
  ).trim();
}

/** The same for text in which every space counts: only other kinds of space become plain ones, and control characters stay. */
export function repairTyped(text: string): string {
  return plainSigns(
    decodeTyped(text)
      .replace(invisible, '')
      .replace(/\p{Zs}/gu, ' '),
  );
}

/**
 * What Slack made of typed text on its way, undone: links and mentions become their text, entities characters.
 * https://api.slack.com/reference/surfaces/formatting#retrieving-messages
 */
export function decodeTyped(text: string): string {
  return text
    .replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, target: string, label: string | undefined) => linkText(target, label))
    .replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity);
}

/** Curly quotes and long dashes as the plain ones that a keyboard has. */
function plainSigns(text: string): string {
  return text
    .replace(/[‘’‚‛′]/g, "'")
    .replace(/[“”„‟″]/g, '"')
    .replace(/[—―]/g, '--') // macOS and iOS write -- as an em dash
    .replace(/(^|\s)–(?=\p{L})/gu, '$1--') // ... and others as an en dash
    .replace(/[‐‑‒–−﹣－]/g, '-');
}

function linkText(target: string, label: string | undefined): string {
  const mention = /^([@#!])(.*)$/s.exec(target);
  if (mention === null) return label === undefined || label === '' ? target : label;
  const sign = mention[1] === '#' ? '#' : '@';
  const name = label === undefined || label === '' ? (mention[2] ?? '') : label.replace(/^[@#]/, '');
  return `${sign}${name}`;
}
