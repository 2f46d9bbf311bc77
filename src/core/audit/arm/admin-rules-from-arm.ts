import type { AdminRule, AdminRules, Unreadable } from '../../facts.ts';
import { lastOf, listOf, objectOf, propertiesOf, textOf } from './object.ts';

/**
 * The answer to `listNetworkManagerEffectiveSecurityAdminRules` (its `value`). A rule that is not understood makes all of
 * them unreadable: it may be the one that decides.
 */
export function adminRulesFromArm(value: unknown, vnetId: string): AdminRules | Unreadable {
  const rules: AdminRule[] = [];
  for (const each of listOf(value)) {
    const rule = adminRuleFromArm(each);
    if (rule === undefined) {
      const what = `admin rules of virtual network ${lastOf(vnetId)}`;
      return { kind: 'unreadable', what, reason: 'failed', because: 'One of them is not understood.' };
    }
    rules.push(rule);
  }
  return { kind: 'admin-rules', vnetId, rules };
}

function adminRuleFromArm(value: unknown): AdminRule | undefined {
  const object = objectOf(value);
  if (object === undefined) return undefined;
  const from = propertiesOf(object);
  const direction = wordOf(from.direction, 'Inbound', 'Outbound');
  const access = wordOf(from.access, 'Allow', 'AlwaysAllow', 'Deny');
  const { priority } = from;
  if (typeof priority !== 'number' || direction === undefined || access === undefined) return undefined;
  const protocol = textOf(from.protocol) ?? '';
  return {
    name: textOf(object.name) ?? lastOf(textOf(object.id) ?? ''),
    priority,
    direction,
    access,
    protocol: protocol === '' || /^any$/i.test(protocol) ? '*' : protocol,
    sources: orAny(listOf(from.sources).map((each) => objectOf(each)?.addressPrefix)),
    sourcePorts: orAny(listOf(from.sourcePortRanges)),
    destinations: orAny(listOf(from.destinations).map((each) => objectOf(each)?.addressPrefix)),
    destinationPorts: orAny(listOf(from.destinationPortRanges)),
  };
}

function wordOf<Word extends string>(value: unknown, ...words: readonly Word[]): Word | undefined {
  const text = textOf(value)?.trim().toLowerCase();
  return words.find((word) => word.toLowerCase() === text);
}

/** What an admin rule leaves open is not restricted. */
function orAny(given: readonly unknown[]): string[] {
  const values = given.flatMap((each) => textOf(each)?.trim() || []);
  return values.length === 0 ? ['*'] : values;
}
