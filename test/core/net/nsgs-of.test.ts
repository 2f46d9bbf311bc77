import { expect, test } from 'vitest';
import { nsgsOf } from '../../../src/core/net/nsgs-of.ts';
import { configuration, nic, nsg, subnetWith, unreadable } from '../checks/myvm.ts';

test('the groups of interfaces and of their subnets, without what could not be read', () => {
  const guarded = configuration({ subnet: subnetWith(nsg([], 'around')) });
  const nics = [
    nic({ nsg: nsg([], 'own'), ipConfigurations: [guarded] }),
    nic({ nsg: unreadable('group'), ipConfigurations: [configuration({ subnet: unreadable('subnet') })] }),
    unreadable('interface'),
  ];
  expect(nsgsOf({ nics }).map(({ name }) => name)).toEqual(['own', 'around']);
});
