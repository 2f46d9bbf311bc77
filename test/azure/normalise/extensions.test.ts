import type { VirtualMachine } from '@azure/arm-compute';
import { expect, test } from 'vitest';
import { normaliseExtensions } from '../../../src/azure/normalise/extensions.ts';

const parent = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/web/extensions';
const publisher = 'Microsoft.Azure.ActiveDirectory';
const type = 'AADSSHLoginForLinux';

test.each<[string, object, object[]]>([
  ['none', {}, []],
  ['nulls', { resources: null, instanceView: { extensions: null } }, []],
  [
    'as resources',
    {
      resources: [
        { id: `${parent}/login`, name: 'login', publisher, typePropertiesType: type, provisioningState: 'Failed' },
      ],
    },
    [{ name: 'login', publisher, type, provisioningState: 'Failed' }],
  ],
  ['by their ids alone, as lists have them', { resources: [{ id: `${parent}/login` }] }, [{ name: 'login' }]],
  [
    'by ids, with the rest in the instance view',
    {
      resources: [{ id: `${parent}/LOGIN` }],
      instanceView: { extensions: [{ name: 'login', type: `${publisher}.${type}` }] },
    },
    [{ name: 'LOGIN', publisher, type }],
  ],
  [
    'in the instance view alone',
    { instanceView: { extensions: [{ name: 'login', type: `${publisher}.${type}` }, { name: 'odd', type: 'x' }, {}] } },
    [{ name: 'login', publisher, type }, { name: 'odd' }],
  ],
  ['without id and name', { resources: [{ publisher, typePropertiesType: type }] }, []],
])('extensions: %s', (_name, model, expected) => {
  expect(normaliseExtensions(model as VirtualMachine)).toEqual(expected);
});
