import type { Nsg, SecurityRule } from '../../facts.ts';
import { isMention } from './is-mention.ts';
import { idsOf, lastOf, listOf, objectOf, propertiesOf, tagsOf, textOf } from './object.ts';
import { ruleFromArm } from './rule-from-arm.ts';

export interface ReadNsg {
  readonly kind: 'read';
  readonly nsg: Nsg;
  readonly subscriptionId: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Resource ids of what it guards, as far as its own lists say. */
  readonly subnetIds: readonly string[];
  readonly interfaceIds: readonly string[];
  /** Rules of its own, without the default rules. */
  readonly ruleCount: number;
}

export interface NotAnNsg {
  readonly kind: 'not-read';
  /** As far as it tells. */
  readonly id: string;
  readonly name: string;
  /** One sentence. */
  readonly because: string;
}

const place = /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?/i;

/**
 * A network security group in Resource Manager's shape, or flattened as `az network nsg list -o json` prints it. Checked by
 * hand and not by a schema: an audit reads tens of thousands of rules through it.
 */
export function nsgFromArm(value: unknown): ReadNsg | NotAnNsg {
  const object = objectOf(value);
  if (object === undefined) return { kind: 'not-read', id: '', name: '', because: 'It is no object.' };
  const id = textOf(object.id) ?? '';
  const name = textOf(object.name) ?? lastOf(id);
  const from = propertiesOf(object);
  if (!Array.isArray(from.securityRules) && !Array.isArray(from.defaultSecurityRules) && !isTyped(object)) {
    return { kind: 'not-read', id, name, because: 'It is no network security group: it has no securityRules.' };
  }
  if (isMention(object)) return { kind: 'not-read', id, name, because: 'It is only named: its rules are not told.' };
  if (!isListOrNone(from.securityRules) || madeByLoop(from)) return { kind: 'not-read', id, name, because: notAList };
  const rules: SecurityRule[] = [];
  const own = listOf(from.securityRules);
  for (const [list, isDefault] of [
    [own, false],
    [listOf(from.defaultSecurityRules), true],
  ] as const) {
    for (const each of list) {
      const rule = ruleFromArm(each, isDefault);
      if (typeof rule === 'string') return { kind: 'not-read', id, name, because: rule };
      rules.push(rule);
      if (rule.doubt !== undefined) addOther(rules, rule, ruleFromArm(each, isDefault, 'Deny'));
    }
  }
  return groupWith(rules, object, own.length);
}

/** The group that an object is, but for its rules: they were read already. */
export function groupWith(
  rules: readonly SecurityRule[],
  object: Readonly<Record<string, unknown>>,
  ruleCount: number,
): ReadNsg {
  const id = textOf(object.id) ?? '';
  const from = propertiesOf(object);
  const [, subscriptionId = '', resourceGroup = textOf(object.resourceGroup) ?? ''] = place.exec(id) ?? [];
  return {
    kind: 'read',
    nsg: { kind: 'nsg', id, name: textOf(object.name) ?? lastOf(id), resourceGroup, rules },
    subscriptionId,
    location: textOf(object.location) ?? '',
    tags: tagsOf(object.tags),
    subnetIds: idsOf(from.subnets),
    interfaceIds: idsOf(from.networkInterfaces),
    ruleCount,
  };
}

/** A rule that neither allows nor denies is there as both: only what holds either way is said of the group. */
function addOther(rules: SecurityRule[], { access }: SecurityRule, other: SecurityRule | string): void {
  if (typeof other === 'object' && other.access !== access) rules.push(other);
}

function isTyped({ type, id }: Readonly<Record<string, unknown>>): boolean {
  if (textOf(type)?.toLowerCase() === 'microsoft.network/networksecuritygroups') return true;
  return /\/providers\/microsoft\.network\/networksecuritygroups\/[^/]+\/?$/i.test(textOf(id) ?? '');
}

const notAList = 'Its securityRules are no list: an expression of a template makes them, and nobody worked it out.';

function isListOrNone(value: unknown): boolean {
  return value === undefined || value === null || Array.isArray(value);
}

/** A template may make a property by a loop. https://learn.microsoft.com/azure/azure-resource-manager/templates/copy-properties */
function madeByLoop({ copy }: Readonly<Record<string, unknown>>): boolean {
  return listOf(copy).some((each) => textOf(objectOf(each)?.name)?.toLowerCase() === 'securityrules');
}
