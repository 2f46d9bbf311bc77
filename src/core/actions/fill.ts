import type { Json } from '../canonical-json.ts';
import { ruleAt } from '../remediations/narrow-rule.ts';
import type { SealedPlace } from '../remediations/seal.ts';
import { isoSecond } from '../text/iso-time.ts';
import { type Hole, holeOf, type PlannedWrite } from './plan.ts';

/** A write as it goes out. */
export interface FilledWrite {
  readonly method: PlannedWrite['method'];
  readonly path: string;
  readonly apiVersion: string;
  readonly body?: Json;
}

export interface HoleValues {
  /** The rule's; needed only where the body has that hole. */
  readonly priority?: number;
  /** @param stays it outlives the request, so that its seal has no closing time */
  sealed(place: SealedPlace, stays: boolean): string;
  readonly closingTimeMs: number;
}

/**
 * A planned write with its holes filled. One with edits comes out without a body: that is what `applyEdits` makes of what
 * was read.
 *
 * @throws RangeError at a priority that is missing or outside of what was approved
 */
export function fillWrite(write: PlannedWrite, values: HoleValues): FilledWrite {
  const { method, path, apiVersion, body } = write;
  if (body === undefined) return { method, path, apiVersion };
  return { method, path, apiVersion, body: fill(body, (hole) => valueFor(hole, path, values)) };
}

/** The range that a write leaves its priority; undefined where it has none. */
export function priorityRangeOf({ body }: PlannedWrite): { readonly from: number; readonly to: number } | undefined {
  let range: { readonly from: number; readonly to: number } | undefined;
  if (body !== undefined)
    fill(body, (hole) => {
      if (hole.$hole === 'priority') range = { from: hole.from, to: hole.to };
      return null;
    });
  return range;
}

/** The same value with something else in the place of every hole. */
export function fill(value: Json, instead: (hole: Hole) => Json): Json {
  const hole = holeOf(value);
  if (hole !== undefined) return instead(hole);
  if (Array.isArray(value)) return value.map((each) => fill(each, instead));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, instead)]));
}

function valueFor(hole: Hole, path: string, values: HoleValues): Json {
  switch (hole.$hole) {
    case 'priority': {
      const { priority } = values;
      if (priority === undefined || !Number.isInteger(priority) || priority < hole.from || priority > hole.to)
        throw new RangeError(`${priority} is no priority from ${hole.from} to ${hole.to}`);
      return priority;
    }
    case 'seal':
      return values.sealed(placeOf(path), hole.stays === true);
    case 'closing-time':
      return isoSecond(values.closingTimeMs);
  }
}

function placeOf(path: string): SealedPlace {
  const rule = ruleAt(path);
  return rule === undefined ? { kind: 'resource', id: path } : { kind: 'rule', ...rule };
}
