import type { Nsg } from '../facts.ts';
import type { Survey } from './audit-run.ts';
import { flagNsgs } from './flag-nsgs.ts';
import { forcedGroups, forcedNetworks } from './forced-networks.ts';
import { freshReads } from './fresh-reads.ts';
import { readHiddenGroups } from './hidden-groups.ts';
import type { Inventory } from './inventory.ts';
import { lookAtGroups } from './look-at-groups.ts';
import { lookAtMachines } from './look-at-machines.ts';
import { withoutGrants } from './own-rules.ts';
import type { PathParts } from './paths-to.ts';
import { readAround } from './read-around.ts';
import { routesBehind } from './routes-behind.ts';
import { sumUp } from './sum-up.ts';
import { readRoutes } from './surroundings.ts';
import type { SurveyOptions } from './survey-options.ts';
import { withKnown } from './with-known.ts';

/**
 * Which security groups and machines are open to the internet, and by which way. Pages are read one at a time, and only what
 * is flagged is kept; each flagged group is read once more, since pages may be minutes old.
 */
export async function surveyDoors(inventory: Inventory, options: SurveyOptions): Promise<Survey> {
  const reads = freshReads(inventory);
  const routes = await readRoutes(inventory);
  const routesOf = await routesBehind(inventory, routes);
  const paged = await flagNsgs(inventory, routesOf, options);
  const found = await withKnown(paged, await inventory.subscriptions(), options.known, reads);
  const first = { inventory, found, routes, reads, options, forced: new Set<string>() };
  const flaggedOnly = await readAround(first);
  const { ids: forced, notRead } = await forcedNetworks(flaggedOnly, { inventory, reads, options });
  const around = forced.size === 0 ? flaggedOnly : await readAround({ ...first, forced });
  const clean = (nsg: Nsg): Nsg => withoutGrants({ ...emptyRead, nsg }, options).read.nsg;
  const parts: PathParts = { around, routes, reads, options, clean };
  const hidden = await readHiddenGroups(parts, routesOf);
  const past = await forcedGroups(forced, parts);
  const groups = new Map([...hidden.read, ...past.read, ...found.flagged.values()].map((each) => [each.key, each]));
  const looked = [await lookAtGroups([...groups.values()], routesOf, parts), await lookAtMachines(parts)];
  const told = [...notRead, ...past.notRead];
  return sumUp(await inventory.subscriptions(), { looked, found, around, hidden, routes, notRead: told }, options);
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
