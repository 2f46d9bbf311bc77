import { expect, test } from 'vitest';
import { balancerFromArm } from '../../../src/core/audit/arm/balancer-from-arm.ts';
import { interfaceFromArm } from '../../../src/core/audit/arm/interface-from-arm.ts';
import { forwardsTo } from '../../../src/core/audit/forwards-to.ts';
import { balancer, forward, idOf, nic } from './arm-world.ts';

const poolId = `${idOf('loadBalancers', 'lb')}/backendAddressPools/pool`;

test.each([
  ['fd00::4', 'FD00:0:0:0:0:0:0:4', 1],
  ['FD00:0::4', 'fd00::4', 1],
  ['10.0.0.4', ' 10.0.0.4 ', 1],
  ['10.0.0.4', '10.0.0.40', 0],
  ['', '', 0],
  ['', 'none', 0],
  ['', null, 0],
])('the address %s is the one that a pool writes as %s, or not', (address, ipAddress, expected) => {
  const read = balancerFromArm(
    balancer('lb', 'front', {
      loadBalancingRules: [forward('lb', 'rule', { backendAddressPool: { id: poolId } })],
      backendAddressPools: [
        { id: poolId, properties: { loadBalancerBackendAddresses: [{ properties: { ipAddress } }] } },
      ],
    }),
    22,
  );
  const [configuration] = interfaceFromArm(nic('nic', { address }))?.configurations ?? [];
  if (read === undefined || configuration === undefined) throw new Error('not read');
  expect(forwardsTo([read])(configuration)).toHaveLength(expected);
});
