import type { PlannedWrite } from '../actions/plan.ts';
import type { Json } from '../canonical-json.ts';
import type { Nsg, SecurityRule } from '../facts.ts';
import type { PriorityRange } from '../net/room-in-front.ts';
import { apiVersions } from '../remediations/api-versions.ts';
import { inert } from '../text/escape.ts';
import type { DeniedDestination } from './denied-destination.ts';
import { type DeniedSources, deniedWords } from './denied-sources.ts';

interface Content {
  readonly denied: DeniedSources;
  readonly to: DeniedDestination;
  readonly port: number;
}

/** The write of one rule that shuts out; its priority and its proof are filled in when it is sent. */
export function putDenyRule(
  nsg: Pick<Nsg, 'id' | 'name'>,
  name: string,
  { denied, to, port }: Content,
  range: PriorityRange,
): PlannedWrite {
  const properties: Json = {
    description: { $hole: 'seal', stays: true },
    protocol: 'Tcp',
    ...(denied.kind === 'tag' ? { sourceAddressPrefix: denied.tag } : { sourceAddressPrefixes: [...denied.prefixes] }),
    sourcePortRange: '*',
    ...destinationOf(to),
    destinationPortRange: String(port),
    access: 'Deny',
    direction: 'Inbound',
    priority: { $hole: 'priority', from: range.from, to: range.to },
  };
  const where = to.destinations.length === 1 && to.destinations[0] === '*' ? '' : ` to ${destinationWords(to)}`;
  return {
    method: 'PUT',
    path: `${nsg.id}/securityRules/${name}`,
    apiVersion: apiVersions.network,
    body: { properties },
    says: `Deny TCP ${port} from ${inert(deniedWords(denied))}${where} in ${inert(nsg.name)}`,
  };
}

/** The same as a rule that stands in the group, to see what then is let in. */
export function asRule(name: string, { denied, to, port }: Content, priority: number): SecurityRule {
  return {
    name,
    priority,
    direction: 'Inbound',
    access: 'Deny',
    protocol: 'Tcp',
    sources: denied.kind === 'tag' ? [denied.tag] : denied.prefixes,
    sourceAsgIds: [],
    sourcePorts: ['*'],
    ...to,
    destinationPorts: [String(port)],
    isDefault: false,
  };
}

/** One stands in the singular field: tags are refused in the other. */
function destinationOf({ destinations, destinationAsgIds }: DeniedDestination): { readonly [key: string]: Json } {
  if (destinationAsgIds.length > 0)
    return { destinationApplicationSecurityGroups: destinationAsgIds.map((id) => ({ id })) };
  const [first = '*', ...more] = destinations;
  return more.length === 0 ? { destinationAddressPrefix: first } : { destinationAddressPrefixes: [first, ...more] };
}

function destinationWords({ destinations, destinationAsgIds }: DeniedDestination): string {
  const names = [...destinations, ...destinationAsgIds.map((id) => id.slice(id.lastIndexOf('/') + 1))];
  const shown = names.slice(0, 3).map(inert).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
