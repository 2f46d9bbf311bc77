import { isMention } from '../arm/is-mention.ts';
import { listOf, objectOf, propertiesOf, textOf } from '../arm/object.ts';

type Obj = Readonly<Record<string, unknown>>;

/**
 * A group as a file has it, in the form in which Azure itself would show it: exports, templates and what people write by
 * hand flatten it half, put lists where one value belongs, and leave out what is not narrowed. What is no group stays as it is.
 */
export function tidyGroup(value: unknown): unknown {
  const group = objectOf(value);
  if (group === undefined || isMention(group)) return value;
  const from = rulesIn(group);
  const { securityRules, defaultSecurityRules } = from;
  const properties = {
    ...from,
    ...(Array.isArray(securityRules) && { securityRules: securityRules.map(tidyRule) }),
    // A reference instead of a rule tells nothing, and what the default rules are is known.
    ...(defaultSecurityRules !== undefined && { defaultSecurityRules: listOf(defaultSecurityRules).filter(isWhole) }),
  };
  return { ...group, properties };
}

/** Where its rules are: a flat one may have properties for something else beside them. */
function rulesIn(group: Obj): Obj {
  const properties = objectOf(group.properties);
  if (properties === undefined) return group;
  return 'securityRules' in group && !('securityRules' in properties) ? { ...properties, ...group } : properties;
}

function isWhole(rule: unknown): boolean {
  const object = objectOf(rule);
  return object !== undefined && propertiesOf(object).access !== undefined;
}

const pairs = [
  ['sourcePortRange', 'sourcePortRanges'],
  ['destinationPortRange', 'destinationPortRanges'],
  ['sourceAddressPrefix', 'sourceAddressPrefixes'],
  ['destinationAddressPrefix', 'destinationAddressPrefixes'],
] as const;

function tidyRule(value: unknown): unknown {
  const rule = objectOf(value);
  if (rule === undefined) return value;
  const from = propertiesOf(rule);
  if (isTidy(from) && textOf(rule.name)) return value;
  const isAllow = textOf(from.access)?.toLowerCase() === 'allow';
  const plain = Object.fromEntries(pairs.flatMap(([one, several]) => tidyPair(from, one, several)));
  const properties = {
    ...from,
    ...plain,
    ...asReferences(from, 'sourceApplicationSecurityGroups'),
    ...asReferences(from, 'destinationApplicationSecurityGroups'),
    // Nobody writes a source port but to limit it; the rest is read as wide only where that lets more in.
    ...(isBlank(from.sourcePortRange) && isBlank(from.sourcePortRanges) && { sourcePortRange: '*' }),
    ...(isAllow && saysNoDestination(from) && { destinationAddressPrefix: '*' }),
    ...(isAllow && isAbsent(from.protocol) && { protocol: '*' }),
  };
  const name = textOf(rule.name) || textOf(rule.id)?.split('/').at(-1);
  return { ...rule, ...(name !== undefined && { name }), properties };
}

/** As Azure shows nearly all of them. */
function isTidy(from: Obj): boolean {
  const { protocol, sourceApplicationSecurityGroups, destinationApplicationSecurityGroups } = from;
  return (
    !isAbsent(protocol) &&
    isBlank(sourceApplicationSecurityGroups) &&
    isBlank(destinationApplicationSecurityGroups) &&
    pairs.every(([one, several]) => isPlain(from[one]) && isBlank(from[several]))
  );
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !value.includes(',') && !wholeSpace.has(value);
}

/** As the CIS benchmark writes any network whose mask is 0. */
const wholeSpace = new Set(['<nw>/0', '/0']);

/** A list in the place of one value, one value in the place of a list, and several in one text. */
function tidyPair(from: Obj, one: string, several: string): [string, unknown][] {
  const texts = [from[one], from[several]].flatMap(asTexts);
  if (texts === undefined || texts.length === 0) return [];
  return [
    [one, undefined],
    [several, [...new Set(texts)]],
  ];
}

function asTexts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(asTexts);
  if (typeof value === 'number') return [String(value)];
  return (textOf(value) ?? '').split(',').flatMap((text) => {
    const bare = text.trim();
    if (bare === '') return [];
    return [wholeSpace.has(bare) ? '0.0.0.0/0' : bare];
  });
}

function asReferences(from: Obj, key: string) {
  const groups = from[key];
  if (!Array.isArray(groups)) return {};
  return { [key]: groups.map((each) => (typeof each === 'string' ? { id: each } : each)) };
}

function saysNoDestination(from: Obj): boolean {
  return (
    isAbsent(from.destinationAddressPrefix) &&
    isBlank(from.destinationAddressPrefixes) &&
    isBlank(from.destinationApplicationSecurityGroups)
  );
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isBlank(value: unknown): boolean {
  return isAbsent(value) || value === '' || (Array.isArray(value) && value.length === 0);
}
