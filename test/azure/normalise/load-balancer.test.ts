import type { LoadBalancer } from '@azure/arm-network';
import { describe, expect, test } from 'vitest';
import { type ForwardTarget, forwardsTo } from '../../../src/azure/normalise/load-balancer.ts';

const target: ForwardTarget = {
  ipConfigurationId: '/nics/n/ipConfigurations/c',
  privateAddress: '10.0.0.4',
  vnetId: '/vnets/v',
  poolIds: [],
};
const frontends = [
  { id: '/f/public', publicIPAddress: { id: '/ip' } },
  { id: '/f/internal', privateIPAddress: '10.0.0.9' },
];

function ways(model: object, of: Partial<ForwardTarget> = {}) {
  const whole = { name: 'lb', sku: { name: 'Standard' }, frontendIPConfigurations: frontends, ...model };
  return forwardsTo(whole as LoadBalancer, [{ ...target, ...of }]);
}

const natRule = {
  name: 'ssh',
  protocol: 'Tcp',
  frontendPort: 5001,
  backendPort: 22,
  frontendIPConfiguration: { id: '/F/PUBLIC' },
};
const own = { backendIPConfiguration: { id: '/NICS/n/ipConfigurations/C' } };

describe('an inbound NAT rule', () => {
  test('for this configuration leads to it', () => {
    expect(ways({ inboundNatRules: [{ ...natRule, ...own }] })).toEqual([
      {
        kind: 'planned',
        publicIpId: '/ip',
        forward: {
          kind: 'nat-rule',
          loadBalancer: 'lb',
          sku: 'Standard',
          rule: 'ssh',
          frontendPort: 5001,
          backendPort: 22,
          ipConfigurationId: target.ipConfigurationId,
        },
      },
    ]);
  });

  test.each([
    ['for another configuration', { ...natRule, backendIPConfiguration: { id: '/other' } }],
    ['for nobody', natRule],
    ['of UDP', { ...natRule, ...own, protocol: 'Udp' }],
  ])('%s does not', (_, rule) => {
    expect(ways({ inboundNatRules: [rule] })).toEqual([]);
  });

  test('of an internal frontend has no public IP', () => {
    const rule = { ...natRule, ...own, frontendIPConfiguration: { id: '/f/internal' } };
    expect(ways({ inboundNatRules: [rule] })[0]).not.toHaveProperty('publicIpId');
  });

  const poolRule = {
    name: 'ssh',
    protocol: 'tcp',
    backendPort: 22,
    backendAddressPool: { id: '/P' },
    frontendIPConfiguration: { id: '/f/public' },
  };
  test('for a pool says the port where the pool says it', () => {
    const inboundNatRulesPortMapping = [{ inboundNatRuleName: 'ssh', frontendPort: 6002, backendPort: 22 }];
    const networkInterfaceIPConfiguration = { id: target.ipConfigurationId };
    const addresses = [{ networkInterfaceIPConfiguration, inboundNatRulesPortMapping }];
    const backendAddressPools = [{ id: '/p', loadBalancerBackendAddresses: addresses }];
    expect(ways({ backendAddressPools, inboundNatRules: [poolRule] })).toMatchObject([
      { forward: { frontendPort: 6002 } },
    ]);
  });

  test('for a pool that does not say it stays unknown', () => {
    const made = ways({ backendAddressPools: [{ id: '/p' }], inboundNatRules: [poolRule] }, { poolIds: ['/P'] });
    expect(made).toMatchObject([
      { kind: 'unreadable', reason: 'failed', backendPort: 22, todo: expect.stringContaining('Inbound NAT rules') },
    ]);
  });

  test('for a pool says between which ports it must be', () => {
    const rule = { ...poolRule, frontendPortRangeStart: 50000, frontendPortRangeEnd: 50100 };
    const [made] = ways({ backendAddressPools: [{ id: '/p' }], inboundNatRules: [rule] }, { poolIds: ['/P'] });
    expect(made).toMatchObject({ because: expect.stringContaining('from 50000 to 50100') });
  });

  test('for a pool behind an internal frontend leads nowhere from outside', () => {
    const rule = { ...poolRule, frontendIPConfiguration: { id: '/f/internal' } };
    expect(ways({ backendAddressPools: [{ id: '/p' }], inboundNatRules: [rule] }, { poolIds: ['/P'] })).toEqual([]);
  });

  test('with floating IP is not promised to lead to the VM', () => {
    const [made] = ways({ inboundNatRules: [{ ...natRule, ...own, enableFloatingIP: true }] });
    expect(made).toMatchObject({
      kind: 'unreadable',
      backendPort: 22,
      because: expect.stringContaining('floating IP'),
    });
  });

  test.each([undefined, null])('whose port is %s is not taken for port 0', (frontendPort) => {
    const [made] = ways({ inboundNatRules: [{ ...natRule, ...own, frontendPort }] });
    expect(made).toMatchObject({ kind: 'unreadable', backendPort: 22 });
  });
});

describe('a load-balancing rule', () => {
  const lbRule = { name: 'r', protocol: 'All', frontendPort: 22, backendPort: 2222, backendAddressPool: { id: '/p' } };
  const leads = (pool: object, of: Partial<ForwardTarget> = {}, rule: object = lbRule) =>
    ways({ backendAddressPools: [{ id: '/p', ...pool }], loadBalancingRules: [rule] }, of).length;

  test.each([
    ['named by the interface', {}, { poolIds: ['/P'] }],
    ['naming the configuration', { backendIPConfigurations: [{ id: target.ipConfigurationId }] }, {}],
    [
      'naming address and network',
      { loadBalancerBackendAddresses: [{ ipAddress: '10.0.0.4', virtualNetwork: { id: '/VNETS/v' } }] },
      {},
    ],
    [
      'of a network, naming the address',
      { virtualNetwork: { id: '/vnets/v' }, loadBalancerBackendAddresses: [{ ipAddress: '10.0.0.4' }] },
      {},
    ],
  ])('leads to a pool %s', (_, pool, of) => {
    expect(leads(pool, of)).toBe(1);
  });

  test.each([
    ['another configuration', { backendIPConfigurations: [{ id: '/other' }] }],
    [
      'the same address in another network',
      { loadBalancerBackendAddresses: [{ ipAddress: '10.0.0.4', virtualNetwork: { id: '/w' } }] },
    ],
    ['the same address in no network', { loadBalancerBackendAddresses: [{ ipAddress: '10.0.0.4' }] }],
  ])('does not lead to a pool of %s', (_, pool) => {
    expect(leads(pool)).toBe(0);
  });

  test('with several pools leads to each', () => {
    const rule = { ...lbRule, backendAddressPool: undefined, backendAddressPools: [{ id: '/q' }, { id: '/p' }] };
    expect(leads({}, { poolIds: ['/p'] }, rule)).toBe(1);
  });

  test('carries its ports', () => {
    const made = ways({ backendAddressPools: [{ id: '/p' }], loadBalancingRules: [lbRule] }, { poolIds: ['/p'] });
    expect(made).toMatchObject([{ forward: { kind: 'lb-rule', frontendPort: 22, backendPort: 2222 } }]);
  });
});
