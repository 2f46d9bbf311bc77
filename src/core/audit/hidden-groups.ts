import { inParallel } from '../in-parallel.ts';
import type { OpenGrant } from './audit-run.ts';
import { asFlagged, exposureAlone, type Flagged, type RoutesOf } from './flag-nsgs.ts';
import { namesOf } from './not-read-words.ts';
import { withoutGrants } from './own-rules.ts';
import { type PathParts, pathsTo } from './paths-to.ts';

const atATime = 4;
/** A subscription may hide thousands; what is beyond these is counted. */
const mostAsked = 100;
const mostTold = 20;

export interface HiddenGroups {
  /** Those that can be read all the same: a page had left them out. */
  readonly read: readonly Flagged[];
  readonly grants: readonly OpenGrant[];
  /** Sentences. */
  readonly notRead: readonly string[];
  /** How many of those that could not be read a public address leads behind. */
  readonly reached: number;
}

/** Groups that interfaces and subnets name and that no page had, asked for one by one. */
export async function readHiddenGroups(parts: PathParts, routesOf: RoutesOf): Promise<HiddenGroups> {
  const { options } = parts;
  const ids = [...parts.around.hiddenGroups.keys()];
  const answers = await inParallel(ids.slice(0, mostAsked), atATime, async (id) => ({
    id,
    now: await parts.reads.nsg(id),
  }));
  const read: Flagged[] = [];
  const grants: OpenGrant[] = [];
  const notRead: string[] = [];
  let reachedGroups = 0;
  for (const { id, now } of answers) {
    if (now?.kind === 'read') {
      read.push({ ...asFlagged(now), key: id });
      const own = withoutGrants(now, options);
      grants.push(...own.grants);
      options.onGroup?.(own.read, exposureAlone(own.read, routesOf(now), options));
    }
    if (now?.kind !== 'unreadable') continue;
    const why = now.permission === undefined ? now.because : `it needs ${now.permission}.`;
    const machines = await machinesBehind(id, parts);
    if (machines.length > 0) reachedGroups += 1;
    const reached = machines.length === 0 ? '' : ` A public address leads to ${namesOf(machines)} behind it.`;
    notRead.push(`The security group ${id.slice(id.lastIndexOf('/') + 1)} could not be read: ${why}${reached}`);
  }
  const more = notRead.length - mostTold + Math.max(0, ids.length - mostAsked);
  return {
    read,
    grants,
    reached: reachedGroups,
    notRead: more <= 0 ? notRead : [...notRead.slice(0, mostTold), `${more} more security groups could not be read.`],
  };
}

/** Machines of which nobody can tell whether the group lets the internet in to them. */
async function machinesBehind(nsgId: string, parts: PathParts): Promise<string[]> {
  const { around } = parts;
  const names = new Set<string>();
  for (const nic of around.behind(nsgId, around.hiddenGroups.get(nsgId) ?? [])) {
    for (const { isOpen, machine } of await pathsTo(nic, parts)) if (isOpen !== false) names.add(machine.name);
  }
  return [...names];
}
