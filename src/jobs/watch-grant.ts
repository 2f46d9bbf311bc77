import type { Nsg, Unreadable } from '../core/facts.ts';
import { type Drift, driftOf } from '../core/remediations/drift-of.ts';
import { type ExpectedRule, expectedRules } from '../core/remediations/expected-rules.ts';
import { readSeal } from '../core/remediations/seal.ts';
import { noteDrift, noteVanished } from '../core/requests/grant.ts';
import { code, inert } from '../core/text/escape.ts';
import type { JobParts } from './job-parts.ts';
import { machineOf } from './on-machine.ts';

/**
 * Compares an open grant with what Azure has: a rule that vanished or that somebody edited is told. A grant of which
 * nothing is left in Azure is closed already.
 */
export async function watchGrant(id: string, parts: JobParts): Promise<void> {
  const { azure, store, clock } = parts;
  const grant = await store.requests.get(id);
  if (grant?.state !== 'active') return;
  const expected = expectedRules(grant.plan, grant.writes);
  const seen = await Promise.all(
    expected.map(async (rule) => ({ rule, drift: driftIn(rule, await azure.readNsg(rule.nsgId), parts) })),
  );
  if (seen.length > 0 && seen.every(({ drift }) => drift.kind === 'vanished')) {
    const message = 'Somebody else has taken its rule away in Azure: it is closed before its time.';
    parts.remote.endOf(machineOf(grant.vm));
    await store.requests.update(id, (request) => noteVanished(request, { message }, clock.now()));
    return;
  }
  const said = seen.map(({ rule, drift }) => driftWords(rule, drift)).filter((words) => words !== '');
  await store.requests.update(id, (request) => noteDrift(request, said.join(' '), clock.now()));
}

type Seen = Drift | { readonly kind: 'group-gone' };

function driftIn(expected: ExpectedRule, nsg: Nsg | Unreadable, { seal }: JobParts): Seen {
  if (nsg.kind === 'unreadable') return nsg.reason === 'not-found' ? { kind: 'group-gone' } : { kind: 'none' };
  const actual = nsg.rules.find(({ name }) => name.toLowerCase() === expected.name.toLowerCase());
  const drift = driftOf(expected, actual);
  if (actual === undefined) return drift;
  const proof = readSeal(expected.nsgId, expected.name, actual.description ?? '', seal.key, seal.installation);
  if (proof.kind === 'own') return drift;
  const unproven = `its description no longer proves that it is the bot's (${inert(proof.why)}), so that the bot cannot close it: put it back, or close it by hand`;
  return { kind: 'edited', what: [...(drift.kind === 'edited' ? drift.what : []), unproven] };
}

function driftWords({ name, nsgId }: ExpectedRule, drift: Seen): string {
  switch (drift.kind) {
    case 'none':
      return '';
    case 'vanished':
      return `The rule ${code(name)} is gone from Azure, though its time is not over.`;
    case 'group-gone':
      return `The network security group ${code(nsgId.slice(nsgId.lastIndexOf('/') + 1))} is not where it was: it was deleted or moved. If it was moved, close the rule ${code(name)} in it by hand.`;
    case 'edited':
      return `Somebody has edited the rule ${code(name)} in Azure: ${drift.what.join('; ')}.`;
  }
}
