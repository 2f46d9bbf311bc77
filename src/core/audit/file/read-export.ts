import { objectOf, textOf } from '../arm/object.ts';
import { inventoryTypes } from '../inventory.ts';
import { camelKeys } from './camel-keys.ts';
import { effectiveGroups } from './effective-groups.ts';
import { foldChildren, type Parent } from './fold-children.ts';
import { groupsWithin } from './groups-within.ts';
import { hasRules, resourcesIn } from './resources-in.ts';
import { tidyGroup } from './tidy-group.ts';
import { typeOf } from './type-of.ts';
import { withVariables } from './with-variables.ts';

/** What a parsed file holds of Azure. */
export interface Export {
  /** Everything that is, or should be, a network security group, in the order given. What says that it is something else is not among them. */
  readonly groups: readonly unknown[];
  /** Groups of which it has some rules only. */
  readonly parts: readonly Parent[];
  /** All of it, where machines and networks are among it: then it can be told who is reached. */
  readonly world: readonly unknown[] | undefined;
  /** It holds nothing at all: a list of no groups is an answer, too. */
  readonly isEmpty: boolean;
  /** There are more pages than the file has. */
  readonly isCut: boolean;
}

const interfaceType = 'microsoft.network/networkinterfaces';
const groupType = 'microsoft.network/networksecuritygroups';
const around = new Set<string>([...inventoryTypes, 'microsoft.compute/virtualmachinescalesets']);
around.delete(groupType);

/** Reads what Azure, its tools and templates write, whatever way they spell and nest it. */
export function readExport(parsed: unknown): Export {
  const { resources: given, isCut } = resourcesIn(camelKeys(withVariables(parsed)));
  const held = withExpanded(effectiveGroups(given.filter((each) => !isElsewhere(each))));
  const { resources: folded, parts } = foldChildren(held);
  const resources = folded.map((each) => (maybeGroup(each) ? tidyGroup(each) : each));
  const groups = resources.filter(maybeGroup);
  const types = new Set(resources.map((each) => typeOf(objectOf(each) ?? {})));
  const isWorld = types.has(interfaceType) || (groups.length > 0 && [...types].some((type) => around.has(type)));
  return { groups, parts, world: isWorld ? resources : undefined, isEmpty: given.length === 0, isCut };
}

/** Templates of the newer kind also name what is there already, and say nothing of it. */
function isElsewhere(value: unknown): boolean {
  const object = objectOf(value);
  return object?.existing === true && textOf(object.type) !== undefined;
}

function withExpanded(resources: readonly unknown[]): readonly unknown[] {
  const known = new Set(resources.map((each) => textOf(objectOf(each)?.id)?.toLowerCase() ?? ''));
  return resources.flatMap((each) => [each, ...groupsWithin(each, known)]);
}

function maybeGroup(value: unknown): boolean {
  const object = objectOf(value);
  if (object === undefined) return true;
  const type = typeOf(object);
  return type === '' || type === groupType || (textOf(object.type) === undefined && hasRules(object));
}
