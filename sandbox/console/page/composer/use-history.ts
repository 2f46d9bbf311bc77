import { useRef } from 'react';

const kept: string[] = [];
const mostKept = 50;

/** Lines that were sent from this page, newest last: arrow up brings them back. */
export function useHistory() {
  const at = useRef(0);
  return {
    add(line: string) {
      if (kept.at(-1) !== line) kept.push(line);
      if (kept.length > mostKept) kept.shift();
      at.current = 0;
    },
    /** @param step 1 for older, -1 for newer; undefined when there is nothing further back */
    move(step: 1 | -1): string | undefined {
      const next = at.current + step;
      if (next < 0 || next > kept.length) return undefined;
      at.current = next;
      return next === 0 ? '' : kept.at(-next);
    },
    get isBrowsing() {
      return at.current > 0;
    },
    stop() {
      at.current = 0;
    },
  };
}
