/** Controls, and marks that change the order in which text is shown: made visible, or one name could look like another. */
const deceptive = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;
/** Shows as nothing at all, zero-width characters for instance: taken out. */
const unseen = /\p{Cf}/gu;
const lineBreak = /[\r\n\u2028\u2029]+/g;

/** Text from outside with nothing hidden in it. Line breaks stay. */
function withoutTricks(text: string): string {
  return text
    .toWellFormed()
    .replace(deceptive, (char) => `[U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`)
    .replace(unseen, '');
}

/** Text from outside as one line with nothing hidden in it. Not yet escaped for mrkdwn. */
export function oneLine(text: string): string {
  return withoutTricks(text).replace(lineBreak, ' ').replace(/\t/g, ' ').trim();
}

/** A value from outside as a code span inside a sentence of ours; the view escapes the whole sentence. */
export function code(value: string): string {
  const line = oneLine(value).replaceAll('`', 'ˋ');
  return line === '' ? '(empty)' : `\`${line}\``;
}

/** A piece of text from outside inside a sentence of ours; it cannot open or close a code span. */
export function inert(value: string): string {
  return oneLine(value).replaceAll('`', 'ˋ');
}

/** The three characters that Slack's mrkdwn gives a meaning outside formatting: links, mentions, entities. */
function escapeEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** One line of mrkdwn. Code spans made with `code()` stay code spans. */
export function mrkdwn(text: string): string {
  return escapeEntities(oneLine(text));
}

/** A block of code, line breaks kept; nothing inside can close it. */
export function codeBlock(text: string): string {
  const inside = withoutTricks(text)
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('`', 'ˋ');
  return `\`\`\`\n${escapeEntities(inside)}\n\`\`\``;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Cuts on a character boundary and marks the cut with an ellipsis; `max` counts UTF-16 units, like Slack does. */
export function truncate(text: string, max: number): string {
  return text.length <= max ? text : `${fitting(text, max - 1, (character) => character)}…`;
}

/** As `mrkdwn`, at most `max` long: never cut inside an entity, and an open code span is closed. */
export function clippedMrkdwn(text: string, max: number): string {
  const whole = mrkdwn(text);
  if (whole.length <= max) return whole;
  const cut = fitting(oneLine(text), max - 2, escapeEntities);
  const isInCode = (cut.match(/`/g) ?? []).length % 2 === 1;
  return isInCode ? `${cut}…\`` : `${cut}…`;
}

/** As `codeBlock`, at most `max` long. */
export function clippedCodeBlock(text: string, max: number): string {
  const whole = codeBlock(text);
  if (whole.length <= max) return whole;
  const fence = '```\n\n```'.length;
  const cut = fitting(withoutTricks(text).replaceAll('`', 'ˋ'), max - fence - 1, escapeEntities);
  return `\`\`\`\n${cut}…\n\`\`\``;
}

function fitting(text: string, max: number, written: (character: string) => string): string {
  let result = '';
  for (const { segment } of graphemes.segment(text.slice(0, max + 64))) {
    // One "character" of endless combining marks is cut between code points instead.
    const pieces = segment.length > 32 ? [...segment] : [segment];
    for (const piece of pieces) {
      const next = written(piece);
      if (result.length + next.length > max) return result.toWellFormed();
      result += next;
    }
  }
  return result.toWellFormed();
}
