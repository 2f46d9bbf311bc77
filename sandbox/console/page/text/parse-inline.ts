import { decodeEntities } from './decode-entities.ts';
import type { Inline } from './nodes.ts';
import { parseToken } from './parse-token.ts';
import { safeUrl } from './safe-url.ts';

const spans = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
type Marker = keyof typeof spans;

const emojiAt = /:([a-z0-9_+'-]+)(?:::skin-tone-[2-6])?:/y;
const urlAt = /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]}'"*_~`]/y;

/** One line of Slack's mrkdwn. Spans open at a word's border, close at one, and hold no spaces at their ends. */
export function parseInline(line: string): Inline[] {
  const nodes: Inline[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') nodes.push({ kind: 'text', text: decodeEntities(plain) });
    plain = '';
  };
  for (let at = 0; at < line.length; ) {
    const found = nodeAt(line, at);
    if (found === undefined) {
      plain += line[at];
      at += 1;
      continue;
    }
    flush();
    nodes.push(found.node);
    at = found.end;
  }
  flush();
  return nodes;
}

interface Found {
  readonly node: Inline;
  readonly end: number;
}

function nodeAt(line: string, at: number): Found | undefined {
  const character = line[at] ?? '';
  if (character === '<') return tokenAt(line, at);
  if (character === '`') return codeAt(line, at);
  if (character === ':') return emojiIn(line, at);
  if (character === 'h' && !isWord(line[at - 1])) return urlIn(line, at);
  if (character in spans) return spanAt(line, at, character as Marker);
  return undefined;
}

function tokenAt(line: string, at: number): Found | undefined {
  const end = line.indexOf('>', at);
  return end < at + 2 ? undefined : { node: parseToken(line.slice(at + 1, end)), end: end + 1 };
}

function codeAt(line: string, at: number): Found | undefined {
  const end = line.indexOf('`', at + 1);
  if (end <= at + 1) return undefined;
  return { node: { kind: 'code', text: codeText(line.slice(at + 1, end)) }, end: end + 1 };
}

/** Inside code only entities and links' labels are resolved. */
export function codeText(raw: string): string {
  const withoutTokens = raw.replace(/<(?:https?:|mailto:)[^<>]*>/g, (token) => {
    const inner = token.slice(1, -1);
    return inner.slice(inner.indexOf('|') + 1).replace(/^mailto:/, '');
  });
  return decodeEntities(withoutTokens);
}

function emojiIn(line: string, at: number): Found | undefined {
  emojiAt.lastIndex = at;
  const name = emojiAt.exec(line)?.[1];
  if (name === undefined || /^\d+$/.test(name)) return undefined;
  return { node: { kind: 'emoji', name }, end: emojiAt.lastIndex };
}

function urlIn(line: string, at: number): Found | undefined {
  urlAt.lastIndex = at;
  const text = urlAt.exec(line)?.[0];
  const url = text && safeUrl(decodeEntities(text));
  if (text === undefined || url === undefined || url === '') return undefined;
  return {
    node: { kind: 'link', url, children: [{ kind: 'text', text: decodeEntities(text) }] },
    end: at + text.length,
  };
}

function spanAt(line: string, at: number, marker: Marker): Found | undefined {
  if (isWord(line[at - 1]) || isSpace(line[at + 1]) || line[at + 1] === marker) return undefined;
  for (let end = at + 2; end < line.length; end += 1) {
    const skipped = skipAtom(line, end);
    if (skipped > end) {
      end = skipped - 1;
      continue;
    }
    if (line[end] !== marker || isSpace(line[end - 1]) || isWord(line[end + 1])) continue;
    return { node: { kind: spans[marker], children: parseInline(line.slice(at + 1, end)) }, end: end + 1 };
  }
  return undefined;
}

/** A marker inside a link or inside code closes nothing. */
function skipAtom(line: string, at: number): number {
  if (line[at] === '<') return tokenAt(line, at)?.end ?? at;
  if (line[at] === '`') return codeAt(line, at)?.end ?? at;
  return at;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}
