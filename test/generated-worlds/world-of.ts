import { worldSchema } from '../../sandbox/world/schema.ts';
import { World } from '../../sandbox/world/world.ts';
import type { AdminFields, Case, RuleFields, Texts } from './arbitrary-case.ts';

const group = '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/generated/providers';

export const vmIdOf = (at: number) => `${group}/Microsoft.Compute/virtualMachines/vm-${at}`;
export const publicAddressOf = (at: number) => `20.60.${at >> 8}.${at & 255}`;

/** One world with a VM for each case; the cases share nothing but the subscription. */
export function worldOf(cases: readonly Case[]): World {
  return new World(
    worldSchema.parse({
      subscriptions: [{ subscriptionId: '00000000-0000-4000-8000-000000000001', displayName: 'Generated' }],
      resources: cases.flatMap(resourcesOf),
    }),
  );
}

function resourcesOf(one: Case, at: number) {
  const network = (type: string, name: string) => `${group}/Microsoft.Network/${type}/${name}-${at}`;
  const asg = network('applicationSecurityGroups', 'asg');
  const publicIp = network('publicIPAddresses', 'ip');
  const vnet = network('virtualNetworks', 'vnet');
  const nic = network('networkInterfaces', 'nic');
  const nsg = (name: string, rules: readonly RuleFields[] | undefined) => {
    if (rules === undefined) return { resources: [], reference: {} };
    const id = network('networkSecurityGroups', name);
    const securityRules = rules.map((rule, index) => securityRule(`${id}/securityRules/r${index}`, rule, at, asg));
    return {
      resources: [{ id, location: 'eastus', properties: { securityRules } }],
      reference: { networkSecurityGroup: { id } },
    };
  };
  const subnetNsg = nsg('subnet-nsg', one.subnetRules);
  const nicNsg = nsg('nic-nsg', one.nicRules);
  const subnet = {
    id: `${vnet}/subnets/default`,
    name: 'default',
    properties: { addressPrefix: '10.7.0.0/24', ...subnetNsg.reference },
  };
  return [
    ...subnetNsg.resources,
    ...nicNsg.resources,
    { id: asg, location: 'eastus', properties: {} },
    {
      id: publicIp,
      location: 'eastus',
      sku: { name: one.sku },
      properties: {
        ipAddress: publicAddressOf(at),
        publicIPAllocationMethod: 'Static',
        publicIPAddressVersion: 'IPv4',
      },
    },
    {
      id: vnet,
      location: 'eastus',
      properties: {
        addressSpace: { addressPrefixes: ['10.7.0.0/16'] },
        subnets: [subnet],
        effectiveSecurityAdminRules: one.adminRules.map((rule, index) => adminRule(rule, index)),
      },
    },
    {
      id: nic,
      location: 'eastus',
      properties: {
        primary: true,
        virtualMachine: { id: vmIdOf(at) },
        ...nicNsg.reference,
        ipConfigurations: [
          {
            id: `${nic}/ipConfigurations/ipconfig1`,
            name: 'ipconfig1',
            properties: {
              primary: true,
              privateIPAddress: '10.7.0.4',
              privateIPAddressVersion: 'IPv4',
              publicIPAddress: { id: publicIp },
              subnet: { id: subnet.id },
              ...(one.inGroup ? { applicationSecurityGroups: [{ id: asg }] } : {}),
            },
          },
        ],
      },
    },
    {
      id: vmIdOf(at),
      location: 'eastus',
      properties: {
        vmId: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
        provisioningState: 'Succeeded',
        storageProfile: { osDisk: { osType: 'Linux' } },
        osProfile: { computerName: `vm-${at}`, adminUsername: 'azureuser', linuxConfiguration: {} },
        networkProfile: { networkInterfaces: [{ id: nic }] },
        instanceView: { statuses: [{ code: 'ProvisioningState/succeeded' }, { code: 'PowerState/running' }] },
      },
    },
  ];
}

function securityRule(id: string, rule: RuleFields, at: number, asg: string) {
  const { priority, direction, access, protocol } = rule;
  const withPublic = (text: string) => (text === 'PUBLIC' ? publicAddressOf(at) : text);
  const destination =
    rule.destinations === 'group'
      ? { destinationAddressPrefix: '', destinationApplicationSecurityGroups: [{ id: asg.toUpperCase() }] }
      : field('destinationAddressPrefix', 'destinationAddressPrefixes', rule.destinations, withPublic);
  return {
    id,
    name: id.slice(id.lastIndexOf('/') + 1),
    properties: {
      priority,
      direction,
      access,
      protocol,
      sourcePortRange: '*',
      ...field('sourceAddressPrefix', 'sourceAddressPrefixes', rule.sources),
      ...destination,
      ...field('destinationPortRange', 'destinationPortRanges', rule.ports),
    },
  };
}

function field(singular: string, plural: string, texts: Texts, change = (text: string) => text) {
  return 'one' in texts ? { [singular]: change(texts.one), [plural]: [] } : { [plural]: texts.many.map(change) };
}

function adminRule({ priority, access, protocol, sources, ports }: AdminFields, index: number) {
  return {
    id: `${group}/Microsoft.Network/networkManagers/nm/securityAdminConfigurations/c/ruleCollections/rc/rules/admin-${index}`,
    kind: 'Custom',
    properties: {
      priority,
      access,
      protocol,
      direction: 'Inbound',
      sources: sources.map((addressPrefix) => ({ addressPrefix, addressPrefixType: 'IPPrefix' })),
      destinations: [{ addressPrefix: '*', addressPrefixType: 'IPPrefix' }],
      sourcePortRanges: ['0-65535'],
      destinationPortRanges: ports,
    },
  };
}
