import type { NetworkSecurityGroup, SecurityRule as RuleModel } from '@azure/arm-network';
import type { Nsg, SecurityRule } from '../../core/facts.ts';
import { withDefaultRules } from '../../core/net/default-rules.ts';
import { nameOf, parseResourceId } from '../resource-id.ts';
import { UnexpectedAnswer } from '../unexpected-answer.ts';

export function normaliseNsg(model: NetworkSecurityGroup, id: string): Nsg {
  const custom = (model.securityRules ?? []).map((rule) => normaliseRule(rule, false));
  const defaults = (model.defaultSecurityRules ?? []).map((rule) => normaliseRule(rule, true));
  return {
    kind: 'nsg',
    id: model.id ?? id,
    name: model.name ?? nameOf(id),
    resourceGroup: parseResourceId(model.id ?? id)?.resourceGroup ?? '',
    rules: withDefaultRules([...custom, ...defaults]),
  };
}

/** Joins the singular and the plural fields: Azure uses the one or the other, and leaves both out for groups. */
export function normaliseRule(model: RuleModel, isDefault: boolean): SecurityRule {
  const { priority } = model;
  const name = model.name ?? '';
  const direction = oneOf(['Inbound', 'Outbound'] as const, model.direction);
  const access = oneOf(['Allow', 'Deny'] as const, model.access);
  // A rule that is misread or dropped could make a closed port look open, or an open one closed.
  if (typeof priority !== 'number' || direction === undefined || access === undefined)
    throw new UnexpectedAnswer(`its rule ${name || 'without a name'} lacks priority, direction or access`);
  return {
    name,
    priority,
    direction,
    access,
    protocol: model.protocol ?? '',
    sources: union(model.sourceAddressPrefix, model.sourceAddressPrefixes),
    sourceAsgIds: idsOf(model.sourceApplicationSecurityGroups),
    sourcePorts: union(model.sourcePortRange, model.sourcePortRanges),
    destinations: union(model.destinationAddressPrefix, model.destinationAddressPrefixes),
    destinationAsgIds: idsOf(model.destinationApplicationSecurityGroups),
    destinationPorts: union(model.destinationPortRange, model.destinationPortRanges),
    isDefault,
    ...(model.description && { description: model.description }),
  };
}

function union(single: string | undefined, several: readonly string[] | undefined): string[] {
  return [...new Set([single ?? '', ...(several ?? [])].map((each) => each.trim()).filter((each) => each !== ''))];
}

function idsOf(groups: readonly { id?: string }[] | undefined): string[] {
  return (groups ?? []).flatMap(({ id }) => id ?? []);
}

/** The word of ours that Azure's word is, whatever its case. */
export function oneOf<Word extends string>(words: readonly Word[], given: string | undefined): Word | undefined {
  return words.find((word) => word.toLowerCase() === given?.toLowerCase());
}
