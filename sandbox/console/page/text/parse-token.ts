import { decodeEntities } from './decode-entities.ts';
import type { Inline } from './nodes.ts';
import { safeUrl } from './safe-url.ts';

/** What stands between `<` and `>`: a mention, a date, a link. Anything else is shown as it is. */
export function parseToken(token: string): Inline {
  const bar = token.indexOf('|');
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? undefined : decodeEntities(token.slice(bar + 1));
  if (target.startsWith('@')) return mention('user', target.slice(1), label);
  if (target.startsWith('#')) return mention('channel', target.slice(1), label);
  if (target.startsWith('!subteam^')) return mention('group', target.slice('!subteam^'.length), label);
  if (target.startsWith('!date^')) return date(target, label);
  if (target.startsWith('!')) return { kind: 'broadcast', range: target.slice(1) };
  const url = safeUrl(decodeEntities(target));
  const shown = label ?? decodeEntities(target).replace(/^mailto:/, '');
  if (url === undefined) return { kind: 'text', text: label ?? `<${decodeEntities(token)}>` };
  return { kind: 'link', url, children: [{ kind: 'text', text: shown }] };
}

function mention(kind: 'user' | 'channel' | 'group', id: string, label: string | undefined): Inline {
  return label === undefined || label === '' ? { kind, id } : { kind, id, label };
}

function date(target: string, label: string | undefined): Inline {
  const [, seconds = '', format = '', link] = target.split('^');
  const epochSeconds = Number(seconds);
  const fallback = label ?? '';
  if (!Number.isFinite(epochSeconds) || seconds === '') return { kind: 'text', text: fallback };
  const url = link === undefined ? undefined : safeUrl(decodeEntities(link));
  const node = { kind: 'date' as const, epochSeconds, format: decodeEntities(format), fallback };
  return url === undefined ? node : { ...node, url };
}
