const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Characters that cannot be seen and come along when something is pasted from a web page: zero-width, bidi, soft hyphen. */
const invisible = /\p{Cf}/gu;

/**
 * Turns what a Slack client sent back into what the person meant to type: links and mentions become their text, entities
 * characters, curly quotes and long dashes plain ones, every kind of space one space.
 * https://api.slack.com/reference/surfaces/formatting#retrieving-messages
 */
export function normaliseTyped(text: string): string {
  return text
    .replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, target: string, label: string | undefined) => linkText(target, label))
    .replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity)
    .replace(invisible, '')
    .replace(/[\s\p{Z}\p{Cc}]+/gu, ' ')
    .replace(/[‘’‚‛′]/g, "'")
    .replace(/[“”„‟″]/g, '"')
    .replace(/[—―]/g, '--') // macOS and iOS write -- as an em dash
    .replace(/(^|\s)–(?=\p{L})/gu, '$1--') // ... and others as an en dash
    .replace(/[‐‑‒–−﹣－]/g, '-')
    .trim();
}

function linkText(target: string, label: string | undefined): string {
  const mention = /^([@#!])(.*)$/s.exec(target);
  if (mention === null) return label === undefined || label === '' ? target : label;
  const sign = mention[1] === '#' ? '#' : '@';
  const name = label === undefined || label === '' ? (mention[2] ?? '') : label.replace(/^[@#]/, '');
  return `${sign}${name}`;
}
