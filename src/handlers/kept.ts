import type { Clock } from '../clock.ts';

/** Remembers answers for a while; many who ask for the same at once share one question. */
export interface Kept<Key, Value> {
  get(key: Key): Promise<Value>;
}

/** @param read asks for what is not remembered; its failures are not remembered */
export function createKept<Key, Value>(parts: {
  clock: Clock;
  keepMs: number;
  read: (key: Key) => Promise<Value>;
}): Kept<Key, Value> {
  const answers = new Map<Key, { readonly answer: Promise<Value>; readonly untilMs: number }>();
  return {
    get(key) {
      const now = parts.clock.now();
      const known = answers.get(key);
      if (known !== undefined && now < known.untilMs) return known.answer;
      for (const [old, { untilMs }] of answers) if (now >= untilMs) answers.delete(old);
      const entry = { answer: parts.read(key), untilMs: now + parts.keepMs };
      answers.set(key, entry);
      entry.answer.catch(() => {
        if (answers.get(key) === entry) answers.delete(key);
      });
      return entry.answer;
    },
  };
}
