import { inParallel } from '../in-parallel.ts';
import type { SurveyedInterface } from './arm/interface-from-arm.ts';
import { networkOf } from './arm/network-of.ts';
import type { FreshReads } from './fresh-reads.ts';

const atATime = 4;

/** Ids of networks of interfaces that no page had and that cannot be read by themselves either. */
export async function hiddenNetworks(
  nics: readonly SurveyedInterface[],
  subnets: { has(subnetId: string): boolean },
  reads: FreshReads,
): Promise<string[]> {
  const missing = new Set(
    nics.flatMap(({ configurations }) =>
      configurations.flatMap(({ subnetId }) => (subnetId === '' || subnets.has(subnetId) ? [] : [networkOf(subnetId)])),
    ),
  );
  const answers = await inParallel([...missing], atATime, async (id) => ({ id, now: await reads.network(id) }));
  return answers.flatMap(({ id, now }) => (now !== undefined && 'kind' in now ? [id] : []));
}
