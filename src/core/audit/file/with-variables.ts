import { objectOf, textOf } from '../arm/object.ts';

type Obj = Readonly<Record<string, unknown>>;

/** What a place in a template sees. */
interface Scope {
  readonly variables: Obj;
  /** How many templates are around it. */
  readonly depth: number;
  /** How many values may still be put in: a few that name each other several times would make endlessly many. */
  readonly budget: { left: number };
}

const rulesIn = /^(?:microsoft\.network\/networksecuritygroups(?:\/securityrules)?|securityrules)$/;
const variable = /^\[variables\('([^']+)'\)((?:\.\w+)*)\]$/i;
const mostValues = 100_000;
/** Templates within templates, and variables made of others. */
const deepest = 40;

/**
 * Parsed JSON with the variables of templates put in where rules of groups name nothing but one: these are as good as written there.
 * What is computed, and what a parameter gives, stays as it is.
 */
export function withVariables(value: unknown, depth = 0): unknown {
  if (depth > deepest) return value;
  if (Array.isArray(value))
    return value.some(mayHaveVariables) ? value.map((each) => withVariables(each, depth + 1)) : value;
  const object = objectOf(value);
  if (object === undefined || !mayHaveVariables(object)) return value;
  const { type, variables, template, properties, resources } = object;
  if (resources !== undefined && type === undefined)
    return inTemplate(object, { variables: objectOf(variables) ?? {}, depth, budget: { left: mostValues } });
  return {
    ...object,
    ...(template !== undefined && { template: withVariables(template, depth + 1) }),
    ...(properties !== undefined && { properties: withVariables(properties, depth + 1) }),
  };
}

function mayHaveVariables(value: unknown): boolean {
  const object = objectOf(value);
  if (object === undefined) return false;
  // What is a resource itself has children there.
  if (object.resources !== undefined && object.type === undefined) return true;
  return objectOf(object.template) !== undefined || objectOf(objectOf(object.properties)?.template) !== undefined;
}

function inTemplate(template: Obj, scope: Scope): Obj {
  return { ...template, resources: inResources(template.resources, scope) };
}

function inResources(resources: unknown, scope: Scope): unknown {
  if (Array.isArray(resources)) return resources.map((each) => inResource(each, scope));
  const named = objectOf(resources);
  if (named === undefined) return resources;
  return Object.fromEntries(Object.entries(named).map(([key, each]) => [key, inResource(each, scope)]));
}

function inResource(value: unknown, scope: Scope): unknown {
  const resource = objectOf(value);
  const type = textOf(resource?.type)?.toLowerCase() ?? '';
  if (resource === undefined) return value;
  if (type === 'microsoft.resources/deployments') return inDeployment(resource, scope);
  if (!rulesIn.test(type) || Object.keys(scope.variables).length === 0) return value;
  const { properties, resources } = resource;
  return {
    ...resource,
    ...(properties !== undefined && { properties: filled(properties, scope) }),
    ...(resources !== undefined && { resources: inResources(resources, scope) }),
  };
}

/**
 * Unless it says otherwise, a template within another one sees the outer one's variables and not its own.
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/linked-templates#expression-evaluation-scope-in-nested-templates
 */
function inDeployment(deployment: Obj, scope: Scope): Obj {
  const properties = objectOf(deployment.properties);
  const template = objectOf(properties?.template);
  if (properties === undefined || template === undefined || scope.depth > deepest) return deployment;
  const depth = scope.depth + 1;
  const said = textOf(objectOf(properties.expressionEvaluationOptions)?.scope)?.toLowerCase();
  const inside = said === 'inner' ? withVariables(template, depth) : inTemplate(template, { ...scope, depth });
  return { ...deployment, properties: { ...properties, template: inside } };
}

function filled(value: unknown, scope: Scope, depth = 0): unknown {
  scope.budget.left -= 1;
  if (depth > deepest || scope.budget.left < 0) return value;
  if (Array.isArray(value)) return value.map((each) => filled(each, scope, depth + 1));
  const object = objectOf(value);
  if (object !== undefined)
    return Object.fromEntries(Object.entries(object).map(([key, each]) => [key, filled(each, scope, depth + 1)]));
  const [, name, path = ''] = variable.exec(textOf(value) ?? '') ?? [];
  if (name === undefined) return value;
  const keys = path.split('.').slice(1);
  const held = keys.reduce(heldBy, heldBy(scope.variables, name));
  return held === undefined ? value : filled(held, scope, depth + 1);
}

/** Names of variables and of what is in them are compared without case. */
function heldBy(value: unknown, name: string): unknown {
  const entries = Object.entries(objectOf(value) ?? {});
  return entries.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}
