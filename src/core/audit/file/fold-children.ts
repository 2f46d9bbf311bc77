import { listOf, objectOf, propertiesOf, textOf } from '../arm/object.ts';
import { childName, nameKey } from './child-name.ts';
import { typeOf } from './type-of.ts';

type Obj = Readonly<Record<string, unknown>>;

/** Of what is a resource of its own in templates: where Azure itself shows it, in the properties of its parent. */
const collections: Readonly<Record<string, string>> = {
  'microsoft.network/networksecuritygroups/securityrules': 'securityRules',
  'microsoft.network/virtualnetworks/subnets': 'subnets',
  'microsoft.network/virtualnetworks/virtualnetworkpeerings': 'virtualNetworkPeerings',
  'microsoft.network/routetables/routes': 'routes',
  'microsoft.network/loadbalancers/inboundnatrules': 'inboundNatRules',
  'microsoft.network/loadbalancers/backendaddresspools': 'backendAddressPools',
};
const ruleType = 'microsoft.network/networksecuritygroups/securityrules';

/** A parent as its child names it. */
export interface Parent {
  readonly type: string;
  /** '' where the child has none: its name then tells, "parent/child". */
  readonly id: string;
  readonly name: string;
}

interface Folded {
  readonly resources: readonly unknown[];
  /** Groups of which the file has some rules, and not the group itself. */
  readonly parts: readonly Parent[];
}

interface Child {
  readonly of: Parent;
  readonly collection: string;
  readonly value: Obj;
}

/** Puts rules, subnets and the like that are resources of their own into their parents, where everything looks for them. */
export function foldChildren(given: readonly unknown[]): Folded {
  const all = given.flatMap((each) => [each, ...nestedIn(each)]);
  const children = new Map(all.flatMap((each) => (childOf(each) === undefined ? [] : [[each, childOf(each)]])));
  if (children.size === 0) return { resources: given, parts: [] };
  const parents = knownParents(
    given.filter((each): each is Obj => objectOf(each) !== undefined && !children.has(each)),
  );
  const grown = new Map<unknown, Obj>();
  const parts = new Map<string, Parent>();
  for (const child of children.values()) {
    if (child === undefined) continue;
    const parent = parentOf(child, parents);
    if (parent !== undefined) grown.set(parent, withChild(grown.get(parent) ?? parent, child));
    else if (child.of.type === groupType) parts.set(`${child.of.id} ${child.of.name}`, child.of);
  }
  const resources = given.filter((each) => !children.has(each)).map((each) => grown.get(each) ?? each);
  return { resources, parts: [...parts.values()] };
}

const groupType = ruleType.slice(0, ruleType.lastIndexOf('/'));

/** Children within their parent, with the type and name that they have outside of it. */
function nestedIn(value: unknown): readonly Obj[] {
  const parent = objectOf(value);
  if (parent === undefined) return [];
  return listOf(parent.resources).flatMap((each) => {
    const child = objectOf(each);
    const type = textOf(child?.type);
    if (child === undefined || type === undefined) return [];
    const isFull = type.includes('/');
    const name = textOf(child.name) ?? '';
    return [
      {
        ...child,
        type: isFull ? type : `${typeOf(parent)}/${type}`,
        name: name.includes('/') ? name : `${textOf(parent.name) ?? ''}/${name}`,
      },
    ];
  });
}

function childOf(value: unknown): Child | undefined {
  const object = objectOf(value);
  if (object === undefined) return undefined;
  const type = typeOf(object);
  const collection = collections[type];
  if (collection === undefined) return undefined;
  const id = textOf(object.id)?.replace(/\/[^/]+\/[^/]+\/?$/, '') ?? '';
  const { parent, own } = childName(textOf(object.name) ?? '');
  return {
    of: {
      type: type.slice(0, type.lastIndexOf('/')),
      id,
      name: id === '' ? parent : id.slice(id.lastIndexOf('/') + 1),
    },
    collection,
    value: { ...object, name: own },
  };
}

interface Parents {
  /** By type and id, and by type and name. */
  readonly byKey: ReadonlyMap<string, Obj>;
  readonly byType: ReadonlyMap<string, readonly Obj[]>;
}

function knownParents(resources: readonly Obj[]): Parents {
  const byKey = new Map<string, Obj>();
  for (const each of resources) {
    for (const key of [textOf(each.id), textOf(each.name)]) if (key) byKey.set(`${typeOf(each)} ${nameKey(key)}`, each);
  }
  return { byKey, byType: Map.groupBy(resources, typeOf) };
}

/** By id, by name, and of an expression in a template, which nobody works out here, the only one that there is. */
function parentOf({ of: { type, id, name } }: Child, { byKey, byType }: Parents): Obj | undefined {
  const found = byKey.get(`${type} ${nameKey(id || name)}`) ?? byKey.get(`${type} ${nameKey(name)}`);
  const same = byType.get(type) ?? [];
  const isNamesake =
    found !== undefined && (id === '' || !textOf(found.id) || textOf(found.id)?.toLowerCase() === id.toLowerCase());
  if (isNamesake) return found;
  return name.startsWith('[') && same.length === 1 ? same[0] : undefined;
}

/** One that the parent shows already is not doubled. */
function withChild(parent: Obj, { collection, value }: Child): Obj {
  const from = propertiesOf(parent);
  const siblings = listOf(from[collection]);
  const isThere = siblings.some(
    (each) => textOf(objectOf(each)?.name)?.toLowerCase() === String(value.name).toLowerCase(),
  );
  if (isThere) return parent;
  const grown = { ...from, [collection]: [...siblings, value] };
  return from === parent ? grown : { ...parent, properties: grown };
}
