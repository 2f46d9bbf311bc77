import { allow, type Bend, deny, type Ids, type Json, resource } from './machine.ts';
import { describeRows } from './rows.ts';

const config = (ids: Ids, name: string, properties: Json): Json => ({
  id: `${ids.nic}/ipConfigurations/${name}`,
  name,
  properties: { primary: false, privateIPAddressVersion: 'IPv4', subnet: { id: ids.subnet }, ...properties },
});

const v6 = (ids: Ids) => `${ids.publicIp}6`;

const dual =
  (rules: Json[]) =>
  (ids: Ids): Bend => ({
    rules,
    nic: {
      ipConfigurations: [
        config(ids, 'ipconfig1', {
          primary: true,
          privateIPAddress: '10.9.0.4',
          publicIPAddress: { id: ids.publicIp },
        }),
        config(ids, 'v6', {
          privateIPAddress: 'fd00:9::4',
          privateIPAddressVersion: 'IPv6',
          publicIPAddress: { id: v6(ids) },
        }),
      ],
    },
    more: [
      resource(
        v6(ids),
        { ipAddress: '2001:db8:9::1', publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv6' },
        { sku: { name: 'Standard' } },
      ),
    ],
  });

describeRows('interfaces and addresses', {
  'second-nic': {
    bend: (ids) => ({
      vm: {
        networkProfile: {
          networkInterfaces: [
            { id: ids.nic, properties: { primary: true } },
            { id: `${ids.nic}2`, properties: { primary: false } },
          ],
        },
      },
      configuration: { publicIPAddress: undefined },
      more: [
        resource(`${ids.nic}2`, {
          networkSecurityGroup: { id: ids.nsg },
          primary: false,
          ipConfigurations: [
            {
              id: `${ids.nic}2/ipConfigurations/c`,
              name: 'c',
              properties: {
                privateIPAddress: '10.1.0.5',
                primary: true,
                subnet: { id: ids.subnet },
                publicIPAddress: { id: ids.publicIp },
              },
            },
          ],
        }),
      ],
    }),
    expect: { 'has-public-ip': 'pass', 'port-open-to-caller': 'pass' },
    verdict: 'ready',
    ssh: 'ssh azureuser@20.90.0.1',
  },
  'two-addresses-second-open': {
    bend: (ids) => ({
      rules: [deny('no-first', 100, { destinationAddressPrefix: '10.2.0.4' }), allow('office', 300)],
      nic: {
        ipConfigurations: [
          config(ids, 'ipconfig1', {
            primary: true,
            privateIPAddress: '10.2.0.4',
            publicIPAddress: { id: ids.publicIp },
          }),
          config(ids, 'two', { privateIPAddress: '10.2.0.5', publicIPAddress: { id: `${ids.publicIp}2` } }),
        ],
      },
      more: [
        resource(
          `${ids.publicIp}2`,
          { ipAddress: '20.90.1.2', publicIPAllocationMethod: 'Static' },
          { sku: { name: 'Standard' } },
        ),
      ],
    }),
    expect: { 'port-open-to-caller': 'pass' },
    verdict: 'ready',
    ssh: 'ssh azureuser@20.90.1.2',
  },
  'v6-caller-v4-vm': {
    bend: () => ({ rules: [allow('any', 300, { sourceAddressPrefix: '*' })] }),
    from: '2001:db8::7',
    expect: { 'has-public-ip': 'fail', 'port-open-to-caller': 'skipped' },
    verdict: 'blocked',
  },
  'dual-v6': {
    bend: dual([allow('v6', 300, { sourceAddressPrefix: '2001:db8::/32' })]),
    from: '2001:db8::7',
    expect: { 'has-public-ip': 'pass', 'port-open-to-caller': 'pass' },
    verdict: 'ready',
    ssh: 'ssh azureuser@2001:db8:9::1',
  },
  'dual-v4-rule-v6-only': {
    bend: dual([allow('v6', 300, { sourceAddressPrefix: '2001:db8::/32' })]),
    expect: { 'has-public-ip': 'pass', 'port-open-to-caller': 'fail' },
    verdict: 'blocked',
  },
  'dual-v6-rule-v4-only': {
    bend: dual([allow('v4', 300, { sourceAddressPrefix: '0.0.0.0/0' })]),
    from: '2001:db8::7',
    expect: { 'port-open-to-caller': 'fail' },
    verdict: 'blocked',
  },
  standardv2: {
    bend: () => ({ publicIpTop: { sku: { name: 'StandardV2' } }, nic: { networkSecurityGroup: undefined } }),
    expect: { 'nsg-exists': 'fail', 'port-open-to-caller': 'fail' },
    verdict: 'blocked',
  },
  'basic-without-nsg': {
    bend: () => ({ publicIpTop: { sku: { name: 'Basic' } }, nic: { networkSecurityGroup: undefined } }),
    expect: { 'nsg-exists': 'warn', 'port-open-to-caller': 'pass' },
    verdict: 'ready',
  },
  'sku-not-told': {
    bend: () => ({ publicIpTop: { sku: undefined }, nic: { networkSecurityGroup: undefined } }),
    expect: { 'nsg-exists': 'warn', 'port-open-to-caller': 'unknown' },
    verdict: 'unclear',
  },
  'sku-not-told-but-guarded': {
    bend: () => ({ publicIpTop: { sku: undefined } }),
    expect: { 'nsg-exists': 'pass', 'port-open-to-caller': 'pass' },
    verdict: 'ready',
  },
  'nic-gone': {
    bend: (ids) => ({ without: [ids.nic] }),
    expect: {
      'has-public-ip': 'unknown',
      'nsg-exists': 'unknown',
      'port-open-to-caller': 'unknown',
      'admin-rules': 'unknown',
    },
    verdict: 'unclear',
  },
  'zero-nics': {
    bend: () => ({ vm: { networkProfile: { networkInterfaces: [] } } }),
    expect: { 'has-public-ip': 'fail', 'nsg-exists': 'skipped', 'port-open-to-caller': 'skipped' },
    verdict: 'blocked',
  },
  'no-network-profile': {
    bend: () => ({ vm: { networkProfile: null } }),
    expect: { 'has-public-ip': 'fail', 'nsg-exists': 'skipped', 'port-open-to-caller': 'skipped' },
    verdict: 'blocked',
  },
  'interface-configurations': {
    bend: () => ({
      vm: {
        networkProfile: {
          networkApiVersion: '2020-11-01',
          networkInterfaceConfigurations: [{ name: 'nic', properties: { primary: true, ipConfigurations: [] } }],
        },
      },
    }),
    expect: { 'has-public-ip': 'fail', 'nsg-exists': 'skipped', 'port-open-to-caller': 'skipped' },
    verdict: 'blocked',
  },
  'nulls-everywhere': {
    bend: (ids) => ({
      vmTop: { tags: null },
      nic: {
        networkSecurityGroup: null,
        ipConfigurations: [
          {
            id: ids.configuration,
            name: 'ipconfig1',
            properties: {
              privateIPAddress: '10.59.0.4',
              primary: true,
              subnet: { id: ids.subnet },
              publicIPAddress: null,
              loadBalancerBackendAddressPools: null,
              loadBalancerInboundNatRules: null,
              applicationSecurityGroups: null,
            },
          },
        ],
      },
      subnet: { networkSecurityGroup: null },
      vnet: { virtualNetworkPeerings: null },
    }),
    expect: { 'has-public-ip': 'fail', 'nsg-exists': 'warn' },
    verdict: 'blocked',
  },
  'static-unassigned': {
    bend: () => ({ publicIp: { ipAddress: undefined } }),
    expect: { 'has-public-ip': 'fail' },
    verdict: 'blocked',
  },
  'private-caller-ip-unreadable': {
    bend: (ids) => ({ rules: [allow('inside', 300, { sourceAddressPrefix: '10.0.0.0/8' })], without: [ids.publicIp] }),
    from: '10.57.0.9',
    expect: { 'has-public-ip': 'warn', 'port-open-to-caller': 'pass' },
    verdict: 'ready',
  },
  'private-v6-caller': {
    bend: () => ({ rules: [allow('any', 300, { sourceAddressPrefix: '*' })] }),
    from: 'fd00::9',
    expect: { 'has-public-ip': 'fail', 'port-open-to-caller': 'skipped' },
    verdict: 'blocked',
  },
  'private-caller-second-nic-open': {
    bend: (ids) => ({
      rules: [deny('nobody', 100)],
      vm: {
        networkProfile: {
          networkInterfaces: [
            { id: ids.nic, properties: { primary: true } },
            { id: `${ids.nic}2`, properties: { primary: false } },
          ],
        },
      },
      more: [
        resource(`${ids.nic}2`, {
          primary: false,
          networkSecurityGroup: { id: `${ids.nsg}2` },
          ipConfigurations: [config(ids, 'c', { primary: true, privateIPAddress: '10.77.0.5' })],
        }),
        resource(`${ids.nsg}2`, { securityRules: [allow('inside', 100, { sourceAddressPrefix: '10.0.0.0/8' })] }),
      ],
    }),
    from: '10.200.0.9',
    expect: { 'port-open-to-caller': 'pass' },
    verdict: 'ready',
    ssh: 'ssh azureuser@10.77.0.5',
  },
});
