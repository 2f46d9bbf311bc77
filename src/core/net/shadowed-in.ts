import type { SecurityRule } from '../facts.ts';
import type { Exposure } from './exposure.ts';
import type { Reach, Taken } from './reach-of.ts';

type Shadowed = Exposure['shadowed'][number];

/** The allows of public addresses of which rules in front of them leave nothing, or not all, to any host. */
export function shadowedIn(reaches: readonly Reach[]): readonly Shadowed[] {
  const found = new Map<SecurityRule, Set<SecurityRule>>();
  for (const { taken } of reaches) {
    if (taken.length < 2) continue;
    for (const [at, each] of taken.entries()) {
      const { entry, names, took } = each;
      // Most rules take all that they name.
      if (!entry.allows || entry.rule.isDefault || took === names || names.subtract(took).isEmpty) continue;
      const by = found.get(entry.rule) ?? new Set();
      for (const front of taken.slice(0, at)) if (shadows(front, each)) by.add(front.entry.rule);
      found.set(entry.rule, by);
    }
  }
  return [...found].flatMap(([rule, by]) => {
    if (by.size === 0) return [];
    const wholly = reaches.every(({ taken }) => taken.every(({ entry, took }) => entry.rule !== rule || took.isEmpty));
    return [{ rule, by: [...by], wholly }];
  });
}

function shadows(front: Taken, behind: Taken): boolean {
  return front.took.overlaps(behind.names);
}
