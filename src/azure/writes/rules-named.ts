import { z } from 'zod';
import type { Unreadable } from '../../core/facts.ts';
import { inParallel } from '../../core/in-parallel.ts';
import { isGoneCode } from '../arm-answer.ts';
import type { Clients } from '../clients.ts';
import type { Graph } from '../graph.ts';
import { groupsWithRulesNamed } from '../kql.ts';
import { normaliseRule } from '../normalise/nsg.ts';
import type { Reader, ReadResult } from '../reader.ts';
import { reads } from '../reads.ts';
import { parseResourceId } from '../resource-id.ts';
import { UnexpectedAnswer } from '../unexpected-answer.ts';
import type { AzureWrites, NamedRule } from '../writes.ts';

export interface RulesParts {
  readonly clients: Clients;
  readonly graph: Graph;
  readonly reader: Reader;
  /** The ids of all subscriptions that may be looked at. */
  readonly subscriptions: () => Promise<ReadResult<readonly string[]>>;
}

/** Where rules of that name are, and where that could not be found out. */
interface Places {
  readonly nsgIds: readonly string[];
  readonly unread: readonly Unreadable[];
}

/** Groups are read so many at a time: far below what Resource Manager allows, and soon done. */
const mostAtOnce = 8;
const groupRow = z.object({ id: z.string() });

export function createRulesNamed(parts: RulesParts): AzureWrites['rulesNamed'] {
  return async (prefix) => {
    const { nsgIds, unread } = (await placesInGraph(prefix, parts)) ?? (await placesInLists(prefix, parts));
    const groups = await inParallel(nsgIds, mostAtOnce, (id) => rulesOf(id, prefix, parts));
    return {
      rules: groups.flatMap((group) => (group.ok ? group.value : [])),
      unread: [...unread, ...groups.flatMap((group) => (group.ok || isGone(group) ? [] : [group.unreadable]))],
    };
  };
}

/** Undefined where Resource Graph does not answer: it is another service with another quota than what it tells of. */
async function placesInGraph(prefix: string, { graph }: RulesParts): Promise<Places | undefined> {
  const found = await graph.ask({
    query: groupsWithRulesNamed(prefix),
    row: groupRow,
    top: 1000,
    mostPages: 100,
    read: reads.findRules(),
  });
  return found.ok ? { nsgIds: found.value.rows.map(({ id }) => id), unread: [] } : undefined;
}

async function placesInLists(prefix: string, { clients, reader, subscriptions }: RulesParts): Promise<Places> {
  const listed = await subscriptions();
  if (!listed.ok) return { nsgIds: [], unread: [listed.unreadable] };
  const lists = await inParallel(listed.value, mostAtOnce, (subscriptionId) =>
    reader.read(reads.nsgs(subscriptionId), async (options) => {
      const client = await clients.network(subscriptionId);
      const ids: string[] = [];
      for await (const { id, securityRules = [] } of client.networkSecurityGroups.listAll(options))
        if (id !== undefined && securityRules.some(({ name }) => isNamed(name, prefix))) ids.push(id);
      return ids;
    }),
  );
  return {
    nsgIds: lists.flatMap((list) => (list.ok ? list.value : [])),
    unread: lists.flatMap((list) => (list.ok ? [] : [list.unreadable])),
  };
}

function rulesOf(nsgId: string, prefix: string, { clients, reader }: RulesParts): Promise<ReadResult<NamedRule[]>> {
  return reader.read(reads.nsg(nsgId), async (options) => {
    const parts = parseResourceId(nsgId);
    if (parts === undefined) throw new UnexpectedAnswer('its id is none');
    const client = await clients.network(parts.subscriptionId);
    const nsg = await client.networkSecurityGroups.get(parts.resourceGroup, parts.names[0], options);
    return (nsg.securityRules ?? [])
      .filter(({ name }) => isNamed(name, prefix))
      .map((model) => ({
        nsgId: nsg.id ?? nsgId,
        rule: normaliseRule(model, false),
        description: model.description ?? '',
      }));
  });
}

function isNamed(name: string | undefined, prefix: string): boolean {
  return name?.toLowerCase().startsWith(prefix.toLowerCase()) === true;
}

/** A group that went away since the graph saw it took its rules along. */
function isGone(result: ReadResult<unknown> & { readonly ok: false }): boolean {
  return result.trouble.reason === 'not-found' && isGoneCode(result.trouble.code);
}
