import type { AdminRules } from '../facts.ts';
import { inParallel } from '../in-parallel.ts';
import { AddressSet } from '../net/address-set.ts';
import { portsHold } from '../net/port-terms.ts';
import { publicSources } from '../net/public-sources.ts';
import { ruleTerms } from '../net/rule-terms.ts';
import { several } from './finding-words.ts';
import { asFlagged, type Flagged } from './flag-nsgs.ts';
import type { FreshReads } from './fresh-reads.ts';
import type { Inventory } from './inventory.ts';
import { isStandard } from './judge-path.ts';
import { namesOf } from './not-read-words.ts';
import type { PathParts } from './paths-to.ts';
import type { Around } from './read-around.ts';
import { networkOf } from './read-subnets.ts';
import type { SurveyOptions } from './survey-options.ts';
import { waysTo } from './ways-to.ts';

const atATime = 4;

interface Parts {
  readonly inventory: Inventory;
  readonly reads: FreshReads;
  readonly options: Pick<SurveyOptions, 'port'>;
}

export interface ForcedNetworks {
  readonly ids: ReadonlySet<string>;
  /** Sentences. */
  readonly notRead: readonly string[];
}

/**
 * Networks whose admin rules let somebody in to a port past every group. It is one request for each network: where Virtual
 * Network Manager is in use all of them are asked, and elsewhere those that are asked anyway, because a way leads into them
 * to something that is looked at.
 */
export async function forcedNetworks(around: Around, { inventory, reads, options }: Parts): Promise<ForcedNetworks> {
  const looked = networksWithWays(around, options.port);
  const asked = [...new Set([...looked, ...((await inventory.mayHaveAdminRules()) ? allNetworks(around) : [])])];
  const answers = await inParallel(asked, atATime, async (id) => ({ id, rules: await reads.adminRules(id) }));
  const unread = answers.filter(({ id, rules }) => rules.kind === 'unreadable' && !looked.has(id));
  return {
    ids: new Set(
      answers.flatMap(({ id, rules }) => (rules.kind === 'admin-rules' && forces(rules, options.port) ? [id] : [])),
    ),
    notRead: unread.length === 0 ? [] : [unreadWords(unread.map(({ id }) => id))],
  };
}

/** Not worth calling an audit incomplete: whoever may not read admin rules is told of a group that is open all the same. */
function unreadWords(ids: readonly string[]): string {
  const which = several(ids.length, 'network');
  return `Whether Virtual Network Manager's admin rules let the internet in past closed groups is not known in ${which}: ${namesOf(ids)}.`;
}

function allNetworks({ subnets, unseenNetworks }: Around): readonly string[] {
  return [...[...subnets.keys()].map(networkOf), ...unseenNetworks];
}

/** By their ways' ends: those of machines that are looked at. */
function networksWithWays(around: Around, port: number): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { machineId, nsgId, configurations } of around.interfaces) {
    if (machineId === undefined) continue;
    for (const configuration of configurations) {
      const ways = waysTo(configuration, around, port);
      const { subnetId } = configuration;
      const isBare = nsgId === undefined && around.subnets.has(subnetId) && around.subnets.get(subnetId) === undefined;
      if (ways.length > 0 && !(isBare && ways.every(isStandard))) found.add(networkOf(subnetId));
    }
  }
  return found;
}

/** Most such rules are for private addresses: those of the people who look after the machines. */
function forces({ rules }: AdminRules, port: number): boolean {
  return rules.some((rule) => {
    if (rule.direction !== 'Inbound' || rule.access !== 'AlwaysAllow') return false;
    const terms = ruleTerms(rule, 'any');
    if (terms.tcp === false || portsHold(rule.destinationPorts, port) === false) return false;
    return ([4, 6] as const).some((family) => !publicSources(terms, family, AddressSet.empty).isEmpty);
  });
}

/**
 * Groups in such networks that are on the way to a machine and were not flagged: only an admin rule may let anybody in past
 * them. Those that cannot be read stay away: they are told of where they were missing.
 */
export async function forcedGroups(forced: ReadonlySet<string>, { around, reads }: PathParts): Promise<Flagged[]> {
  const ids = new Set(
    around.interfaces.flatMap(({ nsgId, configurations }) =>
      configurations.flatMap(({ subnetId }) =>
        forced.has(networkOf(subnetId)) ? [nsgId ?? [], around.subnets.get(subnetId) ?? []].flat() : [],
      ),
    ),
  );
  const answers = await inParallel([...ids], atATime, async (key) => ({ key, read: await reads.nsg(key) }));
  return answers.flatMap(({ key, read }) => (read?.kind === 'read' ? [{ ...asFlagged(read), key }] : []));
}
