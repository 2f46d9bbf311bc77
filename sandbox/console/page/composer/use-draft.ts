import { useState } from 'react';

/** What was typed and not sent yet, by person, channel and thread; the page forgets it when it is closed. */
const drafts = new Map<string, string>();

type Change = string | ((now: string) => string);

/** Text that is still there when its owner comes back to this place. The caller's React key must change with `place`. */
export function useDraft(place: string): readonly [string, (change: Change) => void] {
  const [text, setText] = useState(() => drafts.get(place) ?? '');
  const write = (change: Change) => {
    const next = typeof change === 'string' ? change : change(drafts.get(place) ?? '');
    if (next === '') drafts.delete(place);
    else drafts.set(place, next);
    setText(next);
  };
  return [text, write];
}
