import type { Inline, ListItem, TextBlock } from './nodes.ts';
import { codeText, parseInline } from './parse-inline.ts';

const fence = '```';
const listLine = /^(\s*)([•◦▪*-]|\d{1,3}[.)])\s+(.*)$/;
const quoteLine = /^(?:>|&gt;) ?(.*)$/s;
const restQuoted = /^(?:>>>|(?:&gt;){3})\s?/;

/** Slack's mrkdwn: https://docs.slack.dev/messaging/formatting-message-text */
export function parseMrkdwn(text: string): TextBlock[] {
  const parts = splitAtFences(text);
  return parts.flatMap((part, index): TextBlock[] => {
    if (index % 2 === 1) return [{ kind: 'code', text: codeText(part.replace(/^\n|\n$/g, '')) }];
    const afterCode = index > 0 ? part.replace(/^\n/, '') : part;
    const lines = index < parts.length - 1 ? afterCode.replace(/\n$/, '') : afterCode;
    return lines === '' ? [] : parseLines(lines);
  });
}

/** Text and code by turns; a fence that nothing closes is text. */
function splitAtFences(text: string): string[] {
  const parts = text.split(fence);
  if (parts.length % 2 === 1) return parts;
  return [...parts.slice(0, -2), parts.slice(-2).join(fence)];
}

function parseLines(text: string): TextBlock[] {
  const lines = text.split('\n');
  const blocks: TextBlock[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (restQuoted.test(line)) {
      const rest = [line.replace(restQuoted, ''), ...lines.slice(at + 1)].join('\n');
      return [...blocks, { kind: 'quote', children: parseLines(rest) }];
    }
    const kind = kindOf(line);
    const end = endOfRun(lines, at, kind);
    blocks.push(blockOf(kind, lines.slice(at, end)));
    at = end;
  }
  return blocks;
}

type Kind = 'quote' | 'list' | 'paragraph';

function kindOf(line: string): Kind {
  if (quoteLine.test(line)) return 'quote';
  return listLine.test(line) ? 'list' : 'paragraph';
}

function endOfRun(lines: readonly string[], start: number, kind: Kind): number {
  let end = start + 1;
  while (end < lines.length && kindOf(lines[end] ?? '') === kind && !restQuoted.test(lines[end] ?? '')) end += 1;
  return end;
}

function blockOf(kind: Kind, lines: readonly string[]): TextBlock {
  switch (kind) {
    case 'quote':
      return { kind, children: parseLines(lines.map((line) => quoteLine.exec(line)?.[1] ?? '').join('\n')) };
    case 'list':
      return { kind, items: lines.map(listItem) };
    case 'paragraph':
      return { kind, children: joinLines(lines) };
  }
}

function listItem(line: string): ListItem {
  const [, space = '', marker = '', rest = ''] = listLine.exec(line) ?? [];
  const shown = /^[*-]$/.test(marker) ? '•' : marker;
  return { marker: shown, indent: Math.floor(space.length / 2), children: parseInline(rest) };
}

function joinLines(lines: readonly string[]): Inline[] {
  return lines.flatMap((line, index): Inline[] => [
    ...(index > 0 ? [{ kind: 'break' as const }] : []),
    ...parseInline(line),
  ]);
}
