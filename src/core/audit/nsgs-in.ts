import { listOf, objectOf, textOf } from './arm/object.ts';

/**
 * Everything in a parsed file that is, or should be, a network security group, in the order given: one object, a list, pages
 * (`{value: [...]}`, Resource Graph's `{data: [...]}`), or a whole world or template (`{resources: [...]}`), also several of
 * these in a list. What says of itself that it is something else is passed over.
 */
export function nsgsIn(parsed: unknown): unknown[] {
  if (Array.isArray(parsed)) return parsed.flatMap(nsgsIn);
  const object = objectOf(parsed);
  if (object === undefined) return [parsed];
  for (const key of ['value', 'data', 'resources']) {
    if (Array.isArray(object[key]) && object.securityRules === undefined) return listOf(object[key]).flatMap(nsgsIn);
  }
  return isSomethingElse(object) ? [] : [object];
}

const nsgType = 'microsoft.network/networksecuritygroups';

function isSomethingElse({ type, id }: Readonly<Record<string, unknown>>): boolean {
  const named = textOf(type)?.toLowerCase();
  if (named !== undefined) return named !== nsgType;
  const path = textOf(id)?.toLowerCase();
  return path?.includes('/providers/') === true && !path.includes(`/providers/${nsgType}/`);
}
