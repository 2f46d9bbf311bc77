import { derivedUserKey } from '../../../sandbox/keys/derive-key.ts';
import { parseWorld } from '../../../sandbox/world/load.ts';
import type { World } from '../../../sandbox/world/world.ts';

const subscriptionId = '11111111-1111-4111-8111-111111111111';
const providers = `/subscriptions/${subscriptionId}/resourceGroups/myResourceGroup/providers`;
export const vmId = `${providers}/Microsoft.Compute/virtualMachines/myVM`;
export const networkId = (type: string, name: string) => `${providers}/Microsoft.Network/${type}/${name}`;
export const publicAddress = '20.51.230.13';
export const privateAddress = '10.0.0.4';

export interface Situation {
  /** Properties of the NIC's NSG rules, over an allow of TCP 22 from anywhere; undefined for no NSG. */
  readonly nic?: readonly object[] | undefined;
  readonly subnet?: readonly object[] | undefined;
  readonly sku?: string;
  readonly power?: string;
  readonly guest?: unknown;
  readonly addressSpace?: readonly string[];
  readonly peerings?: readonly object[];
  readonly adminRules?: readonly object[];
  readonly asgs?: readonly string[];
  readonly address?: string;
  readonly privateAddress?: string;
  /** In front of the machine instead of an address of its own. */
  readonly balancer?: object;
  readonly vm?: object;
}

/** A world of one machine, myVM at 20.51.230.13, with whatever is in front of it. */
export function oneMachine(situation: Situation = {}): World {
  const { nic, subnet, balancer } = { nic: [{}], subnet: undefined, balancer: undefined, ...situation };
  const id = (reference: string) => ({ id: reference });
  const group = (name: string, rules: readonly object[]) => ({
    id: networkId('networkSecurityGroups', name),
    properties: {
      securityRules: rules.map((rule, index) => ({ name: `rule${index}`, properties: { ...ssh(index), ...rule } })),
    },
  });
  const resources = [
    {
      id: vmId,
      properties: {
        vmId: 'first',
        storageProfile: { osDisk: { osType: 'Linux' } },
        osProfile: {
          computerName: 'myVM',
          adminUsername: 'azureuser',
          linuxConfiguration: { ssh: { publicKeys: [{ keyData: derivedUserKey('azureuser').publicKeyLine }] } },
        },
        networkProfile: { networkInterfaces: [id(networkId('networkInterfaces', 'MYNIC'))] },
        instanceView: { statuses: [{ code: `PowerState/${situation.power ?? 'running'}` }] },
        ...situation.vm,
      },
    },
    {
      id: networkId('networkInterfaces', 'myNic'),
      properties: {
        ...(nic === undefined ? {} : { networkSecurityGroup: id(networkId('NetworkSecurityGroups', 'nicNsg')) }),
        ipConfigurations: [
          {
            name: 'ipconfig1',
            properties: {
              privateIPAddress: situation.privateAddress ?? privateAddress,
              subnet: id(networkId('virtualNetworks', 'myVnet/subnets/DEFAULT')),
              applicationSecurityGroups: situation.asgs?.map(id),
              ...(balancer === undefined ? { publicIPAddress: id(networkId('publicIpAddresses', 'myIP')) } : {}),
            },
          },
        ],
      },
    },
    {
      id: networkId('publicIPAddresses', 'myIp'),
      sku: { name: situation.sku ?? 'Standard' },
      properties: { ipAddress: situation.address ?? publicAddress },
    },
    {
      id: networkId('virtualNetworks', 'myVnet'),
      properties: {
        addressSpace: { addressPrefixes: situation.addressSpace ?? ['10.0.0.0/16'] },
        virtualNetworkPeerings: situation.peerings,
        effectiveSecurityAdminRules: situation.adminRules,
        subnets: [
          {
            name: 'default',
            properties:
              subnet === undefined ? {} : { networkSecurityGroup: id(networkId('networkSecurityGroups', 'subnetNsg')) },
          },
        ],
      },
    },
    ...(nic === undefined ? [] : [group('nicNsg', nic)]),
    ...(subnet === undefined ? [] : [group('subnetNsg', subnet)]),
    ...(balancer === undefined
      ? []
      : [{ id: networkId('loadBalancers', 'lb'), sku: { name: situation.sku ?? 'Standard' }, properties: balancer }]),
  ];
  const guests = situation.guest === undefined ? {} : { [vmId.toUpperCase()]: situation.guest };
  return parseWorld(JSON.stringify({ subscriptions: [{ subscriptionId }], resources, guests }), 'one machine');
}

function ssh(index: number): object {
  const any = { sourcePortRange: '*', sourceAddressPrefix: '*', destinationAddressPrefix: '*' };
  return {
    priority: 100 + index,
    direction: 'Inbound',
    access: 'Allow',
    protocol: 'Tcp',
    destinationPortRange: '22',
    ...any,
  };
}
