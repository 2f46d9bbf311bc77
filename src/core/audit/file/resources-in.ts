import { objectOf, propertiesOf, textOf } from '../arm/object.ts';
import { hasEffectiveRules } from './effective-groups.ts';

/** What a file holds, flat and in the order given. */
export interface FileContent {
  /** Resources, and whatever stands where one should. */
  readonly resources: readonly unknown[];
  /** There are more pages than this file has. */
  readonly isCut: boolean;
}

/** Where others hold resources; a template, a deployment and an example's response among them. */
const holders = ['value', 'data', 'resources', 'template', 'body', 'networkSecurityGroups'] as const;
/** What leads to the next page: of a list, and of Resource Graph as it is and as its command prints it. */
const further = ['nextLink', '$skipToken', 'skipToken'] as const;
const deepest = 40;

/**
 * Takes apart what Azure and its tools write: one object, a list, pages (`{value: [...]}`, Resource Graph's `{data: [...]}`), a
 * whole world or template (`{resources: [...]}`), deployments within one, and several of these in a list.
 */
export function resourcesIn(parsed: unknown): FileContent {
  const resources: unknown[] = [];
  let isCut = false;
  const take = (value: unknown, depth: number): void => {
    if (Array.isArray(value) && depth < deepest) {
      for (const each of value) take(each, depth + 1);
      return;
    }
    const object = objectOf(value);
    const held = object === undefined || depth >= deepest ? [] : heldIn(object);
    if (held.length === 0) {
      resources.push(value);
      return;
    }
    isCut ||= object !== undefined && further.some((key) => textOf(object[key]));
    for (const each of held) take(each, depth + 1);
  };
  take(parsed, 0);
  return { resources, isCut };
}

/** Empty: it is no holder, but something of its own. */
function heldIn(object: Readonly<Record<string, unknown>>): readonly unknown[] {
  if (hasRules(object) || hasEffectiveRules(object)) return [];
  const templates = templatesOf(object);
  if (templates.length > 0) return templates;
  if (textOf(object.type) !== undefined) return [];
  const held = holders.flatMap((key) => (isHeld(object[key]) ? [inOrder(object[key])] : []));
  if (held.length > 0) return held;
  const examples = objectOf(object.responses);
  if (examples !== undefined) return bodiesOf(examples);
  // "NewNSG": what `az network nsg create` prints.
  const [only, ...more] = Object.values(object);
  return more.length === 0 && objectOf(only) !== undefined ? [only] : [];
}

/** Of an example: some answers have none, and "200" and "201" show the same. */
function bodiesOf(examples: Readonly<Record<string, unknown>>): readonly unknown[] {
  const bodies = new Map<string, unknown>();
  for (const each of Object.values(examples)) {
    const body = objectOf(each)?.body;
    if (body !== undefined) bodies.set(JSON.stringify(body), body);
  }
  return [...bodies.values()];
}

function isHeld(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** Templates of the newer kind name their resources. */
function inOrder(value: unknown): unknown {
  const object = objectOf(value);
  const isNamed = object !== undefined && Object.values(object).every((each) => objectOf(each)?.type !== undefined);
  return isNamed ? Object.values(object) : value;
}

/** Of what brings a template with it: a deployment within another template, a template spec's version, a blueprint's artifact. */
function templatesOf(object: Readonly<Record<string, unknown>>): readonly unknown[] {
  if (textOf(object.type) === undefined) return [];
  const { template, mainTemplate } = propertiesOf(object);
  return [template, mainTemplate].filter((each) => objectOf(each)?.resources !== undefined);
}

export function hasRules(object: Readonly<Record<string, unknown>>): boolean {
  const marks = (of: Readonly<Record<string, unknown>>) => 'securityRules' in of || 'defaultSecurityRules' in of;
  return marks(object) || marks(objectOf(object.properties) ?? {});
}
