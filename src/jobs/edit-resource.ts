import type { AzureWrites, Sent } from '../azure/writes.ts';
import type { PlannedWrite } from '../core/actions/plan.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { applyEdits } from '../core/remediations/apply-edits.ts';
import { textAt, valueAt } from '../core/value-at.ts';
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

/** Whether a resource already is as the edits would make it; 'unknown' where it is not there any more. */
export async function isEdited(
  { path, apiVersion, edits = [] }: PlannedWrite,
  writes: AzureWrites,
): Promise<boolean | 'unknown'> {
  const got = await writes.get(path, apiVersion);
  if (!got.found) return 'unknown';
  return edits.every(({ at, value }) => {
    const now = valueAt(got.body, at);
    const ids = [now, value].map((each) => textAt(each ?? null, ['id']).toLowerCase());
    if (ids[0] !== '' && ids[0] === ids[1]) return true;
    return canonicalJson(now ?? null) === canonicalJson(value);
  });
}
