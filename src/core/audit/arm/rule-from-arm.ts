import type { SecurityRule } from '../../facts.ts';
import { idsOf, objectOf, propertiesOf, textOf } from './object.ts';

const everything: readonly string[] = ['*'];
const none: readonly string[] = [];

/**
 * A rule of a network security group, in Resource Manager's shape or flattened. A priority that is missing, or no number,
 * is NaN, and a direction or access that is missing is a guess with a doubt: where it matters, the evaluation says so.
 *
 * @param guess the access of a rule that neither allows nor denies
 * @returns why it is none, in one sentence
 */
export function ruleFromArm(
  value: unknown,
  isDefault: boolean,
  guess: SecurityRule['access'] = 'Allow',
): SecurityRule | string {
  const object = objectOf(value);
  if (object === undefined) return 'One of its rules is no object.';
  const from = propertiesOf(object);
  const name = textOf(object.name) ?? textOf(from.name) ?? '';
  const direction = wordOf(from.direction, 'Inbound', 'Outbound');
  const access = wordOf(from.access, 'Allow', 'Deny');
  const description = textOf(from.description);
  const rule: SecurityRule = {
    name,
    priority: numberOf(from.priority),
    direction: direction ?? 'Inbound',
    access: access ?? guess,
    protocol: textOf(from.protocol) ?? '',
    sources: joined(from.sourceAddressPrefix, from.sourceAddressPrefixes),
    sourceAsgIds: groupsOf(from.sourceApplicationSecurityGroups),
    sourcePorts: joined(from.sourcePortRange, from.sourcePortRanges),
    destinations: joined(from.destinationAddressPrefix, from.destinationAddressPrefixes),
    destinationAsgIds: groupsOf(from.destinationApplicationSecurityGroups),
    destinationPorts: joined(from.destinationPortRange, from.destinationPortRanges),
    isDefault,
  };
  const whole = description ? { ...rule, description } : rule;
  if (access === undefined) return { ...whole, doubt: 'It neither allows nor denies.' };
  return direction === undefined ? { ...whole, doubt: 'It lacks a direction.' } : whole;
}

function wordOf<Word extends string>(value: unknown, ...words: readonly Word[]): Word | undefined {
  if (typeof value !== 'string') return undefined;
  return (
    words.find((word) => word === value) ?? words.find((word) => word.toLowerCase() === value.trim().toLowerCase())
  );
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : Number.NaN;
}

/** Azure uses the singular field or the plural one; whoever wrote both meant both. */
function joined(single: unknown, several: unknown): readonly string[] {
  const one = textOf(single)?.trim() ?? (typeof single === 'number' ? String(single) : '');
  if (!Array.isArray(several) || several.length === 0) {
    if (one === '') return none;
    return one === '*' ? everything : [one];
  }
  const all = several.flatMap((each) => {
    const text = typeof each === 'number' ? String(each) : (textOf(each)?.trim() ?? '');
    return text === '' ? [] : [text];
  });
  return one === '' || all.includes(one) ? all : [one, ...all];
}

function groupsOf(value: unknown): readonly string[] {
  return Array.isArray(value) && value.length > 0 ? idsOf(value) : none;
}
