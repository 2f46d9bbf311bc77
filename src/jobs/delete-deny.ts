import type { Sent } from '../azure/writes.ts';
import { ruleAt } from '../core/remediations/narrow-rule.ts';
import { readDenySeal } from '../core/remediations/seal.ts';
import { code, inert } from '../core/text/escape.ts';
import { textAt } from '../core/value-at.ts';
import { type JobParts, writeDeadlineMs } from './job-parts.ts';

/**
 * Takes one of the bot's own Deny rules away. It is read first and must prove at this moment to be this installation's
 * own, and must deny: nothing of a stranger's is ever touched. One that is gone is done.
 * @param path resource id of the rule
 */
export async function deleteDeny(
  path: string,
  apiVersion: string,
  { azure, seal }: Pick<JobParts, 'azure' | 'seal'>,
): Promise<Sent> {
  const got = await azure.writes.get(path, apiVersion);
  if (!got.found) return { kind: 'done' };
  const { nsgId = '', name = '' } = ruleAt(path) ?? {};
  const proof = readDenySeal(nsgId, name, textAt(got.body, ['properties', 'description']), seal);
  const denies = textAt(got.body, ['properties', 'access']).toLowerCase() === 'deny';
  if (proof.kind === 'own' && denies) return azure.writes.send({ method: 'DELETE', path, apiVersion }, writeDeadlineMs);
  const why = proof.kind === 'foreign' ? proof.why : 'It lets in by now.';
  const group = nsgId.slice(nsgId.lastIndexOf('/') + 1);
  return {
    kind: 'refused',
    status: 0,
    code: 'NotOwn',
    because: `${code(name)} in ${code(group)} is left alone, as it no longer proves to be the bot's own Deny: ${inert(why)}`,
    hint: 'Look at it in Azure, and take it away by hand if nobody needs it.',
  };
}
