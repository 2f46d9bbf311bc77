import type { Sent } from '../azure/writes.ts';
import type { Json } from '../core/canonical-json.ts';
import { ruleAt } from '../core/remediations/narrow-rule.ts';
import { readSeal } from '../core/remediations/seal.ts';
import { code, inert } from '../core/text/escape.ts';
import { textAt, valueAt } from '../core/value-at.ts';
import { type JobParts, writeDeadlineMs } from './job-parts.ts';

/** How one door was closed, or why it is still open. */
export type RuleClosing =
  | { readonly kind: 'closed'; readonly how: 'deleted' | 'was gone' | 'denies now' }
  | { readonly kind: 'open'; readonly because: string };

type Parts = Pick<JobParts, 'azure' | 'seal'>;

/**
 * Takes one rule away. It is read first and must prove to be this installation's own: nothing of a stranger's is ever
 * touched. Where its deletion is refused (by a lock, a policy, a missing permission), it is rewritten to deny.
 * @param path resource id of the rule
 */
export async function closeRule(path: string, apiVersion: string, { azure, seal }: Parts): Promise<RuleClosing> {
  const got = await azure.writes.get(path, apiVersion);
  if (!got.found) return { kind: 'closed', how: 'was gone' };
  if (textAt(got.body, ['properties', 'access']).toLowerCase() !== 'allow')
    return { kind: 'closed', how: 'denies now' };
  const { nsgId = '', name = '' } = ruleAt(path) ?? {};
  const proof = readSeal(nsgId, name, textAt(got.body, ['properties', 'description']), seal.key, seal.installation);
  if (proof.kind === 'foreign') {
    const group = nsgId.slice(nsgId.lastIndexOf('/') + 1);
    const because = `${code(name)} in ${code(group)} is left alone, as it no longer proves to be the bot's own: ${inert(proof.why)} Close it by hand.`;
    return { kind: 'open', because };
  }
  const deleted = await azure.writes.send({ method: 'DELETE', path, apiVersion }, writeDeadlineMs);
  if (deleted.kind === 'done') return { kind: 'closed', how: 'deleted' };
  if (deleted.kind !== 'refused') return stillOpen(deleted);
  const denied = await azure.writes.send({ method: 'PUT', path, apiVersion, body: denying(got.body) }, writeDeadlineMs);
  return denied.kind === 'done' ? { kind: 'closed', how: 'denies now' } : stillOpen(deleted);
}

function stillOpen(sent: Exclude<Sent, { kind: 'done' }>): RuleClosing {
  const because = sent.kind === 'refused' ? `${sent.because} ${sent.hint}` : sent.because;
  return { kind: 'open', because };
}

function denying(body: Json): Json {
  const { provisioningState: _, ...kept } = valueAt(body, ['properties']) as { readonly [key: string]: Json };
  return { properties: { ...kept, access: 'Deny' } };
}
