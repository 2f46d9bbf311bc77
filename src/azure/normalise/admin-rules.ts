import type { EffectiveBaseSecurityAdminRuleUnion } from '@azure/arm-network';
import type { AdminRule, AdminRules } from '../../core/facts.ts';
import { nameOf } from '../resource-id.ts';
import { UnexpectedAnswer } from '../unexpected-answer.ts';
import { oneOf } from './nsg.ts';

export function normaliseAdminRules(
  models: readonly EffectiveBaseSecurityAdminRuleUnion[],
  vnetId: string,
): AdminRules {
  return { kind: 'admin-rules', vnetId, rules: models.map(normaliseRule) };
}

function normaliseRule(model: EffectiveBaseSecurityAdminRuleUnion): AdminRule {
  const name = nameOf(model.id ?? '');
  // The SDK leaves everything but the id away where it does not know the kind.
  if (!('priority' in model)) throw new UnexpectedAnswer(`rule ${name} is of the unknown kind ${model.kind}`);
  const { priority } = model;
  const direction = oneOf(['Inbound', 'Outbound'] as const, model.direction);
  const access = oneOf(['Allow', 'AlwaysAllow', 'Deny'] as const, model.access);
  if (typeof priority !== 'number' || direction === undefined || access === undefined)
    throw new UnexpectedAnswer(`rule ${name} lacks priority, direction or access`);
  return {
    name,
    priority,
    direction,
    access,
    protocol: !model.protocol || /^any$/i.test(model.protocol) ? '*' : model.protocol,
    sources: orAny((model.sources ?? []).map(({ addressPrefix }) => addressPrefix)),
    sourcePorts: orAny(model.sourcePortRanges ?? []),
    destinations: orAny((model.destinations ?? []).map(({ addressPrefix }) => addressPrefix)),
    destinationPorts: orAny(model.destinationPortRanges ?? []),
  };
}

/** What an admin rule leaves open is not restricted. */
function orAny(given: readonly (string | undefined)[]): string[] {
  const values = given.flatMap((each) => each?.trim() || []);
  return values.length === 0 ? ['*'] : values;
}
