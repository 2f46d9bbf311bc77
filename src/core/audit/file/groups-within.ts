import { listOf, objectOf, propertiesOf, textOf } from '../arm/object.ts';
import { hasRules } from './resources-in.ts';

/**
 * Groups that interfaces and subnets show with all of their rules, and not only by name: whoever asks Azure to expand them gets
 * that. @returns those that are not among the resources themselves, each once
 */
export function groupsWithin(resource: unknown, known: Set<string>): readonly unknown[] {
  const object = objectOf(resource);
  if (object === undefined || hasRules(object)) return [];
  const from = propertiesOf(object);
  const holders = [from, ...listOf(from.subnets).map((each) => propertiesOf(objectOf(each) ?? {}))];
  return holders.flatMap(({ networkSecurityGroup }) => {
    const group = objectOf(networkSecurityGroup);
    const id = textOf(group?.id)?.toLowerCase();
    if (group === undefined || !id || !hasRules(group) || known.has(id)) return [];
    known.add(id);
    return [group];
  });
}
