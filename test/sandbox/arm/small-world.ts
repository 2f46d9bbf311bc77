import { worldSchema } from '../../../sandbox/world/schema.ts';
import { World } from '../../../sandbox/world/world.ts';

export const subscriptionId = '11111111-1111-4111-8111-111111111111';
export const otherSubscriptionId = '22222222-2222-4222-8222-222222222222';
export const group = `/subscriptions/${subscriptionId}/resourceGroups/myResourceGroup`;
export const vmId = `${group}/providers/Microsoft.Compute/virtualMachines/myVM`;
export const nsgId = `${group}/providers/Microsoft.Network/networkSecurityGroups/myNSG`;
export const nicId = `${group}/providers/Microsoft.Network/networkInterfaces/myNic`;
export const publicIpId = `${group}/providers/Microsoft.Network/publicIPAddresses/myIP`;
const vnetId = `${group}/providers/Microsoft.Network/virtualNetworks/myVnet`;
export const subnetId = `${vnetId}/subnets/default`;

const running = {
  computerName: 'myVM',
  statuses: [
    { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded' },
    { code: 'PowerState/running', level: 'Info', displayStatus: 'VM running' },
  ],
  vmAgent: {
    vmAgentVersion: '2.12.0.4',
    statuses: [{ code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Ready' }],
  },
};

export const notReady = {
  ...running,
  vmAgent: { statuses: [{ code: 'ProvisioningState/Unavailable', level: 'Warning', displayStatus: 'Not Ready' }] },
};

export const deallocated = {
  statuses: [{ code: 'PowerState/deallocated', level: 'Info', displayStatus: 'VM deallocated' }],
};

export function vm(id: string, instanceView: object = running) {
  return {
    id,
    location: 'eastus',
    properties: {
      vmId: 'aaaaaaaa-0000-4000-8000-000000000001',
      provisioningState: 'Succeeded',
      hardwareProfile: { vmSize: 'Standard_B2s' },
      osProfile: { computerName: 'myVM', adminUsername: 'azureuser', adminPassword: 'secret', customData: 'c2VjcmV0' },
      storageProfile: { osDisk: { osType: 'Linux' } },
      networkProfile: { networkInterfaces: [{ id: nicId, properties: { primary: true } }] },
      instanceView,
    },
  };
}

const network = [
  {
    id: nicId,
    location: 'eastus',
    properties: {
      networkSecurityGroup: { id: nsgId },
      ipConfigurations: [
        {
          id: `${nicId}/ipConfigurations/ipconfig1`,
          name: 'ipconfig1',
          properties: {
            primary: true,
            privateIPAddress: '10.0.0.4',
            publicIPAddress: { id: publicIpId },
            subnet: { id: `${vnetId}/subnets/default` },
          },
        },
      ],
    },
  },
  {
    id: publicIpId,
    location: 'eastus',
    sku: { name: 'Basic' },
    properties: { publicIPAllocationMethod: 'Dynamic', publicIPAddressVersion: 'IPv4', ipAddress: '20.51.230.13' },
  },
  {
    id: vnetId,
    location: 'eastus',
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [{ id: `${vnetId}/subnets/default`, name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }],
    },
  },
  { id: nsgId, location: 'eastus', properties: { securityRules: [] } },
];

interface Parts {
  /** In addition to the network; left out: the running myVM. */
  readonly resources?: readonly object[];
  readonly faults?: readonly object[];
}

/** myVM in myResourceGroup, with all that it hangs on, and a second subscription with nothing in it. */
export function smallWorld({ resources = [vm(vmId)], faults = [] }: Parts = {}): World {
  return new World(
    worldSchema.parse({
      subscriptions: [
        { subscriptionId, displayName: 'Contoso' },
        { subscriptionId: otherSubscriptionId, displayName: 'Contoso Labs' },
      ],
      resources: [...network, ...resources],
      faults,
    }),
  );
}
