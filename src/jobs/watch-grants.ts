import { driftOf } from '../core/remediations/drift-of.ts';
import { expectedRules } from '../core/remediations/expected-rules.ts';
import { noteDrift, noteVanished } from '../core/requests/grant.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { code } from '../core/text/escape.ts';
import type { JobParts } from './job-parts.ts';

/**
 * Compares every open grant with what Azure has: a rule that vanished or that somebody edited is told. A grant of which
 * nothing is left in Azure is closed already.
 */
export async function watchGrants(parts: JobParts): Promise<void> {
  for (const grant of await parts.store.requests.list({ states: ['active'] })) await watchGrant(grant, parts);
}

async function watchGrant(grant: VmRequest, { azure, store, clock }: JobParts): Promise<void> {
  const expected = expectedRules(grant.plan, grant.writes);
  if (expected.length === 0) return;
  const seen = await Promise.all(
    expected.map(async (rule) => {
      const nsg = await azure.readNsg(rule.nsgId);
      // What cannot be read has not vanished.
      if (nsg.kind === 'unreadable' && nsg.reason !== 'not-found') return { kind: 'none' } as const;
      const actual = nsg.kind === 'unreadable' ? undefined : nsg.rules.find(({ name }) => sameName(name, rule.name));
      return driftOf(rule, actual);
    }),
  );
  if (seen.every(({ kind }) => kind === 'vanished')) {
    const message = 'Somebody else has taken its rule away in Azure: it is closed before its time.';
    await store.requests.update(grant.id, (request) => noteVanished(request, { message }, clock.now()));
    return;
  }
  const said = seen.flatMap((drift, at) => {
    const name = code(expected[at]?.name ?? '');
    if (drift.kind === 'vanished') return [`The rule ${name} is gone from Azure, though its time is not over.`];
    return drift.kind === 'edited' ? [`Somebody has edited the rule ${name} in Azure: ${drift.what.join('; ')}.`] : [];
  });
  if (said.length === 0) return;
  await store.requests.update(grant.id, (request) => noteDrift(request, said.join(' '), clock.now()));
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
