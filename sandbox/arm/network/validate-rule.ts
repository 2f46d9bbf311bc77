import { invalidJson } from './invalid-json.ts';
import { asStrings, isObject, type JsonObject } from './json.ts';
import { requireReference } from './require-reference.ts';
import { requireResourceName } from './resource-name.ts';
import { refusal, validateRuleAddresses } from './validate-rule-addresses.ts';
import { validateRulePorts } from './validate-rule-ports.ts';

/** A rule as the world keeps it. */
export type StoredRule = {
  readonly name: string;
  readonly id: string;
  readonly properties: JsonObject & { readonly priority: number; readonly direction: string };
};

const words = {
  protocol: ['Tcp', 'Udp', 'Icmp', 'Esp', 'Ah', '*'],
  access: ['Allow', 'Deny'],
  direction: ['Inbound', 'Outbound'],
} as const;

const longestDescription = 140;

/**
 * A rule of a request, checked as Azure checks a single rule, and shaped as Azure stores it: words as they were
 * written, the plural arrays always there, the singular fields only where they are used.
 * @param nsgId the id of its network security group
 * @throws ArmFailure 400
 */
export function validateRule(nsgId: string, name: string, body: unknown): StoredRule {
  requireResourceName(name);
  const id = `${nsgId}/securityRules/${name}`;
  const given = isObject(body) ? body.properties : undefined;
  if (!isObject(given)) throw invalidJson('properties', given);
  for (const field of ['protocol', 'access', 'direction'] as const) requireWord(field, given[field]);
  const priority = requirePriority(given.priority);
  requireStrings(given);
  for (const field of ['sourceApplicationSecurityGroups', 'destinationApplicationSecurityGroups']) {
    requireGroups(`properties.${field}`, given[field] ?? []);
  }
  if (typeof given.description === 'string' && given.description.length > longestDescription) {
    // The limit is documented, the code of the refusal is not confirmed.
    throw refusal(
      'SecurityRuleDescriptionTooLong',
      `Security rule ${id} has a description of ${given.description.length} characters. At most ${longestDescription} are allowed.`,
    );
  }
  validateRulePorts(id, given);
  validateRuleAddresses(id, name, given);
  return { name, id, properties: stored(given, priority) };
}

function stored(given: JsonObject, priority: number): StoredRule['properties'] {
  const { provisioningState: _state, ...kept } = given;
  const used = Object.entries(kept).filter(([, value]) => value !== null && value !== '');
  return {
    ...Object.fromEntries(used),
    ...portText(given, 'sourcePortRange'),
    ...portText(given, 'destinationPortRange'),
    ...emptyBesideGroups(given, 'source'),
    ...emptyBesideGroups(given, 'destination'),
    sourcePortRanges: asStrings(given.sourcePortRanges),
    destinationPortRanges: asStrings(given.destinationPortRanges),
    sourceAddressPrefixes: asStrings(given.sourceAddressPrefixes),
    destinationAddressPrefixes: asStrings(given.destinationAddressPrefixes),
    access: given.access,
    priority,
    direction: String(given.direction),
  };
}

/** A port that was written as a number comes back as text, as the model has it. */
function portText(given: JsonObject, field: 'sourcePortRange' | 'destinationPortRange'): JsonObject {
  return typeof given[field] === 'number' ? { [field]: String(given[field]) } : {};
}

/** Beside application security groups the singular prefix comes back as the empty string. */
function emptyBesideGroups(given: JsonObject, end: 'source' | 'destination'): JsonObject {
  const groups = given[`${end}ApplicationSecurityGroups`];
  return Array.isArray(groups) && groups.length > 0 ? { [`${end}AddressPrefix`]: '' } : {};
}

function requireWord(field: keyof typeof words, value: unknown): void {
  const known: readonly string[] = words[field];
  if (typeof value === 'string' && known.some((word) => word.toLowerCase() === value.toLowerCase())) return;
  throw invalidJson(`properties.${field}`, value);
}

function requirePriority(value: unknown): number {
  const priority = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof priority !== 'number' || !Number.isInteger(priority)) throw invalidJson('properties.priority', value);
  if (priority >= 100 && priority <= 4096) return priority;
  throw refusal(
    'SecurityRuleInvalidPriority',
    `Security rule has invalid Priority. Value provided: ${priority} Allowed range 100-4096.`,
  );
}

function requireGroups(path: string, value: unknown): void {
  if (!Array.isArray(value)) throw invalidJson(path, value);
  for (const [index, group] of value.entries()) {
    if (requireReference(group, 'applicationSecurityGroups', `${path}[${index}]`) === undefined) {
      throw invalidJson(`${path}[${index}]`, group);
    }
  }
}

/** What must be text or a list of texts, where it is given at all. */
function requireStrings(given: JsonObject): void {
  for (const field of ['description', 'sourceAddressPrefix', 'destinationAddressPrefix']) {
    const value = given[field];
    if (value !== undefined && value !== null && typeof value !== 'string')
      throw invalidJson(`properties.${field}`, value);
  }
  for (const field of ['sourcePortRange', 'destinationPortRange']) {
    if (!['undefined', 'string', 'number'].includes(typeof (given[field] ?? undefined))) {
      throw invalidJson(`properties.${field}`, given[field]);
    }
  }
  for (const field of [
    'sourceAddressPrefixes',
    'destinationAddressPrefixes',
    'sourcePortRanges',
    'destinationPortRanges',
  ]) {
    const value = given[field] ?? [];
    if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) {
      throw invalidJson(`properties.${field}`, value);
    }
  }
}
