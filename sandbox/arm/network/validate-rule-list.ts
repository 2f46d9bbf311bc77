import { asObject, asObjects, asStrings, type JsonObject, sameId } from './json.ts';
import { refusal } from './validate-rule-addresses.ts';

const mostRules = 1000;
const mostPrefixes = 4000;

/**
 * What Azure checks of a network security group's rules together. The codes of the two limits are not confirmed.
 * @throws ArmFailure 400
 */
export function validateRuleList(nsgId: string, rules: readonly JsonObject[]): void {
  const taken = new Map<string, string>();
  for (const rule of rules) {
    const other = taken.get(placeOf(rule));
    if (other !== undefined) throw conflict(rule, other);
    taken.set(placeOf(rule), String(rule.name));
  }
  requireRoom(nsgId, rules);
}

/** What Azure checks of one rule against the others of its group. @throws ArmFailure 400 */
export function requireFreePriority(rule: JsonObject, rules: readonly JsonObject[]): void {
  const others = rules.filter((each) => !sameId(String(each.name), String(rule.name)));
  const other = others.find((each) => placeOf(each) === placeOf(rule));
  if (other !== undefined) throw conflict(rule, String(other.name));
}

/** @throws ArmFailure 400 when there are more rules, addresses and ports than a group holds */
export function requireRoom(nsgId: string, rules: readonly JsonObject[]): void {
  if (rules.length > mostRules) {
    throw refusal(
      'SecurityRuleCountLimitReached',
      `Cannot create more than ${mostRules} security rules for network security group ${nsgId}.`,
    );
  }
  if (rules.reduce((sum, rule) => sum + prefixCount(rule), 0) > mostPrefixes) {
    throw refusal(
      'NetworkSecurityGroupPrefixLimitReached',
      `Network security group ${nsgId} cannot hold more than ${mostPrefixes} addresses and ports in its rules.`,
    );
  }
}

/** The names of rules must differ without regard to case. @throws ArmFailure 400 */
export function requireDistinctNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name.toLowerCase())) throw refusal('DuplicateResourceName', `Resource name ${name} is used twice.`);
    seen.add(name.toLowerCase());
  }
}

function placeOf(rule: JsonObject): string {
  const { priority, direction } = asObject(rule.properties);
  return `${String(direction).toLowerCase()} ${priority}`;
}

function conflict(rule: JsonObject, other: string) {
  return refusal(
    'SecurityRuleConflict',
    `Security rule ${rule.name} conflicts with rule ${other}. Rules cannot have the same Priority and Direction.`,
  );
}

function prefixCount(rule: JsonObject): number {
  const properties = asObject(rule.properties);
  const lists = ['sourceAddressPrefixes', 'destinationAddressPrefixes', 'sourcePortRanges', 'destinationPortRanges'];
  return lists.reduce((sum, field) => sum + asStrings(properties[field]).length, 0);
}

/** The rules with one of them put in, in the place of the one of its name. */
export function withRule(rules: unknown, rule: JsonObject & { readonly name: string }): readonly JsonObject[] {
  const kept = asObjects(rules);
  const at = kept.findIndex((each) => sameId(String(each.name), rule.name));
  return at < 0 ? [...kept, rule] : kept.with(at, rule);
}
