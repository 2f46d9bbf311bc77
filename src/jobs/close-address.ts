import type { Json } from '../core/canonical-json.ts';
import { apiVersions } from '../core/remediations/api-versions.ts';
import { readTagSeal } from '../core/remediations/seal.ts';
import { valueAt } from '../core/value-at.ts';
import { editResource } from './edit-resource.ts';
import { type JobParts, writeDeadlineMs } from './job-parts.ts';

/** How one public IP was taken away, or why it is still there. */
export type AddressClosing =
  | { readonly kind: 'closed'; readonly how: 'deleted' | 'was gone' }
  | { readonly kind: 'open'; readonly because: string };

type Parts = Pick<JobParts, 'azure' | 'seal'>;

const apiVersion = apiVersions.network;

/**
 * Takes a public IP off the interface that holds it and deletes it. It is read first and must prove, by its tag, to be this
 * installation's own; what somebody has put it behind since then (a balancer, a gateway) is not touched.
 */
export async function closeAddress(id: string, { azure, seal }: Parts): Promise<AddressClosing> {
  const got = await azure.writes.get(id, apiVersion);
  if (!got.found) return { kind: 'closed', how: 'was gone' };
  const proof = readTagSeal(id, textsIn(valueAt(got.body, ['tags'])), seal);
  if (proof.kind === 'foreign') return { kind: 'open', because: proof.why };
  const holder = valueAt(got.body, ['properties', 'ipConfiguration', 'id']);
  const because = typeof holder === 'string' ? await takeOff(id, holder, azure) : undefined;
  if (because !== undefined) return { kind: 'open', because };
  const deleted = await azure.writes.send({ method: 'DELETE', path: id, apiVersion }, writeDeadlineMs);
  return deleted.kind === 'done' ? { kind: 'closed', how: 'deleted' } : { kind: 'open', because: deleted.because };
}

/** @returns why it is still held; undefined where it is not any more */
async function takeOff(id: string, holder: string, azure: Parts['azure']): Promise<string | undefined> {
  const [, path, name] = /^(.+\/networkInterfaces\/[^/]+)\/ipConfigurations\/([^/]+)$/i.exec(holder) ?? [];
  if (path === undefined || name === undefined) return `Something else uses it now: ${holder}. Take it off by hand.`;
  const at = ['properties', 'ipConfigurations', name, 'properties', 'publicIPAddress'];
  const nic = await azure.writes.get(path, apiVersion);
  const held = nic.found ? valueAt(nic.body, [...at, 'id']) : undefined;
  // Not held there any more: then Azure says at the deletion whether anything holds it.
  if (typeof held !== 'string' || held.toLowerCase() !== id.toLowerCase()) return undefined;
  const edits = [{ at, value: null }];
  const sent = await editResource({ method: 'PUT', path, apiVersion, edits, says: '' }, azure.writes);
  return sent.kind === 'done' ? undefined : sent.because;
}

function textsIn(tags: Json | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
