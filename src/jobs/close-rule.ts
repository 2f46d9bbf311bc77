import type { Got } from '../azure/writes.ts';
import type { Json } from '../core/canonical-json.ts';
import { readSeal } from '../core/remediations/seal.ts';
import { code, inert } from '../core/text/escape.ts';
import type { JobParts } from './job-parts.ts';
import { writeDeadlineMs } from './job-parts.ts';

/** How one door was closed, or why it is still open. */
export type RuleClosing =
  | { readonly kind: 'closed'; readonly how: 'deleted' | 'was gone' | 'denies now' }
  | { readonly kind: 'open'; readonly because: string };

type Parts = Pick<JobParts, 'azure' | 'seal'>;

/**
 * Takes one rule away. It is read first and must prove to be this installation's own: nothing of a stranger's is ever
 * touched. Where a lock refuses the deletion, the rule is rewritten to deny.
 * @param path resource id of the rule
 */
export async function closeRule(path: string, apiVersion: string, { azure, seal }: Parts): Promise<RuleClosing> {
  const got = await azure.writes.get(path, apiVersion);
  if (!got.found) return { kind: 'closed', how: 'was gone' };
  const rule = ruleOf(path, got);
  if (rule.access.toLowerCase() !== 'allow') return { kind: 'closed', how: 'denies now' };
  const proof = readSeal(rule.nsgId, rule.name, rule.description, seal.key, seal.installation);
  if (proof.kind === 'foreign') {
    const because = `${code(rule.name)} in ${code(rule.nsgName)} is left alone, as it no longer proves to be the bot's own: ${inert(proof.why)} Close it by hand.`;
    return { kind: 'open', because };
  }
  const deleted = await azure.writes.send({ method: 'DELETE', path, apiVersion }, writeDeadlineMs);
  if (deleted.kind === 'done') return { kind: 'closed', how: 'deleted' };
  if (deleted.kind !== 'refused' || !isLocked(deleted.code)) return { kind: 'open', because: deleted.because };
  const body = denying(got.body);
  const denied = await azure.writes.send({ method: 'PUT', path, apiVersion, body }, writeDeadlineMs);
  return denied.kind === 'done' ? { kind: 'closed', how: 'denies now' } : { kind: 'open', because: denied.because };
}

/** A CanNotDelete lock lets rules be rewritten; only a ReadOnly one does not. */
function isLocked(code: string): boolean {
  return code === 'ScopeLocked';
}

function ruleOf(path: string, got: Extract<Got, { found: true }>) {
  const [nsgId = '', name = ''] = path.split(/\/securityRules\//i);
  const properties = field(got.body, 'properties');
  return {
    nsgId,
    nsgName: nsgId.slice(nsgId.lastIndexOf('/') + 1),
    // As Azure writes it: the proof is over the name in any case.
    name,
    access: text(field(properties, 'access')),
    description: text(field(properties, 'description')),
  };
}

function denying(body: Json): Json {
  const properties = field(body, 'properties') as { readonly [key: string]: Json };
  const { provisioningState: _, ...kept } = properties;
  return { properties: { ...kept, access: 'Deny' } };
}

function field(value: Json | undefined, key: string): Json | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as { readonly [key: string]: Json })[key] : undefined;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
