import { createHash } from 'node:crypto';
import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { ArmFailure, type ArmRequest } from '../route.ts';

const writes = new WeakMap<World, number>();

/** The resource's etag: its own where the world has one, else one that follows from its id. Children show their parent's. */
export function etagOf(resource: Resource): string {
  return typeof resource.etag === 'string' ? resource.etag : weakTag(`world:${resource.id.toLowerCase()}`);
}

/** An etag that this world has not shown before, the same in every run. */
export function nextEtag(world: World, id: string): string {
  const count = (writes.get(world) ?? 0) + 1;
  writes.set(world, count);
  return weakTag(`write ${count}:${id.toLowerCase()}`);
}

/** A GUID that always comes out the same for the same text. */
export function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/**
 * Refuses a write whose If-Match names another version than the stored one.
 * @param current undefined when there is nothing yet: then no tag matches
 */
export function requireMatch(request: ArmRequest, id: string, current: Resource | undefined): void {
  const wanted = request.headers['if-match'];
  if (wanted === undefined) return;
  const stored = current && etagOf(current);
  if (stored !== undefined && (wanted === '*' || wanted === stored)) return;
  const message = `Etag provided in if-match header ${wanted} does not match etag ${stored ?? '(none)'} of resource ${id} in NRP data store.`;
  throw new ArmFailure(412, 'PreconditionFailed', 'Precondition failed.', {
    details: [{ code: 'PreconditionFailedEtagMismatch', message }],
  });
}

function weakTag(text: string): string {
  return `W/"${guidOf(text)}"`;
}
