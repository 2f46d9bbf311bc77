import { asStrings, type JsonObject } from './json.ts';
import { refusal, unsupportedInList } from './validate-rule-addresses.ts';

const ends = [
  { one: 'sourcePortRange', many: 'sourcePortRanges' },
  { one: 'destinationPortRange', many: 'destinationPortRanges' },
] as const;

/** @throws ArmFailure 400 for the first port range that Azure would refuse */
export function validateRulePorts(id: string, properties: JsonObject): void {
  for (const { one, many } of ends) {
    const single = properties[one];
    const list = asStrings(properties[many]);
    const hasSingle = single !== undefined && single !== null && single !== '';
    if (hasSingle && list.length > 0) {
      // That Azure refuses this is known, with which code is not.
      throw refusal(
        'SecurityRuleParameterContainsUnsupportedValue',
        `Security rule ${id} cannot specify both ${one} and ${many}.`,
      );
    }
    if (!hasSingle && list.length === 0) throw invalidRange('');
    if (hasSingle && single !== '*') requireRange(String(single));
    for (const range of list) {
      if (range === '*') throw unsupportedInList(id, one, range);
      requireRange(range);
    }
  }
}

function requireRange(text: string): void {
  const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  if (from === undefined || Number(from) > Number(to) || Number(to) > 65535) throw invalidRange(text);
}

function invalidRange(value: string) {
  return refusal(
    'SecurityRuleInvalidPortRange',
    `Security rule has invalid Port range. Value provided: ${value}. Value should be an integer OR integer range with '-' delimiter. Valid range 0-65535.`,
  );
}
