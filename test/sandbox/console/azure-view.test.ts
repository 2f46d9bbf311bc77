import { describe, expect, it } from 'vitest';
import { holdsPort } from '../../../sandbox/console/azure/nsg-row.ts';
import { addressesIn, azureView, strangerAddress } from '../../../sandbox/console/azure-view.ts';
import { smallWorld, vmId } from './small-world.ts';

const options = { search: '', limit: 200, recentAddresses: [] };

describe('azureView', () => {
  const { vms, nsgs, total, matching } = azureView(smallWorld(), options);
  const byName = Object.fromEntries(vms.map((vm) => [vm.name, vm]));

  it.each([
    { name: 'web', power: 'running', os: 'Linux', endpoints: ['20.51.230.13:22'], nicNsgs: ['web-nsg'] },
    { name: 'behind', power: 'deallocated', os: 'Linux', endpoints: ['20.51.230.14:50022'], nicNsgs: [] },
    { name: 'lonely', power: 'stopped', os: 'Windows', endpoints: [], nicNsgs: [] },
  ])('shows $name as it stands', ({ name, power, os, endpoints, nicNsgs }) => {
    const vm = byName[name];
    expect(vm).toMatchObject({ power, os, resourceGroup: 'ops', subscription: 'Contoso Ops', location: 'westeurope' });
    expect(vm?.endpoints.map((each) => `${each.address}:${each.port}`)).toEqual(endpoints);
    expect(vm?.nicNsgIds.map((id) => id.split('/').at(-1))).toEqual(nicNsgs);
    expect(vm?.subnetNsgIds.map((id) => id.split('/').at(-1))).toEqual(['front-nsg']);
  });

  it('counts what there is and what fits', () => {
    expect([total, matching, vms.length]).toEqual([3, 3, 3]);
  });

  it('puts rules in the order in which Azure asks them, defaults included', () => {
    const rules = nsgs.find((nsg) => nsg.name === 'web-nsg')?.rules ?? [];
    expect(rules.map((rule) => `${rule.direction} ${rule.priority} ${rule.name}`)).toEqual([
      'Inbound 100 SshOffice',
      'Inbound 200 Https',
      'Inbound 65000 AllowVnetInBound',
      'Inbound 65001 AllowAzureLoadBalancerInBound',
      'Inbound 65500 DenyAllInBound',
      'Outbound 110 Out',
      'Outbound 65000 AllowVnetOutBound',
      'Outbound 65001 AllowInternetOutBound',
      'Outbound 65500 DenyAllOutBound',
    ]);
    expect(rules.filter((rule) => rule.concernsSsh).map((rule) => rule.name)).toEqual([
      'SshOffice',
      'AllowVnetInBound',
      'AllowAzureLoadBalancerInBound',
      'DenyAllInBound',
    ]);
    expect(rules[0]).toMatchObject({
      source: '203.0.113.0/24',
      ports: '20-25, 8080',
      protocol: 'TCP',
      access: 'Allow',
    });
  });

  it('asks the internet about every endpoint, from everybody who matters', () => {
    const asked: string[] = [];
    const view = azureView(smallWorld(), {
      ...options,
      recentAddresses: ['203.0.113.7'],
      deliver: (_world, packet) => {
        asked.push(`${packet.source} > ${packet.destination}:${packet.port}`);
        return { kind: packet.source === '203.0.113.7' ? 'delivered' : 'dropped' };
      },
    });
    expect(asked).toContain('198.51.100.10 > 20.51.230.14:50022');
    expect(view.vms[0]?.reach).toEqual([
      { address: '198.51.100.10', who: 'bot', verdict: 'blocked' },
      { address: strangerAddress, who: 'internet', verdict: 'blocked' },
      { address: '203.0.113.7', who: 'recent', verdict: 'reaches' },
    ]);
    expect(view.vms[2]?.reach.map((each) => each.verdict)).toEqual(['no way in', 'no way in', 'no way in']);
  });

  it('asks about the first VMs only where the world is large', () => {
    const world = smallWorld();
    for (let n = 0; n < 2000; n += 1) world.put({ id: vmId(`batch-${n}`), properties: {} });
    const { vms } = azureView(world, { ...options, deliver: () => ({ kind: 'dropped' }) });
    expect(vms.filter((vm) => vm.reach.length > 0)).toHaveLength(49);
    const found = azureView(world, { ...options, search: 'batch-1999', deliver: () => ({ kind: 'dropped' }) });
    expect(found.vms[0]?.reach).toHaveLength(2);
  });

  it('shows the first of many and finds the others', () => {
    const world = smallWorld();
    for (let n = 0; n < 1000; n += 1) world.put({ id: vmId(`batch-${n}`), properties: {} });
    const first = azureView(world, options);
    expect([first.total, first.matching, first.vms.length]).toEqual([1003, 1003, 200]);
    const found = azureView(world, { ...options, search: 'BATCH-999 ops' });
    expect(found.vms.map((vm) => vm.name)).toEqual(['batch-999']);
  });
});

describe('holdsPort', () => {
  it.each([
    { ports: ['22'], holds: true },
    { ports: ['*'], holds: true },
    { ports: ['0-65535'], holds: true },
    { ports: ['22-22'], holds: true },
    { ports: ['0-21', '23-65535'], holds: false },
    { ports: ['222', '2200-2299'], holds: false },
    { ports: [], holds: false },
  ])('$ports: $holds', ({ ports, holds }) => {
    expect(holdsPort(ports, 22)).toBe(holds);
  });
});

describe('addressesIn', () => {
  it.each([
    { text: '/vm connect-check myVM from 203.0.113.7', found: ['203.0.113.7'] },
    { text: '/vm my-ip 2001:db8::1 and 10.0.0.0/8', found: ['2001:db8::1', '10.0.0.0'] },
    { text: 'version 1.2.3 at 10:30, 300.1.1.1', found: [] },
  ])('$text', ({ text, found }) => {
    expect(addressesIn(text)).toEqual(found);
  });
});
