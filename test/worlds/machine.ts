/** A subscription's resources as GET returns them, one ordinary VM at a time; every test bends what it is about. */
export type Json = Record<string, unknown>;

export const subscriptionId = '2d7e3c1a-5b64-4c9f-8f0e-3a9b1c2d4e5f';
export const otherSubscriptionId = '8e4f1d2b-6c75-4da0-9a1f-4bac2d3e5f60';
const group = `/subscriptions/${subscriptionId}/resourceGroups/estate/providers`;

export const ed25519 =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJl3dIeudNqd0DPMRD6OIh65tjkxFNOtwGcWB2gCgPhk azureuser@laptop';

export function idsOf(name: string) {
  const network = `${group}/Microsoft.Network`;
  return {
    vm: `${group}/Microsoft.Compute/virtualMachines/${name}`,
    nic: `${network}/networkInterfaces/${name}-nic`,
    configuration: `${network}/networkInterfaces/${name}-nic/ipConfigurations/ipconfig1`,
    publicIp: `${network}/publicIPAddresses/${name}-ip`,
    nsg: `${network}/networkSecurityGroups/${name}-nsg`,
    vnet: `${network}/virtualNetworks/${name}-vnet`,
    subnet: `${network}/virtualNetworks/${name}-vnet/subnets/default`,
    loadBalancer: `${network}/loadBalancers/${name}-lb`,
    network,
  };
}

export type Ids = ReturnType<typeof idsOf>;

/** What differs from the ordinary: properties replaced by name of the part, whole resources added or (undefined) left out. */
export interface Bend {
  readonly vm?: Json;
  readonly vmTop?: Json;
  readonly nic?: Json | undefined;
  /** Of the one ipConfiguration. */
  readonly configuration?: Json;
  readonly publicIp?: Json;
  readonly publicIpTop?: Json;
  readonly rules?: readonly Json[];
  readonly nsg?: Json;
  readonly vnet?: Json;
  readonly subnet?: Json;
  readonly more?: readonly Json[];
  /** Ids that are not in the export. */
  readonly without?: readonly string[];
}

export function allow(name: string, priority: number, more: Json = {}): Json {
  return {
    name,
    properties: {
      provisioningState: 'Succeeded',
      protocol: 'TCP',
      sourcePortRange: '*',
      destinationPortRange: '22',
      sourceAddressPrefix: '203.0.113.0/24',
      destinationAddressPrefix: '*',
      access: 'Allow',
      priority,
      direction: 'Inbound',
      sourcePortRanges: [],
      destinationPortRanges: [],
      sourceAddressPrefixes: [],
      destinationAddressPrefixes: [],
      ...more,
    },
  };
}

export function deny(name: string, priority: number, more: Json = {}): Json {
  return allow(name, priority, { access: 'Deny', sourceAddressPrefix: '*', ...more });
}

export function resource(id: string, properties: Json, top: Json = {}): Json {
  return { id, location: 'westeurope', ...top, properties: { provisioningState: 'Succeeded', ...properties } };
}

/** An ordinary VM: Standard address, one group that lets the office in, one key. */
export function machine(name: string, at: number, bend: (ids: Ids) => Bend = () => ({})): Json[] {
  const ids = idsOf(name);
  const own = bend(ids);
  const address = `10.${at}.0.4`;
  const all = [
    resource(
      ids.vm,
      {
        vmId: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
        hardwareProfile: { vmSize: 'Standard_D2s_v5' },
        storageProfile: { osDisk: { osType: 'Linux', createOption: 'FromImage' } },
        osProfile: {
          computerName: name,
          adminUsername: 'azureuser',
          linuxConfiguration: {
            disablePasswordAuthentication: true,
            ssh: { publicKeys: [{ path: '/home/azureuser/.ssh/authorized_keys', keyData: ed25519 }] },
          },
        },
        networkProfile: { networkInterfaces: [{ id: ids.nic }] },
        instanceView: instanceView('PowerState/running'),
        ...own.vm,
      },
      own.vmTop,
    ),
    resource(ids.nic, {
      networkSecurityGroup: { id: ids.nsg },
      primary: true,
      ipConfigurations: [
        {
          id: ids.configuration,
          name: 'ipconfig1',
          properties: {
            privateIPAddress: address,
            privateIPAddressVersion: 'IPv4',
            primary: true,
            subnet: { id: ids.subnet },
            publicIPAddress: { id: ids.publicIp },
            ...own.configuration,
          },
        },
      ],
      ...own.nic,
    }),
    resource(
      ids.publicIp,
      {
        ipAddress: `20.90.${at}.1`,
        publicIPAllocationMethod: 'Static',
        publicIPAddressVersion: 'IPv4',
        ...own.publicIp,
      },
      { sku: { name: 'Standard', tier: 'Regional' }, ...own.publicIpTop },
    ),
    resource(ids.nsg, { securityRules: own.rules ?? [allow('office', 300)], ...own.nsg }),
    resource(ids.vnet, {
      addressSpace: { addressPrefixes: [`10.${at}.0.0/16`] },
      subnets: [{ id: ids.subnet, name: 'default', properties: { addressPrefix: `10.${at}.0.0/24`, ...own.subnet } }],
      ...own.vnet,
    }),
  ];
  return [...all.filter(({ id }) => !(own.without ?? []).includes(id as string)), ...(own.more ?? [])];
}

export function instanceView(power: string | undefined, more: Json = {}): Json {
  return {
    vmAgent: {
      vmAgentVersion: '2.12.0.2',
      statuses: [{ code: 'ProvisioningState/succeeded', displayStatus: 'Ready', message: 'Guest Agent is running' }],
    },
    statuses: [{ code: 'ProvisioningState/succeeded' }, ...(power === undefined ? [] : [{ code: power }])],
    ...more,
  };
}

export function worldFile(resources: readonly Json[], faults: readonly Json[] = []): Json {
  return {
    subscriptions: [
      { subscriptionId, displayName: 'Estate' },
      { subscriptionId: otherSubscriptionId, displayName: 'Networks' },
    ],
    resources,
    faults,
  };
}
