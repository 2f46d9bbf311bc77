import { inParallel } from '../in-parallel.ts';
import type { SurveyedInterface } from './arm/interface-from-arm.ts';
import type { FreshReads } from './fresh-reads.ts';

const atATime = 4;
const mostAsked = 20;

export interface FoundInterfaces {
  readonly found: readonly SurveyedInterface[];
  /** Ids of those that cannot be read, or were not asked for. */
  readonly hidden: readonly string[];
}

/**
 * Interfaces that something names and that no page had, one by one: some are newer than the page, and some are there no more.
 * Where the first may not be read the others are not asked for.
 */
export async function foundInterfaces(ids: readonly string[], reads: FreshReads): Promise<FoundInterfaces> {
  const [first, ...others] = ids;
  if (first === undefined) return { found: [], hidden: [] };
  const read = async (id: string) => ({ id, now: await reads.interface(id) });
  const answers = [await read(first)];
  const isReadable = answers.every(({ now }) => now === undefined || !('kind' in now));
  if (isReadable) answers.push(...(await inParallel(others.slice(0, mostAsked - 1), atATime, read)));
  const found: SurveyedInterface[] = [];
  const told = new Set<string>();
  for (const { id, now } of answers) {
    if (now !== undefined && 'kind' in now) continue;
    told.add(id);
    if (now !== undefined) found.push(now);
  }
  return { found, hidden: ids.filter((id) => !told.has(id)) };
}
