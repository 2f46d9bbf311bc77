import type { Nsg } from '../facts.ts';
import type { ReadNsg } from './arm/nsg-from-arm.ts';
import type { Survey } from './audit-run.ts';
import type { Finding } from './finding.ts';
import { flagNsgs, withoutOwn } from './flag-nsgs.ts';
import { freshReads } from './fresh-reads.ts';
import type { Inventory } from './inventory.ts';
import { machineFinding } from './machine-finding.ts';
import { adminRulesUnread, nsgFinding } from './nsg-finding.ts';
import { type PathParts, pathsTo } from './paths-to.ts';
import { readAround } from './read-around.ts';
import { severities } from './severity.ts';
import { readInterfaces, readRoutes, type WideningRoutes } from './surroundings.ts';
import type { SurveyOptions } from './survey-options.ts';

/**
 * Which security groups and machines are open to the internet, and by which way. Pages are read one at a time, and only what
 * is flagged is kept; each flagged group is read once more, since pages may be minutes old.
 */
export async function surveyDoors(inventory: Inventory, options: SurveyOptions): Promise<Survey> {
  const routes = await readRoutes(inventory);
  const widened = await groupsInWidenedSubnets(inventory, routes);
  const routesOf = (read: ReadNsg) => [
    ...read.subnetIds.flatMap((id) => routes.get(id.toLowerCase()) ?? []),
    ...(widened.get(read.nsg.id.toLowerCase()) ?? []),
  ];
  const found = await flagNsgs(inventory, routesOf, options);
  const around = await readAround(inventory, found, routes, options);
  const clean = (nsg: Nsg): Nsg => withoutOwn({ ...emptyRead, nsg }, options).nsg;
  const parts: PathParts = { around, routes, reads: freshReads(inventory), options, clean };
  const findings: Finding[] = [];
  const gone = new Set<string>();
  for (const flagged of found.flagged.values()) {
    const finding = await nsgFinding(flagged, routesOf(flagged.read), parts);
    if (finding === 'gone') gone.add(flagged.key);
    else if (finding !== undefined) findings.push(finding);
  }
  for (const nic of around.interfaces) {
    const finding = machineFinding(nic, await pathsTo(nic, parts), around);
    if (finding !== undefined) findings.push(finding);
  }
  return summed(await inventory.subscriptions(), findings, { ...found, gone, around, routes }, options);
}

const emptyRead = {
  kind: 'read',
  subscriptionId: '',
  location: '',
  tags: {},
  subnetIds: [],
  interfaceIds: [],
  ruleCount: 0,
} as const;

/** Groups of interfaces in subnets whose routes widen the tag VirtualNetwork; a group of a subnet says so itself. */
async function groupsInWidenedSubnets(
  inventory: Inventory,
  routes: WideningRoutes,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const widened = new Map<string, readonly string[]>();
  if (routes.size === 0) return widened;
  await readInterfaces(inventory, ({ nsgId, configurations }) => {
    const prefixes = configurations.flatMap(({ subnetId }) => routes.get(subnetId) ?? []);
    if (nsgId !== undefined && prefixes.length > 0) widened.set(nsgId, prefixes);
    return false;
  });
  return widened;
}

type Read = Awaited<ReturnType<typeof flagNsgs>> & {
  readonly around: Awaited<ReturnType<typeof readAround>>;
  readonly routes: WideningRoutes;
  /** Keys of groups that were deleted while the audit ran. */
  readonly gone: ReadonlySet<string>;
};

function summed(
  { answered, unread, gone: ended = [] }: Survey['subscriptions'],
  findings: readonly Finding[],
  { nsgs, rules, seen, unclear, gone, grants, notUnderstood, notRead, around, routes }: Read,
  { known }: SurveyOptions,
): Survey {
  const names = new Map([...answered, ...unread].map(({ id, name }) => [id.toLowerCase(), name]));
  const named = findings.map((each) => {
    const subscriptionName = names.get(each.subscriptionId.toLowerCase());
    return subscriptionName === undefined ? each : { ...each, subscriptionName };
  });
  // Whatever is not known to have been read wholly says nothing of what is missing in it.
  const isRead = (key: string) => answered.some(({ id }) => key.startsWith(`/subscriptions/${id.toLowerCase()}/`));
  const keys = new Set(findings.map(({ key }) => key));
  const over = [...known].filter((key) => !keys.has(key) && !unclear.has(key) && isRead(key));
  const isEnded = (key: string) => ended.some(({ id }) => key.startsWith(`/subscriptions/${id.toLowerCase()}/`));
  const isThere = (key: string) => (seen.has(key) && !gone.has(key)) || around.seen.has(key);
  return {
    status: unread.length === 0 ? 'complete' : answered.length === 0 ? 'failed' : 'partial',
    subscriptions: { answered, unread, ...(ended.length > 0 && { gone: ended }) },
    counts: { nsgs, rules, ...around.counts, ...(notUnderstood > 0 && { notUnderstood }) },
    notEvaluated: [
      ...notRead,
      ...ended.map(({ id, name }) => `The subscription ${name ?? id} is there no more.`),
      ...(named.some(({ remarks }) => remarks.includes(adminRulesUnread)) ? [adminRulesUnread] : []),
      ...(routes.size > 0 ? ['What firewalls and appliances forward to machines behind them is not evaluated.'] : []),
    ],
    findings: named.toSorted(worstFirst),
    grants,
    vanished: [...over.filter((key) => !isThere(key)), ...[...known].filter(isEnded)],
    healed: over.filter(isThere),
  };
}

function worstFirst(left: Finding, right: Finding): number {
  return (
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    right.publicIpv4Addresses - left.publicIpv4Addresses ||
    (left.key < right.key ? -1 : 1)
  );
}
