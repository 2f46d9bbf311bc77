import type { Inline } from './nodes.ts';

const emoji = /:([a-z0-9_+'-]*[a-z+][a-z0-9_+'-]*)(?:::skin-tone-[2-6])?:/g;

/** A `plain_text` object: nothing but emoji and line breaks has a meaning. */
export function parsePlain(text: string, withEmoji: boolean): Inline[] {
  return text.split('\n').flatMap((line, index): Inline[] => {
    const nodes = withEmoji ? splitEmoji(line) : [{ kind: 'text' as const, text: line }];
    return index === 0 ? nodes : [{ kind: 'break' }, ...nodes];
  });
}

function splitEmoji(line: string): Inline[] {
  const nodes: Inline[] = [];
  let from = 0;
  for (const match of line.matchAll(emoji)) {
    if (match.index > from) nodes.push({ kind: 'text', text: line.slice(from, match.index) });
    nodes.push({ kind: 'emoji', name: match[1] ?? '' });
    from = match.index + match[0].length;
  }
  if (from < line.length) nodes.push({ kind: 'text', text: line.slice(from) });
  return nodes;
}
