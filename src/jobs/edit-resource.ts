import type { AzureWrites, Sent } from '../azure/writes.ts';
import type { Json } from '../core/canonical-json.ts';
import { applyEdits } from '../core/remediations/apply-edits.ts';
import type { PlannedWrite } from '../core/remediations/plan.ts';
import { writeDeadlineMs } from './job-parts.ts';

const mostTries = 4;

/**
 * Reads a resource as it is, sets what the plan says, and puts it back under its ETag: fields that nobody here knows
 * survive, and whoever changed it meanwhile is not overwritten: then it is read again.
 */
export async function editResource(write: PlannedWrite, writes: AzureWrites): Promise<Sent> {
  const { path, apiVersion, edits = [] } = write;
  for (let tried = 1; ; tried += 1) {
    const got = await writes.get(path, apiVersion);
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!got.found) return gone(name);
    const edited = applyEdits(got.body, edits);
    if (edited.kind === 'refused') {
      return { kind: 'refused', status: 0, code: '', because: edited.problem, hint: edited.hint };
    }
    const ifMatch = got.etag === undefined ? {} : { ifMatch: got.etag };
    const sent = await writes.send({ method: 'PUT', path, apiVersion, body: edited.body, ...ifMatch }, writeDeadlineMs);
    if (sent.kind !== 'outdated' || tried >= mostTries) return sent;
  }
}

function gone(name: string): Sent {
  const because = `\`${name}\` is not there any more.`;
  return {
    kind: 'refused',
    status: 404,
    code: 'ResourceNotFound',
    because,
    hint: 'Look at the VM in the Azure portal.',
  };
}

/** The value that stands there; in a list of named things the name stands for the index. */
export function valueAt(value: Json, at: readonly string[]): Json | undefined {
  const [key, ...rest] = at;
  if (key === undefined) return value;
  if (Array.isArray(value)) {
    const found = (value as readonly Json[]).find((each) => valueAt(each, ['name']) === key);
    return found === undefined ? undefined : valueAt(found, rest);
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const inside = (value as { readonly [key: string]: Json })[key];
  return inside === undefined ? undefined : valueAt(inside, rest);
}
