import type { Plan } from '../actions/plan.ts';
import type { Outcome } from '../checks/check.ts';
import { AddressSet } from '../net/address-set.ts';
import type { NsgFacts } from '../nsg-facts.ts';
import { code } from '../text/escape.ts';
import { whoWords } from './access-notes.ts';
import { groupExposure } from './group-exposure.ts';

/** Whether the group, read anew, lets nobody in whom the plan was to shut out. */
export function verifyClosed(facts: NsgFacts, { port }: { readonly port: number }, plan: Plan): Outcome {
  const after = groupExposure(facts, facts.nsg.rules, port);
  const group = code(facts.nsg.name);
  if (after.verdict === 'closed' || after.verdict === 'narrow') return closed(`Port ${port}`, group, facts);
  const names = after.rules.map(({ name }) => code(name)).join(', ');
  const todo = `Look at ${names || 'the rules'} in ${group}, and ask again.`;
  if (after.verdict === 'unknown')
    return { status: 'unknown', summary: 'It cannot be told', because: after.because ?? '', todo };
  const because = `${upper(whoWords(after.sources))} still get in by ${names}.`;
  if (!after.sources.overlaps(shutOutBy(plan)))
    return { status: 'warn', summary: `What was asked for is closed in ${group}, and others get in`, because, todo };
  return { status: 'fail', summary: `Port ${port} is still exposed in ${group}`, because, todo };
}

function closed(port: string, group: string, { routesUnread = [] }: NsgFacts): Outcome {
  const [because] = routesUnread;
  if (because === undefined) return { status: 'pass', summary: `${port} is closed to the internet in ${group}` };
  return {
    status: 'warn',
    summary: `By its rules ${port.toLowerCase()} is closed to the internet in ${group}`,
    because,
  };
}

/** The addresses of the rules in a plan; a tag stands for all. */
function shutOutBy({ writes }: Plan): AddressSet {
  return AddressSet.join(
    writes.map(({ body }) => {
      const { properties } = body as { readonly properties: { readonly sourceAddressPrefixes?: readonly string[] } };
      return properties.sourceAddressPrefixes === undefined
        ? AddressSet.any
        : AddressSet.of(...properties.sourceAddressPrefixes);
    }),
  );
}

function upper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
