import { describe, expect, it } from 'vitest';
import { networkRoutes } from '../../../../sandbox/arm/network/routes.ts';
import { asker, group, network, nsg, worldOf } from './ask.ts';

const vmId = `${group.replace('myRG', 'MYRG')}/providers/Microsoft.Compute/virtualMachines/vm`;
const nicId = `${network}/networkInterfaces/nic`;
const ipConfiguration = `${nicId}/ipConfigurations/main`;
const subnetId = `${network}/virtualNetworks/net/subnets/default`;
const balancer = `${network}/loadBalancers/lb`;

/** Every reference is given once, from the side that owns it, and in a case of its own. */
const world = () =>
  worldOf([
    { id: vmId, properties: { networkProfile: { networkInterfaces: [{ id: nicId.toUpperCase() }] } } },
    {
      id: nicId,
      properties: {
        networkSecurityGroup: { id: `${network}/NETWORKSECURITYGROUPS/onNic` },
        ipConfigurations: [
          {
            name: 'main',
            properties: {
              subnet: { id: subnetId },
              publicIPAddress: { id: `${network}/publicIPAddresses/IP` },
              loadBalancerBackendAddressPools: [{ id: `${balancer}/backendAddressPools/pool` }],
            },
          },
        ],
      },
    },
    { id: `${network}/publicIPAddresses/ip`, properties: { ipAddress: '192.0.2.1' } },
    nsg('onNic'),
    {
      ...nsg('onSubnet'),
      properties: {
        networkInterfaces: [
          { id: nicId },
          {
            id: `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/s/virtualMachines/0/networkInterfaces/n`,
          },
        ],
      },
    },
    nsg('loose'),
    {
      id: `${network}/virtualNetworks/net`,
      properties: {
        effectiveSecurityAdminRules: [{ kind: 'Custom', properties: { priority: 1 } }],
        subnets: [
          {
            name: 'default',
            properties: { networkSecurityGroup: { id: `${network}/networkSecurityGroups/onSubnet` } },
          },
        ],
      },
    },
    {
      id: balancer,
      properties: {
        frontendIPConfigurations: [
          { name: 'front', properties: { publicIPAddress: { id: `${network}/publicIPAddresses/front` } } },
        ],
        backendAddressPools: [{ name: 'pool', properties: {} }],
        inboundNatRules: [
          { name: 'ssh', properties: { backendIPConfiguration: { id: ipConfiguration }, frontendPort: 50022 } },
        ],
      },
    },
    { id: `${network}/publicIPAddresses/front` },
  ]);

describe('references from the other side', () => {
  it.each<[string, string, object]>([
    ['a group knows its NICs', 'networkSecurityGroups/onNic', { networkInterfaces: [{ id: nicId }] }],
    ['a group knows its subnets', 'networkSecurityGroups/onSubnet', { subnets: [{ id: subnetId }] }],
    [
      'a group keeps a NIC of a scale set that the world does not hold, and drops a stale one',
      'networkSecurityGroups/onSubnet',
      {
        networkInterfaces: [{ id: expect.stringContaining('virtualMachineScaleSets') }],
      },
    ],
    ['a public IP knows its NIC', 'publicIPAddresses/ip', { ipConfiguration: { id: ipConfiguration } }],
    [
      'a public IP knows its load balancer',
      'publicIPAddresses/front',
      {
        ipConfiguration: { id: `${balancer}/frontendIPConfigurations/front` },
      },
    ],
    ['a NIC knows its machine', 'networkInterfaces/nic', { virtualMachine: { id: vmId } }],
    [
      'a NIC knows the NAT rule',
      'networkInterfaces/nic',
      {
        ipConfigurations: [
          { properties: { loadBalancerInboundNatRules: [{ id: `${balancer}/inboundNatRules/ssh` }] } },
        ],
      },
    ],
    [
      'a network knows who is in its subnets',
      'virtualNetworks/net',
      {
        subnets: [{ id: subnetId, properties: { ipConfigurations: [{ id: ipConfiguration }] } }],
      },
    ],
    [
      'a pool knows its members',
      'loadBalancers/lb',
      {
        backendAddressPools: [{ properties: { backendIPConfigurations: [{ id: ipConfiguration }] } }],
      },
    ],
  ])('%s', async (_, path, properties) => {
    const { ask } = asker(world(), networkRoutes);
    expect((await ask('GET', `${network}/${path}`)).body).toMatchObject({ properties });
  });

  it('a group that guards nothing names nothing', async () => {
    const { ask } = asker(world(), networkRoutes);
    const { properties } = (await ask('GET', `${network}/networkSecurityGroups/loose`)).body as { properties: object };
    expect(properties).not.toHaveProperty('networkInterfaces');
    expect(properties).not.toHaveProperty('subnets');
  });

  it('the NAT rules of a load balancer can be listed', async () => {
    const { ask } = asker(world(), networkRoutes);
    expect((await ask('GET', `${balancer}/inboundNatRules`)).body).toMatchObject({
      value: [{ name: 'ssh', id: `${balancer}/inboundNatRules/ssh`, properties: { frontendPort: 50022 } }],
    });
  });
});

