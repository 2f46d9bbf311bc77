import { ArmFailure } from '../route.ts';
import { readAddressPrefix } from './address-prefix.ts';
import { asObjects, asStrings, type JsonObject } from './json.ts';

const ends = [
  { one: 'sourceAddressPrefix', many: 'sourceAddressPrefixes', groups: 'sourceApplicationSecurityGroups' },
  {
    one: 'destinationAddressPrefix',
    many: 'destinationAddressPrefixes',
    groups: 'destinationApplicationSecurityGroups',
  },
] as const;

/** @throws ArmFailure 400 for the first address that Azure would refuse */
export function validateRuleAddresses(id: string, name: string, properties: JsonObject): void {
  const families = new Set<string>();
  for (const end of ends) for (const family of familiesOf(id, properties, end)) families.add(family);
  if (families.size > 1) {
    throw refusal(
      'ResourceCannotContainAddressPrefixesFromDifferentAddressFamilies',
      `${name} contains IP addresses or prefixes that belong to different address families. All IP addresses or prefixes in the resource should belong to the same address family.`,
    );
  }
}

function familiesOf(id: string, properties: JsonObject, { one, many, groups }: (typeof ends)[number]): string[] {
  const single = properties[one];
  const list = asStrings(properties[many]);
  requireOneWay(id, one, [
    typeof single === 'string' && single !== '',
    list.length > 0,
    asObjects(properties[groups]).length > 0,
  ]);
  const families = list.map((prefix) => familyInList(id, one, prefix));
  if (typeof single === 'string' && single !== '') families.push(familyOf(id, single));
  return families.filter((family) => family !== 'tag');
}

/** Exactly one of prefix, prefixes and application security groups; the code of the refusal is not confirmed. */
function requireOneWay(id: string, field: string, given: readonly boolean[]): void {
  const count = given.filter(Boolean).length;
  if (count === 1) return;
  if (count === 0) {
    throw refusal(
      'SecurityRuleInvalidAddressPrefix',
      `Security rule ${id} has invalid Address prefix. Value provided: `,
    );
  }
  throw refusal(
    'SecurityRuleParameterContainsUnsupportedValue',
    `Security rule ${id} cannot combine ${field}, its plural and application security groups. Specify only one of them.`,
  );
}

function familyOf(id: string, prefix: string): 'IPv4' | 'IPv6' | 'tag' {
  const { kind } = readAddressPrefix(prefix);
  if (kind !== 'invalid') return kind;
  throw refusal(
    'SecurityRuleInvalidAddressPrefix',
    `Security rule ${id} has invalid Address prefix. Value provided: ${prefix}`,
  );
}

/** Tags and `*` stand alone, in the singular field. */
function familyInList(id: string, field: string, prefix: string): 'IPv4' | 'IPv6' | 'tag' {
  const family = familyOf(id, prefix);
  if (family === 'tag') throw unsupportedInList(id, field, prefix);
  return family;
}

export function unsupportedInList(id: string, field: string, value: string): ArmFailure {
  const parameter = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  return refusal(
    'SecurityRuleParameterContainsUnsupportedValue',
    `Security rule parameter ${parameter} for rule with Id ${id} cannot specify existing VIRTUALNETWORK, INTERNET, AZURELOADBALANCER, '*' or system tags. Unsupported value used: ${value}.`,
  );
}

export function refusal(code: string, message: string): ArmFailure {
  return new ArmFailure(400, code, message, { details: [] });
}
