import { type Args, type Result, SlackRefusal, text } from './method.ts';

/** One page of a list. Cursors are Slack's kind: opaque, and refused when they are not ours. */
export function page<Item>(args: Args, items: readonly Item[], defaultLimit = 100): { items: Item[]; more: Result } {
  const limit = Math.min(1000, Math.max(1, Number(text(args, 'limit') ?? defaultLimit) || defaultLimit));
  const cursor = text(args, 'cursor') ?? '';
  const from = cursor === '' ? 0 : offsetOf(cursor);
  const end = from + limit;
  const next = end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: items.slice(from, end), more: { response_metadata: { next_cursor: next } } };
}

function offsetOf(cursor: string): number {
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (match === null) throw new SlackRefusal('invalid_cursor');
  return Number(match[1]);
}
