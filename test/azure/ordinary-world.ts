const subscriptionId = '11111111-2222-4333-8444-555555555555';
const group = `/subscriptions/${subscriptionId}/resourceGroups/Apps`;
const network = `${group}/providers/Microsoft.Network`;

/** Ids of a VM with everything that an ordinary one has: a public IP, and both network security groups. */
export const ids = {
  subscription: subscriptionId,
  group,
  vm: `${group}/providers/Microsoft.Compute/virtualMachines/web`,
  nic: `${network}/networkInterfaces/web-nic`,
  publicIp: `${network}/publicIPAddresses/web-ip`,
  nicNsg: `${network}/networkSecurityGroups/nic-nsg`,
  subnetNsg: `${network}/networkSecurityGroups/subnet-nsg`,
  vnet: `${network}/virtualNetworks/net`,
  subnet: `${network}/virtualNetworks/net/subnets/front`,
  ipConfiguration: `${network}/networkInterfaces/web-nic/ipConfigurations/ipconfig1`,
  loadBalancer: `${network}/loadBalancers/lb`,
};

type Json = Record<string, unknown>;

export function rule(name: string, priority: number, more: Json = {}): Json {
  return {
    name,
    properties: {
      priority,
      direction: 'Inbound',
      access: 'Allow',
      protocol: 'Tcp',
      sourceAddressPrefix: '203.0.113.0/24',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '22',
      ...more,
    },
  };
}

/** @param properties replaces parts of the resources' properties, by name */
export function ordinaryWorld(properties: Record<string, Json> = {}, more: Json[] = [], faults: Json[] = []): Json {
  const resource = (id: string, own: Json, top: Json = {}) => {
    const name = id.split('/').at(-1) ?? '';
    return {
      id,
      location: 'westeurope',
      ...top,
      properties: { provisioningState: 'Succeeded', ...own, ...properties[name] },
    };
  };
  return {
    subscriptions: [{ subscriptionId, displayName: 'Production' }],
    faults,
    resources: [
      resource(ids.vm, {
        vmId: '99999999-1111-4222-8333-444444444444',
        storageProfile: { osDisk: { osType: 'Linux' } },
        osProfile: {
          adminUsername: 'azureuser',
          linuxConfiguration: {
            disablePasswordAuthentication: true,
            ssh: { publicKeys: [{ path: '/home/azureuser/.ssh/authorized_keys', keyData: 'ssh-ed25519 AAAA a\n' }] },
          },
        },
        networkProfile: {
          networkInterfaces: [{ id: ids.nic.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions') }],
        },
        instanceView: {
          vmAgent: { statuses: [{ code: 'ProvisioningState/succeeded', displayStatus: 'Ready', message: 'fine' }] },
          statuses: [{ code: 'ProvisioningState/succeeded' }, { code: 'PowerState/running' }],
        },
      }),
      resource(ids.nic, {
        networkSecurityGroup: { id: ids.nicNsg },
        ipConfigurations: [
          {
            id: ids.ipConfiguration,
            name: 'ipconfig1',
            properties: {
              privateIPAddress: '10.1.0.4',
              privateIPAllocationMethod: 'Dynamic',
              primary: true,
              subnet: { id: ids.subnet },
              publicIPAddress: { id: ids.publicIp },
            },
          },
        ],
      }),
      resource(
        ids.publicIp,
        { ipAddress: '20.1.2.3', publicIPAllocationMethod: 'Static' },
        { sku: { name: 'Standard' } },
      ),
      resource(ids.nicNsg, { securityRules: [rule('ssh', 300)] }),
      resource(ids.subnetNsg, { securityRules: [rule('ssh', 100, { sourceAddressPrefix: 'Internet' })] }),
      resource(ids.vnet, {
        addressSpace: { addressPrefixes: ['10.1.0.0/16'] },
        subnets: [
          {
            id: ids.subnet,
            name: 'front',
            properties: { addressPrefix: '10.1.0.0/24', networkSecurityGroup: { id: ids.subnetNsg } },
          },
        ],
      }),
      ...more,
    ],
  };
}
