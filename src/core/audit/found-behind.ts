import { inParallel } from '../in-parallel.ts';
import type { BehindGroup } from './behind-group.ts';
import type { FreshReads } from './fresh-reads.ts';

const atATime = 4;
const mostAsked = 20;

/**
 * What is behind a group, with those of the hidden interfaces that can be read one by one: they are newer than the page, and
 * what is there no more is older. Where the first may not be read the others are not asked for.
 */
export async function foundBehind(behind: BehindGroup, reads: FreshReads): Promise<BehindGroup> {
  const [first, ...others] = behind.hidden;
  if (first === undefined) return behind;
  const answers = [{ id: first, now: await reads.interface(first) }];
  if (answers.every(({ now }) => now === undefined || !('kind' in now))) {
    const more = others.slice(0, mostAsked - 1);
    answers.push(...(await inParallel(more, atATime, async (id) => ({ id, now: await reads.interface(id) }))));
  }
  const known = new Set(answers.flatMap(({ id, now }) => (now === undefined || !('kind' in now) ? [id] : [])));
  return {
    ...behind,
    nics: [...behind.nics, ...answers.flatMap(({ now }) => (now === undefined || 'kind' in now ? [] : [now]))],
    hidden: behind.hidden.filter((id) => !known.has(id)),
    interfaces: behind.interfaces - answers.filter(({ now }) => now === undefined).length,
  };
}
