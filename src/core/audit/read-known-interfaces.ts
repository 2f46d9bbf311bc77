import { inParallel } from '../in-parallel.ts';
import type { SurveyedInterface } from './arm/interface-from-arm.ts';
import type { FreshReads } from './fresh-reads.ts';

const atATime = 4;

/**
 * Interfaces with those that the run before found as they are now: a page may be old, or leave one out, and neither means
 * that a machine is guarded or gone.
 */
export async function readKnownInterfaces(
  paged: readonly SurveyedInterface[],
  known: ReadonlySet<string>,
  reads: FreshReads,
): Promise<{
  readonly interfaces: readonly SurveyedInterface[];
  readonly gone: ReadonlySet<string>;
  readonly unclear: ReadonlySet<string>;
}> {
  const interfaces = new Map(paged.map((nic) => [nic.id, nic]));
  const gone = new Set<string>();
  const unclear = new Set<string>();
  await inParallel([...known].filter(isInterface), atATime, async (key) => {
    const now = await reads.interface(key);
    if (now === undefined) gone.add(key);
    else if ('kind' in now) unclear.add(key);
    else interfaces.set(key, now);
  });
  for (const key of gone) interfaces.delete(key);
  return { interfaces: [...interfaces.values()], gone, unclear };
}

/** Whether a finding's key is that of a machine's interface. */
export function isInterface(key: string): boolean {
  return /\/networkinterfaces\/[^/]+$/.test(key);
}
