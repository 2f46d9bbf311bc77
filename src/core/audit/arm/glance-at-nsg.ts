import type { Nsg, SecurityRule } from '../../facts.ts';
import { idsOf, listOf, objectOf, propertiesOf, textOf } from './object.ts';
import { ruleFromArm } from './rule-from-arm.ts';
import { saysNothingOf } from './says-nothing-of.ts';

/** As much of a group as tells whether it is worth being read as a whole. */
export interface NsgGlance {
  /** With the rules that may have a say in who gets in to the port, and those with a description. */
  readonly nsg: Pick<Nsg, 'id' | 'rules'>;
  readonly subnetIds: readonly string[];
  /** Rules of its own, all of them. */
  readonly ruleCount: number;
}

/** @returns undefined where anything about it is not as Azure writes it: then it has to be read as a whole */
export function glanceAtNsg(value: unknown, port: number): NsgGlance | undefined {
  const object = objectOf(value);
  const id = textOf(object?.id);
  if (object === undefined || id === undefined) return undefined;
  const { securityRules, defaultSecurityRules, subnets, copy } = propertiesOf(object);
  if (!Array.isArray(securityRules) || copy !== undefined) return undefined;
  const rules: SecurityRule[] = [];
  for (const each of securityRules) if (!saysNothingOf(port, each) && !takeRule(rules, each, false)) return undefined;
  for (const each of listOf(defaultSecurityRules)) if (!takeRule(rules, each, true)) return undefined;
  return { nsg: { id, rules }, subnetIds: idsOf(subnets), ruleCount: securityRules.length };
}

function takeRule(rules: SecurityRule[], value: unknown, isDefault: boolean): boolean {
  const rule = ruleFromArm(value, isDefault);
  if (typeof rule === 'string' || rule.doubt !== undefined || Number.isNaN(rule.priority)) return false;
  rules.push(rule);
  return true;
}
