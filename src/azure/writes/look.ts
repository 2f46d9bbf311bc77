import type { Json } from '../../core/canonical-json.ts';
import { sameId } from '../resource-id.ts';
import type { ArmRequest, Got } from '../writes.ts';
import { asWanted } from './as-wanted.ts';

/** What the world shows of a change. */
export type Look =
  | 'in-effect'
  | 'not'
  /** Something is being changed there just now: look again. */
  | 'changing'
  /** The world does not tell. */
  | 'unclear';

type Get = (path: string, apiVersion: string) => Promise<Got>;

/** Looks whether a change is in effect, however it got there. @throws what `get` throws */
export async function look(request: ArmRequest, get: Get): Promise<Look> {
  const { method, path, apiVersion } = request;
  switch (method) {
    case 'PUT':
      return lookAtPut(request, await get(path, apiVersion));
    case 'DELETE':
      return lookAtDelete(await get(path, apiVersion));
    case 'POST': {
      const [, resource = '', action = ''] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
      if (action.toLowerCase() === 'start') return lookAtPower(await get(`${resource}/instanceView`, apiVersion));
      if (action.toLowerCase() === 'initiate') return lookAtDoor(request, await get(resource, apiVersion));
      return 'unclear';
    }
  }
}

function lookAtPut({ body, ifMatch }: ArmRequest, got: Got): Look {
  if (!got.found) return 'not';
  const state = provisioningState(got.body);
  const isThere = asWanted(body ?? null, got.body);
  if (isChanging(state)) return 'changing';
  if (!isThere) return 'not';
  // What failed half way may look as wanted and not work.
  if (state !== 'succeeded') return 'unclear';
  // A body that was made from what was read differs from it, if only in what it leaves out.
  return ifMatch !== undefined && ifMatch === got.etag ? 'not' : 'in-effect';
}

function lookAtDelete(got: Got): Look {
  if (!got.found) return 'in-effect';
  return isChanging(provisioningState(got.body)) ? 'changing' : 'not';
}

function lookAtPower(got: Got): Look {
  if (!got.found) return 'not';
  const codes = listAt(got.body, 'statuses').map((each) => textAt(each, 'code').toLowerCase());
  if (codes.includes('powerstate/running')) return 'in-effect';
  return codes.includes('powerstate/starting') ? 'changing' : 'not';
}

/** Defender keeps what was asked for in the policy; the justification is what tells one from the other. */
function lookAtDoor({ body }: ArmRequest, got: Got): Look {
  if (!got.found) return 'not';
  const justification = textAt(body, 'justification');
  if (justification === '') return 'unclear';
  const vms = vmIdsIn(body);
  const isOurs = (request: Json) =>
    textAt(request, 'justification') === justification &&
    vms.every((id) => vmIdsIn(request).some((other) => sameId(id, other)));
  return listAt(at(got.body, 'properties'), 'requests').some(isOurs) ? 'in-effect' : 'not';
}

function vmIdsIn(request: Json | undefined): string[] {
  return listAt(request, 'virtualMachines').map((each) => textAt(each, 'id'));
}

/** In lower case; what has no state has nothing going on. */
export function provisioningState(body: Json | undefined): string {
  return textAt(at(body, 'properties'), 'provisioningState').toLowerCase() || 'succeeded';
}

/** Azure has more words for it than "Updating": a state that is not an end is none. */
export function isChanging(state: string): boolean {
  return !['succeeded', 'failed', 'canceled'].includes(state);
}

function at(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as { readonly [key: string]: Json })[key];
}

function textAt(value: Json | undefined, key: string): string {
  const text = at(value, key);
  return typeof text === 'string' ? text : '';
}

function listAt(value: Json | undefined, key: string): readonly Json[] {
  const list = at(value, key);
  return Array.isArray(list) ? list : [];
}
