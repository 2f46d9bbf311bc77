import { decodeEntities } from './decode-entities.ts';
import type { Inline, ListItem, TextBlock } from './nodes.ts';
import { safeUrl } from './safe-url.ts';

const heading = /^(#{1,6})\s+(.*)$/;
const listLine = /^(\s*)([-*+]|\d{1,3}[.)])\s+(.*)$/;
const tableDivider = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/;

/** Standard Markdown as a `markdown` block takes it: the common part of it. */
export function parseMarkdown(text: string): TextBlock[] {
  const lines = text.replace(/\r/g, '').split('\n');
  const blocks: TextBlock[] = [];
  for (let at = 0; at < lines.length; ) {
    const [block, end] = blockAt(lines, at);
    if (block !== undefined) blocks.push(block);
    at = end;
  }
  return blocks;
}

function blockAt(lines: readonly string[], at: number): [TextBlock | undefined, number] {
  const line = lines[at] ?? '';
  if (line.trim() === '') return [undefined, at + 1];
  if (line.trimStart().startsWith('```')) return codeAt(lines, at);
  const title = heading.exec(line);
  if (title) return [{ kind: 'heading', level: title[1]?.length ?? 1, children: inline(title[2] ?? '') }, at + 1];
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return [{ kind: 'rule' }, at + 1];
  if (line.includes('|') && tableDivider.test(lines[at + 1] ?? '')) return tableAt(lines, at);
  if (line.startsWith('>')) {
    const end = runEnd(lines, at, (each) => each.startsWith('>'));
    const inner = lines.slice(at, end).map((each) => each.replace(/^> ?/, ''));
    return [{ kind: 'quote', children: parseMarkdown(inner.join('\n')) }, end];
  }
  if (listLine.test(line)) {
    const end = runEnd(lines, at, (each) => listLine.test(each));
    return [{ kind: 'list', items: lines.slice(at, end).map(listItem) }, end];
  }
  const end = runEnd(
    lines,
    at,
    (each) => each.trim() !== '' && !/^(```|#{1,6}\s|>)/.test(each) && !listLine.test(each),
  );
  const children = lines.slice(at, end).flatMap((each, index): Inline[] => {
    return index === 0 ? inline(each) : [{ kind: 'break' }, ...inline(each)];
  });
  return [{ kind: 'paragraph', children }, end];
}

function codeAt(lines: readonly string[], at: number): [TextBlock, number] {
  const close = lines.findIndex((each, index) => index > at && each.trim() === '```');
  const end = close < 0 ? lines.length : close;
  return [{ kind: 'code', text: lines.slice(at + 1, end).join('\n') }, end + 1];
}

function tableAt(lines: readonly string[], at: number): [TextBlock, number] {
  const end = runEnd(lines, at, (each) => each.includes('|'));
  const rows = [lines[at] ?? '', ...lines.slice(at + 2, end)].map((row) =>
    row
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => inline(cell.trim())),
  );
  return [{ kind: 'table', rows }, end];
}

function runEnd(lines: readonly string[], start: number, belongs: (line: string) => boolean): number {
  let end = start + 1;
  while (end < lines.length && belongs(lines[end] ?? '')) end += 1;
  return end;
}

function listItem(line: string): ListItem {
  const [, space = '', marker = '', rest = ''] = listLine.exec(line) ?? [];
  const shown = /^\d/.test(marker) ? marker : '•';
  return { marker: shown, indent: Math.floor(space.length / 2), children: inline(rest) };
}

const pattern =
  /(?<code>`+)(?<codeText>.+?)\k<code>|\[(?<label>[^\]]+)\]\((?<url>[^)\s]+)\)|\*\*(?<bold>.+?)\*\*|__(?<bold2>.+?)__|~~(?<strike>.+?)~~|(?<![\w*])\*(?<italic>[^*\s][^*]*)\*|(?<![\w_])_(?<italic2>[^_\s][^_]*)_(?!\w)|:(?<emoji>[a-z0-9_+-]*[a-z+][a-z0-9_+-]*):/g;

function inline(line: string): Inline[] {
  const nodes: Inline[] = [];
  let from = 0;
  for (const match of line.matchAll(pattern)) {
    if (match.index > from) nodes.push(text(line.slice(from, match.index)));
    nodes.push(spanOf(match));
    from = match.index + match[0].length;
  }
  if (from < line.length) nodes.push(text(line.slice(from)));
  return nodes;
}

function spanOf(match: RegExpExecArray): Inline {
  const { codeText, label, url, bold, bold2, strike, italic, italic2, emoji } = match.groups ?? {};
  if (codeText !== undefined) return { kind: 'code', text: codeText };
  if (bold ?? bold2) return { kind: 'bold', children: inline(bold ?? bold2 ?? '') };
  if (italic ?? italic2) return { kind: 'italic', children: inline(italic ?? italic2 ?? '') };
  if (strike !== undefined) return { kind: 'strike', children: inline(strike) };
  if (emoji !== undefined) return { kind: 'emoji', name: emoji };
  const safe = safeUrl(url ?? '');
  return safe === undefined ? text(match[0]) : { kind: 'link', url: safe, children: inline(label ?? '') };
}

function text(raw: string): Inline {
  return { kind: 'text', text: decodeEntities(raw) };
}
