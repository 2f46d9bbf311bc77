import type { Plan, PlannedWrite } from './plan.ts';

/**
 * What undoes a plan of which something failed half way: everything that it makes, also what would have stayed, the last
 * first. Starting a machine, and what is asked of Defender, cannot be taken back.
 */
export function takeBack({ writes }: Plan): PlannedWrite[] {
  return writes.toReversed().flatMap(({ method, path, apiVersion, edits, says }): PlannedWrite[] => {
    if (method !== 'PUT') return [];
    const back = `Take back: ${says}`;
    if (edits === undefined) return [{ method: 'DELETE', path, apiVersion, says: back }];
    return [{ method, path, apiVersion, edits: edits.map(({ at }) => ({ at, value: null })), says: back }];
  });
}
