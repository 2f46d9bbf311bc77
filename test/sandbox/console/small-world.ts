import { parseWorld } from '../../../sandbox/world/load.ts';
import type { World } from '../../../sandbox/world/world.ts';

const subscription = '/subscriptions/11111111-0000-4000-8000-000000000001';
const group = `${subscription}/resourceGroups/ops`;
const network = (kind: string, name: string) => `${group}/providers/Microsoft.Network/${kind}/${name}`;
export const vmId = (name: string) => `${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
const webNsg = network('networkSecurityGroups', 'web-nsg');

function rule(
  name: string,
  priority: number,
  access: string,
  ports: object,
  source = '203.0.113.0/24',
  direction = 'Inbound',
) {
  const properties = {
    priority,
    access,
    direction,
    protocol: 'TCP',
    sourceAddressPrefix: source,
    destinationAddressPrefix: '*',
    ...ports,
  };
  return { name, properties };
}

function vm(name: string, power: string, osType = 'Linux') {
  const nic = network('networkInterfaces', `${name}-nic`);
  return {
    id: vmId(name),
    location: 'westeurope',
    properties: {
      hardwareProfile: { vmSize: 'Standard_B2s' },
      storageProfile: { osDisk: { osType } },
      // Azure writes the group in another case here than in the network's own ids.
      networkProfile: { networkInterfaces: [{ id: nic.replace('/ops/', '/OPS/') }] },
      instanceView: { statuses: [{ code: 'ProvisioningState/succeeded' }, { code: `PowerState/${power}` }] },
    },
  };
}

function nic(name: string, privateAddress: string, more: object, nsg?: string) {
  const subnet = { id: `${network('virtualNetworks', 'net')}/subnets/Front` };
  const properties = { privateIPAddress: privateAddress, subnet, ...more };
  return {
    id: network('networkInterfaces', `${name}-nic`),
    properties: {
      ...(nsg !== undefined && { networkSecurityGroup: { id: nsg } }),
      ipConfigurations: [
        { name: 'one', id: `${network('networkInterfaces', `${name}-nic`)}/ipConfigurations/one`, properties },
      ],
    },
  };
}

function publicIp(name: string, ipAddress: string) {
  return { id: network('publicIPAddresses', name), sku: { name: 'Standard' }, properties: { ipAddress } };
}

/** Three VMs: one with its own address, one behind a load balancer's port 50022, one without a way in. */
export function smallWorld(): World {
  const balancer = network('loadBalancers', 'lb');
  const frontend = `${balancer}/frontendIPConfigurations/front`;
  return parseWorld(
    JSON.stringify({
      subscriptions: [{ subscriptionId: '11111111-0000-4000-8000-000000000001', displayName: 'Contoso Ops' }],
      bot: { address: '198.51.100.10' },
      resources: [
        vm('web', 'running'),
        nic('web', '10.0.0.4', { publicIPAddress: { id: network('publicIPAddresses', 'web-ip') } }, webNsg),
        publicIp('web-ip', '20.51.230.13'),
        vm('behind', 'deallocated'),
        nic('behind', '10.0.0.5', { loadBalancerInboundNatRules: [{ id: `${balancer}/inboundNatRules/ssh` }] }),
        publicIp('lb-ip', '20.51.230.14'),
        {
          id: balancer,
          properties: {
            frontendIPConfigurations: [
              { id: frontend, properties: { publicIPAddress: { id: network('publicIPAddresses', 'lb-ip') } } },
            ],
            inboundNatRules: [
              {
                id: `${balancer}/inboundNatRules/ssh`,
                properties: {
                  protocol: 'Tcp',
                  frontendPort: 50022,
                  backendPort: 22,
                  frontendIPConfiguration: { id: frontend },
                },
              },
              {
                id: `${balancer}/inboundNatRules/rdp`,
                properties: {
                  protocol: 'Tcp',
                  frontendPort: 50033,
                  backendPort: 3389,
                  frontendIPConfiguration: { id: frontend },
                },
              },
            ],
          },
        },
        vm('lonely', 'stopped', 'Windows'),
        nic('lonely', '10.0.0.6', {}),
        {
          id: network('virtualNetworks', 'net'),
          properties: {
            subnets: [
              {
                name: 'front',
                properties: { networkSecurityGroup: { id: network('networkSecurityGroups', 'front-nsg') } },
              },
            ],
          },
        },
        { id: network('networkSecurityGroups', 'front-nsg'), properties: { securityRules: [] } },
        {
          id: webNsg,
          properties: {
            securityRules: [
              rule('Https', 200, 'Allow', { destinationPortRange: '443' }, 'Internet'),
              rule('Out', 110, 'Deny', { destinationPortRange: '22' }, '*', 'Outbound'),
              rule('SshOffice', 100, 'Allow', { destinationPortRanges: ['20-25', '8080'] }),
            ],
          },
        },
      ],
    }),
    'small world',
  );
}
