import type { AdminRules } from '../facts.ts';
import { inParallel } from '../in-parallel.ts';
import { AddressSet } from '../net/address-set.ts';
import { portsHold } from '../net/port-terms.ts';
import { publicSources } from '../net/public-sources.ts';
import { ruleTerms } from '../net/rule-terms.ts';
import { networkOf } from './arm/network-of.ts';
import { several } from './finding-words.ts';
import { asFlagged, type Flagged } from './flag-nsgs.ts';
import type { FreshReads } from './fresh-reads.ts';
import type { Inventory } from './inventory.ts';
import { isStandard } from './judge-path.ts';
import { namesOf } from './not-read-words.ts';
import type { PathParts } from './paths-to.ts';
import type { Around } from './read-around.ts';
import type { SurveyOptions } from './survey-options.ts';
import { waysTo } from './ways-to.ts';

const atATime = 4;
/** Of one subscription. */
const mostRefused = 4;

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
  const refusals = new Map<string, number>();
  const answers = await inParallel(asked, atATime, async (id) => {
    const of = subscriptionOf(id);
    // There may be thousands, and where a few are refused and none is not, the others are as well.
    if ((refusals.get(of) ?? 0) >= mostRefused && !looked.has(id)) return { id, isUnread: true, isForced: false };
    const rules = await reads.adminRules(id);
    if (rules.kind === 'unreadable') {
      if (rules.reason === 'forbidden') refusals.set(of, (refusals.get(of) ?? 0) + 1);
      return { id, isUnread: true, isForced: false, permission: rules.permission };
    }
    refusals.set(of, Number.NEGATIVE_INFINITY);
    const isForced = forces(rules, options.port);
    if (!isForced && !looked.has(id)) reads.forgetAdminRules(id);
    return { id, isUnread: false, isForced };
  });
  const unread = answers.flatMap(({ id, isUnread }) => (isUnread ? [id] : []));
  const permission = answers.find((each) => each.permission !== undefined)?.permission;
  return {
    ids: new Set(answers.flatMap(({ id, isForced }) => (isForced ? [id] : []))),
    notRead: unread.length === 0 ? [] : [unreadWords(unread, permission)],
  };
}

function subscriptionOf(networkId: string): string {
  return networkId.split('/', 3)[2] ?? '';
}

/** Not worth calling an audit incomplete: whoever may not read admin rules is told of a group that is open all the same. */
function unreadWords(ids: readonly string[], permission: string | undefined): string {
  const which = several(ids.length, 'network');
  const help = permission === undefined ? '' : `. That takes the permission ${permission}`;
  return `Whether Virtual Network Manager's admin rules let the internet in past closed groups is not known in ${which}: ${namesOf(ids)}${help}.`;
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

export interface ForcedGroups {
  readonly read: readonly Flagged[];
  /** Sentences. */
  readonly notRead: readonly string[];
}

/**
 * Groups in such networks that are on the way to a machine and were not flagged: only an admin rule may let anybody in past
 * them. Those that were on no page are told of elsewhere where they cannot be read.
 */
export async function forcedGroups(forced: ReadonlySet<string>, { around, reads }: PathParts): Promise<ForcedGroups> {
  const ids = new Set(
    around.interfaces.flatMap(({ nsgId, configurations }) =>
      configurations.flatMap(({ subnetId }) =>
        forced.has(networkOf(subnetId)) ? [nsgId ?? [], around.subnets.get(subnetId) ?? []].flat() : [],
      ),
    ),
  );
  const answers = await inParallel([...ids], atATime, async (key) => ({ key, read: await reads.nsg(key) }));
  const unread = answers.flatMap(({ key, read }) =>
    read?.kind === 'unreadable' && !around.hiddenGroups.has(key) ? [key] : [],
  );
  return {
    read: answers.flatMap(({ key, read }) => (read?.kind === 'read' ? [{ ...asFlagged(read), key }] : [])),
    notRead: unread.length === 0 ? [] : [groupsUnreadWords(unread)],
  };
}

function groupsUnreadWords(ids: readonly string[]): string {
  const which = ids.length === 1 ? 'a security group' : `${ids.length} security groups`;
  return `Virtual Network Manager's admin rules may let the internet in past ${which} that could not be read: ${namesOf(ids)}.`;
}
