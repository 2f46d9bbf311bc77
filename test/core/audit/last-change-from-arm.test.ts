import { expect, test } from 'vitest';
import { lastChangeFromArm } from '../../../src/core/audit/arm/last-change-from-arm.ts';

const nsg = '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/web';
const type = 'Microsoft.Network/networkSecurityGroups';
const event = (parts: object = {}) => ({
  caller: 'dave@contoso.example',
  eventTimestamp: '2026-01-17T06:59:59.1234567Z',
  operationName: { value: `${type}/securityRules/write`, localizedValue: 'Create or Update Security Rule' },
  resourceId: `${nsg}/securityRules/all`,
  status: { value: 'Succeeded', localizedValue: 'Succeeded' },
  ...parts,
});

test('a change of a rule, as Azure has it', () => {
  expect(lastChangeFromArm(event(), nsg)).toEqual({
    by: 'dave@contoso.example',
    atMs: Date.UTC(2026, 0, 17, 6, 59, 59, 123),
    operation: `${type}/securityRules/write`,
    resourceId: `${nsg}/securityRules/all`,
  });
});

test.each<[string, unknown, boolean]>([
  ['the group as a whole', event({ operationName: { value: `${type}/write` }, resourceId: nsg }), true],
  ['a rule taken away', event({ operationName: { value: `${type}/securityRules/delete` } }), true],
  [
    'in another case',
    event({ operationName: { value: `${type}/SECURITYRULES/WRITE` }, resourceId: nsg.toUpperCase() }),
    true,
  ],
  ['words that stand alone', event({ operationName: `${type}/write`, status: 'Succeeded' }), true],
  ['another group, whose name begins alike', event({ resourceId: `${nsg}2/securityRules/all` }), false],
  ['one that failed', event({ status: { value: 'Failed' } }), false],
  ['one that began', event({ status: { value: 'Started' } }), false],
  ['a read', event({ operationName: { value: `${type}/effectiveSecurityGroups/action` } }), false],
  [
    'that it was joined to a subnet',
    event({ operationName: { value: `${type}/join/action` }, resourceId: nsg }),
    false,
  ],
  ['nobody', event({ caller: null }), false],
  ['no time', event({ eventTimestamp: 'yesterday' }), false],
  ['nothing', null, false],
  ['a word', 'event', false],
])('is a change of the group, or none: %s', (_, given, isChange) => {
  expect(lastChangeFromArm(given, nsg) !== undefined).toBe(isChange);
});
