import { z } from 'zod';
import type { VmCandidate, VmName } from '../core/vm-name.ts';
import { BotError } from '../errors.ts';
import type { FoundVms } from './azure.ts';
import type { Graph } from './graph.ts';
import { allSubscriptions, allVmNames, vmsCalled } from './kql.ts';
import { nearNames } from './near-names.ts';
import { idKey, parseResourceId } from './resource-id.ts';

const vmRow = z.object({
  id: z.string(),
  name: z.string(),
  location: z.string().nullish(),
  subscriptionName: z.string().nullish(),
  // Only a hint: an interface of an odd shape shows when the VM itself is read.
  nics: z
    .array(z.object({ id: z.string() }))
    .nullish()
    .catch(null),
});
const namedRow = z.object({ id: z.string(), name: z.string() });

/** As many rows as Resource Graph gives at once: nobody picks out of more machines than two pages hold. */
const page = 1000;

const vmType = 'microsoft.compute/virtualmachines';

/** Finds the VMs that answer to a name: one query, and one or two more only when there is none. */
export async function findVms(name: VmName, graph: Graph, allowed: readonly string[] | undefined): Promise<FoundVms> {
  if (name.kind === 'id') return { matches: [candidateFromId(name.id, allowed)], near: [] };
  const resourceGroup = name.kind === 'in-group' ? name.resourceGroup : undefined;
  const found = await graph.ask({ query: vmsCalled(name.name, resourceGroup), row: vmRow, top: page, mostPages: 2 });
  if (!found.ok) throw found.asError();
  const { rows, more } = found.value;
  const matches = rows.flatMap(toCandidate);
  if (matches.length === 0) return { matches, near: await namesLike(name, graph) };
  return { matches, near: [], ...(more > 0 && { more }) };
}

function toCandidate(row: z.infer<typeof vmRow>): VmCandidate[] {
  const parts = parseResourceId(row.id);
  if (parts === undefined) return [];
  return [
    {
      id: row.id,
      name: row.name,
      resourceGroup: parts.resourceGroup,
      subscriptionId: parts.subscriptionId,
      location: row.location ?? '',
      nicIds: (row.nics ?? []).map(({ id }) => id),
      ...(row.subscriptionName ? { subscriptionName: row.subscriptionName } : {}),
    },
  ];
}

async function namesLike(name: Exclude<VmName, { kind: 'id' }>, graph: Graph): Promise<string[]> {
  const all = await graph.ask({ query: allVmNames, row: namedRow, top: page, mostPages: 5 });
  if (!all.ok) throw all.asError();
  const { rows } = all.value;
  if (rows.length === 0) await refuseWithoutSubscription(graph);
  if (name.kind === 'plain') {
    return nearNames(
      name.name,
      rows.map((row) => row.name),
    );
  }
  const inGroup = (row: { id: string; name: string }) => `${parseResourceId(row.id)?.resourceGroup ?? ''}/${row.name}`;
  const sameName = rows.filter((row) => row.name.toLowerCase() === name.name.toLowerCase()).map(inGroup);
  const alike = nearNames(`${name.resourceGroup}/${name.name}`, rows.map(inGroup));
  return [...new Set([...sameName, ...alike])].slice(0, 5);
}

async function refuseWithoutSubscription(graph: Graph): Promise<void> {
  const subscriptions = await graph.ask({ query: allSubscriptions, row: namedRow, top: 1, mostPages: 1 });
  if (!subscriptions.ok) throw subscriptions.asError();
  if (subscriptions.value.rows.length > 0) return;
  throw new BotError({
    code: 'no-subscription',
    message: 'The bot cannot read any Azure subscription.',
    hint: 'Give its identity a role that may read virtual machines and networks, and wait some minutes.',
  });
}

/** The id tells everything that the query would; whether there is such a VM shows when it is read. */
function candidateFromId(id: string, allowed: readonly string[] | undefined): VmCandidate {
  const parts = parseResourceId(id);
  if (parts?.type !== vmType || parts.names.length !== 1)
    throw new BotError({
      code: 'vm-not-found',
      message: 'This is not the resource id of a virtual machine.',
      hint: 'It looks like /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Compute/virtualMachines/<name>.',
    });
  const { subscriptionId, resourceGroup, names } = parts;
  if (allowed !== undefined && !allowed.some((each) => idKey(each) === idKey(subscriptionId)))
    throw new BotError({
      code: 'vm-not-found',
      message: `The bot is told not to look at subscription ${subscriptionId}.`,
      hint: 'Whoever runs Drawbridge can add it to azure.subscriptions.',
    });
  return { id, name: names[0], resourceGroup, subscriptionId, location: '', nicIds: [] };
}
