import type { PlannedWrite } from '../actions/plan.ts';
import type { Json } from '../canonical-json.ts';
import type { Nsg } from '../facts.ts';
import type { PriorityRange } from '../net/room-in-front.ts';
import { inert } from '../text/escape.ts';
import { apiVersions } from './api-versions.ts';

/** All that a rule of the bot's ever lets through: TCP from one caller to one address and port. */
export interface NarrowContent {
  /** Address or CIDR block, canonical. */
  readonly from: string;
  /** The VM's private address: security groups see packets after translation. */
  readonly to: string;
  readonly port: number;
}

type Group = Pick<Nsg, 'id' | 'name'>;

/** The write of one such rule; its priority and its proof are filled in when it is sent. */
export function putNarrowRule(nsg: Group, name: string, content: NarrowContent, range: PriorityRange): PlannedWrite {
  const { from, to, port } = content;
  const properties: Json = {
    description: { $hole: 'seal' },
    protocol: 'Tcp',
    sourceAddressPrefix: from,
    sourcePortRange: '*',
    destinationAddressPrefix: to,
    destinationPortRange: String(port),
    access: 'Allow',
    direction: 'Inbound',
    priority: { $hole: 'priority', from: range.from, to: range.to },
  };
  return {
    method: 'PUT',
    path: rulePath(nsg, name),
    apiVersion: apiVersions.network,
    body: { properties },
    says: `Allow TCP ${port} from ${from} to ${to} in ${inert(nsg.name)}`,
  };
}

export function deleteRule(nsg: Group, name: string): PlannedWrite {
  const says = `Delete the rule ${name} from ${inert(nsg.name)}`;
  return { method: 'DELETE', path: rulePath(nsg, name), apiVersion: apiVersions.network, says };
}

function rulePath(nsg: Group, name: string): string {
  return `${nsg.id}/securityRules/${name}`;
}

/** The group and the rule that a path leads to; undefined for any other path. */
export function ruleAt(path: string): { readonly nsgId: string; readonly name: string } | undefined {
  const [, nsgId, name] = /^(.+\/networkSecurityGroups\/[^/]+)\/securityRules\/([^/]+)$/i.exec(path) ?? [];
  return nsgId === undefined || name === undefined ? undefined : { nsgId, name };
}
