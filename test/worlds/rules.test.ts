import { allow, deny, type Json, otherSubscriptionId } from './machine.ts';
import { describeRows } from './rows.ts';

const adminRule = (
  name: string,
  priority: number,
  access: string,
  sources: string[],
  more: Json = {},
  kind = 'Custom',
): Json => ({
  id: `/subscriptions/x/resourceGroups/g/providers/Microsoft.Network/networkManagers/nm/securityAdminConfigurations/c/ruleCollections/rc/rules/${name}`,
  kind,
  properties: {
    priority,
    access,
    protocol: 'Any',
    direction: 'Inbound',
    sources: sources.map((addressPrefix) => ({
      addressPrefix,
      addressPrefixType: /^[A-Z]/i.test(addressPrefix) && !addressPrefix.includes('.') ? 'ServiceTag' : 'IPPrefix',
    })),
    destinations: [],
    sourcePortRanges: ['0-65535'],
    destinationPortRanges: ['22'],
    ...more,
  },
});

const admin =
  (...rules: Json[]) =>
  () => ({ vnet: { effectiveSecurityAdminRules: rules } });

describeRows('rules', {
  ordinary: {
    bend: () => ({}),
    expect: { 'port-open-to-caller': 'pass', 'vm-agent': 'pass', 'ssh-key': 'pass' },
    verdict: 'ready',
    ssh: 'ssh azureuser@20.90.0.1',
  },
  'same-nsg-twice': {
    bend: (ids) => ({ rules: [], subnet: { networkSecurityGroup: { id: ids.nsg } } }),
    expect: { 'port-open-to-caller': 'fail' },
    verdict: 'blocked',
  },
  'asg-destination': {
    bend: (ids) => ({
      configuration: { applicationSecurityGroups: [{ id: `${ids.network}/applicationSecurityGroups/ASG` }] },
      rules: [
        allow('asg', 300, {
          destinationAddressPrefix: '',
          destinationApplicationSecurityGroups: [{ id: `${ids.network}/applicationSecurityGroups/asg` }],
        }),
      ],
    }),
    expect: { 'port-open-to-caller': 'pass' },
    verdict: 'ready',
  },
  'subnet-elsewhere': {
    bend: (ids) => ({
      configuration: {
        subnet: {
          id: ids.subnet
            .replace(/\/subscriptions\/[^/]+/, `/subscriptions/${otherSubscriptionId}`)
            .replace('/estate/', '/networks/'),
        },
      },
    }),
    expect: { 'nsg-exists': 'pass', 'port-open-to-caller': 'unknown', 'admin-rules': 'unknown' },
    verdict: 'unclear',
  },
  'subnet-elsewhere-nic-denies': {
    bend: (ids) => ({
      rules: [],
      configuration: {
        subnet: { id: ids.subnet.replace(/\/subscriptions\/[^/]+/, `/subscriptions/${otherSubscriptionId}`) },
      },
    }),
    expect: { 'port-open-to-caller': 'fail' },
    verdict: 'blocked',
  },
  'admin-deny': {
    bend: admin(adminRule('no', 10, 'Deny', ['*'])),
    expect: { 'admin-rules': 'fail', 'port-open-to-caller': 'pass' },
    verdict: 'blocked',
  },
  'admin-allow-then-deny': {
    bend: admin(adminRule('yes', 5, 'Allow', ['203.0.113.0/24']), adminRule('no', 10, 'Deny', ['*'])),
    expect: { 'admin-rules': 'pass', 'port-open-to-caller': 'pass' },
    verdict: 'ready',
  },
  'admin-always': {
    bend: (ids) => ({
      rules: [],
      vnet: {
        effectiveSecurityAdminRules: [
          adminRule('force', 5, 'AlwaysAllow', ['203.0.113.0/24,198.51.100.0/24'.split(',')[0] ?? '']),
        ],
      },
      ...(ids && {}),
    }),
    expect: { 'admin-rules': 'pass', 'port-open-to-caller': 'pass' },
    verdict: 'ready',
  },
  'admin-default-kind': {
    bend: admin(adminRule('default', 4096, 'Deny', ['Internet'], { flag: 'x', protocol: 'Tcp' }, 'Default')),
    expect: { 'admin-rules': 'fail' },
    verdict: 'blocked',
  },
  'admin-tag': {
    bend: admin(adminRule('cloud', 5, 'Deny', ['AzureCloud'])),
    expect: { 'admin-rules': 'unknown', 'port-open-to-caller': 'pass' },
    verdict: 'ready',
  },
  'tag-before': {
    bend: () => ({ rules: [deny('cloud', 100, { sourceAddressPrefix: 'AzureCloud' }), allow('office', 300)] }),
    expect: { 'port-open-to-caller': 'unknown' },
    verdict: 'unclear',
  },
  'tag-only': {
    bend: () => ({ rules: [allow('storage', 100, { sourceAddressPrefix: 'Storage.WestEurope' })] }),
    expect: { 'port-open-to-caller': 'unknown' },
    verdict: 'unclear',
  },
  'half-cidr': {
    bend: () => ({ rules: [allow('half', 100, { sourceAddressPrefix: '203.0.113.0/25' })] }),
    from: '203.0.113.0/24',
    expect: { 'port-open-to-caller': 'fail' },
    verdict: 'blocked',
  },
  'peered-caller': {
    bend: () => ({
      rules: [],
      vnet: {
        virtualNetworkPeerings: [
          {
            id: 'x',
            name: 'hub',
            properties: {
              peeringState: 'Connected',
              allowVirtualNetworkAccess: true,
              remoteAddressSpace: { addressPrefixes: ['10.200.0.0/16'] },
            },
          },
        ],
      },
    }),
    from: '10.200.1.4',
    expect: { 'port-open-to-caller': 'pass' },
    verdict: 'ready',
    ssh: 'ssh azureuser@10.13.0.4',
  },
  'unknown-private-caller': {
    bend: () => ({ rules: [] }),
    from: '10.201.1.4',
    expect: { 'port-open-to-caller': 'unknown' },
    verdict: 'unclear',
  },
  'ssh-elsewhere': {
    bend: () => ({ rules: [allow('ssh-alt', 300, { destinationPortRange: '2222' })] }),
    expect: { 'port-open-to-caller': 'fail' },
    verdict: 'blocked',
  },
  'range-surely-denied-in-part': {
    bend: () => ({}),
    from: '0.0.0.0/0',
    expect: { 'port-open-to-caller': 'fail' },
    verdict: 'blocked',
  },
  'admin-always-for-half': {
    bend: () => ({
      rules: [],
      vnet: { effectiveSecurityAdminRules: [adminRule('force', 5, 'AlwaysAllow', ['203.0.113.0/25'])] },
    }),
    from: '203.0.113.0/24',
    expect: { 'admin-rules': 'pass', 'port-open-to-caller': 'fail' },
    verdict: 'blocked',
  },
  'no-protocol': {
    bend: () => ({ rules: [allow('office', 300, { protocol: undefined })] }),
    expect: { 'port-open-to-caller': 'unknown' },
    verdict: 'unclear',
  },
});
