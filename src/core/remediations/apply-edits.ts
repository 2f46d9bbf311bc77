import type { PlanRefusal } from '../actions/action.ts';
import type { Edit } from '../actions/plan.ts';
import { refused } from '../actions/plan-refusal.ts';
import type { Json } from '../canonical-json.ts';
import { code } from '../text/escape.ts';

export type Edited = { readonly kind: 'edited'; readonly body: Json } | PlanRefusal;

type Fields = { readonly [key: string]: Json };

/**
 * Sets values in a resource as Azure answered it and keeps everything else, known or not. Azure takes its read-only fields
 * back as it gave them (provisioningState, etag, resourceGuid), so that none has to be dropped; the ETag goes along as
 * If-Match. Refused where the way to a value is not there: it is not the resource that was planned for.
 */
export function applyEdits(body: Json, edits: readonly Edit[]): Edited {
  let edited = body;
  for (const { at, value } of edits) {
    const next = setAt(edited, at, value);
    if (next === undefined)
      return refused(
        `What is there now has no ${code(at.join('.'))}, so the change that was approved does not fit.`,
        'See who changed it, then ask again.',
      );
    edited = next;
  }
  return { kind: 'edited', body: edited };
}

/** A copy with one value set; undefined where the way there is missing. The last key alone may be new. */
function setAt(body: Json, [key, ...rest]: readonly string[], value: Json): Json | undefined {
  if (key === undefined) return value;
  if (Array.isArray(body)) {
    const index = body.findIndex((each) => isFields(each) && sameName(each.name, key));
    const inside = index < 0 ? undefined : setAt(body[index] as Json, rest, value);
    return inside === undefined ? undefined : body.with(index, inside);
  }
  if (!isFields(body)) return undefined;
  if (rest.length === 0 && value === null) {
    const { [key]: _taken, ...others } = body;
    return others;
  }
  if (rest.length > 0 && !Object.hasOwn(body, key)) return undefined;
  const inside = setAt(body[key] ?? null, rest, value);
  return inside === undefined ? undefined : { ...body, [key]: inside };
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names of resources are compared without case. */
function sameName(name: Json | undefined, key: string): boolean {
  return typeof name === 'string' && name.toLowerCase() === key.toLowerCase();
}
