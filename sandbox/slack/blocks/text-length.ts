import { isObject } from './rule.ts';

/** Characters of everything that is read in these blocks: texts, titles, labels, at any depth. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + textLength(each), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((sum, [key, held]) => {
    if (typeof held !== 'string') return sum + textLength(held);
    return readable.includes(key) ? sum + held.length : sum;
  }, 0);
}

const readable = ['text', 'title', 'caption', 'alt_text', 'fallback'];