describe('$expand', () => {
  it.each<[string, string, object]>([
    [
      'a NIC with its group',
      'networkInterfaces/nic?$expand=networkSecurityGroup',
      {
        networkSecurityGroup: { properties: { defaultSecurityRules: [{}, {}, {}, {}, {}, {}] } },
      },
    ],
    [
      'a NIC with address and subnet, in any case',
      'networkInterfaces/nic?$expand=IPConfigurations/PublicIPAddress,ipconfigurations/subnet',
      {
        ipConfigurations: [
          {
            properties: {
              publicIPAddress: { properties: { ipAddress: '192.0.2.1' } },
              subnet: { properties: { networkSecurityGroup: {} } },
            },
          },
        ],
      },
    ],
    [
      'a subnet with its group',
      'virtualNetworks/net/subnets/default?$expand=networkSecurityGroup',
      {
        networkSecurityGroup: { name: 'onSubnet' },
      },
    ],
  ])('%s', async (_, path, properties) => {
    const { ask } = asker(world(), networkRoutes);
    expect((await ask('GET', `${network}/${path}`)).body).toMatchObject({ properties });
  });

  it('refuses what is no path', async () => {
    const { refusal } = asker(world(), networkRoutes);
    expect(await refusal('GET', `${nicId}?$expand=a b`)).toMatchObject({ status: 400 });
  });
});

describe('admin rules', () => {
  it('are answered to their own request, and to no GET', async () => {
    const { ask } = asker(world(), networkRoutes);
    const path = `${network}/virtualNetworks/net`;
    expect((await ask('POST', `${path}/listNetworkManagerEffectiveSecurityAdminRules`, { body: {} })).body).toEqual({
      value: [{ kind: 'Custom', properties: { priority: 1 } }],
    });
    expect(JSON.stringify((await ask('GET', path)).body)).not.toContain('effectiveSecurityAdminRules');
  });
});

describe('lists', () => {
  const ips = Array.from({ length: 7 }, (_, at) => ({ id: `${network}/publicIPAddresses/ip${at}` }));
  const elsewhere = { id: `${network.replace('myRG', 'other')}/publicIPAddresses/far` };

  it.each([
    ['a resource group', `${network.toUpperCase()}/publicIPAddresses`, 7],
    ['a subscription', `${network.replace('/resourceGroups/myRG', '')}/publicIPAddresses`, 8],
  ])('of %s are led through by nextLink', async (_, path, total) => {
    const { ask } = asker(worldOf([...ips, elsewhere]), networkRoutes, 3);
    const names: string[] = [];
    let url: string | undefined = `${path}?api-version=2024-05-01`;
    let pages = 0;
    for (; url !== undefined; pages++) {
      const body = (await ask('GET', url)).body as { value: { name: string }[]; nextLink?: string };
      names.push(...body.value.map(({ name }) => name));
      url = body.nextLink;
      if (url !== undefined) expect(new URL(url).searchParams.get('api-version')).toBe('2024-05-01');
    }
    expect([new Set(names).size, names.length, pages]).toEqual([total, total, 3]);
  });

  it('leave out what the caller may not read', async () => {
    const world = worldOf(ips, { faults: [{ kind: 'forbidden', target: ips[2]?.id }] });
    const { body } = await asker(world, networkRoutes).ask('GET', `${network}/publicIPAddresses`);
    expect((body as { value: object[] }).value).toHaveLength(6);
  });
});
