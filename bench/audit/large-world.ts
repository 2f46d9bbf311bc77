const subscriptionCount = 50;
const machinesEach = 200;
const subnetsEach = 4;
/** One machine in so many has a public address, a group of its own, and an open one. */
const [publicEvery, ownGroupEvery, openEvery] = [5, 10, 1000];

/** The world file of 10,000 machines in 50 subscriptions; always the same. Ten machines have an open group and an address. */
export function largeWorld(): { readonly subscriptions: readonly object[]; readonly resources: readonly object[] } {
  const subscriptions = Array.from({ length: subscriptionCount }, (_, at) => ({
    subscriptionId: `20000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    displayName: `Landing zone ${at}`,
  }));
  return {
    subscriptions,
    resources: subscriptions.flatMap(({ subscriptionId }, at) => subscription(subscriptionId, at)),
  };
}

function subscription(id: string, at: number): object[] {
  const network = `/subscriptions/${id}/resourceGroups/workload/providers/Microsoft.Network`;
  const vnet = `${network}/virtualNetworks/vnet`;
  const numbers = Array.from({ length: subnetsEach }, (_, index) => index);
  const groups = numbers.map((index) => group(`${network}/networkSecurityGroups/subnet-${index}`, 'VirtualNetwork'));
  const subnets = numbers.map((index) => ({
    id: `${vnet}/subnets/subnet-${index}`,
    name: `subnet-${index}`,
    properties: {
      addressPrefix: `10.${at}.${index}.0/24`,
      // Of the last, the groups of the machines alone decide.
      ...(index < subnetsEach - 1 && { networkSecurityGroup: { id: groups[index]?.id } }),
    },
  }));
  const machines = Array.from({ length: machinesEach }, (_, index) =>
    machine(id, { number: at * machinesEach + index, index, at, subnets: subnets.map((each) => each.id) }),
  );
  const properties = { addressSpace: { addressPrefixes: [`10.${at}.0.0/16`] }, subnets };
  return [{ id: vnet, location: 'westeurope', properties }, ...groups, ...machines.flat()];
}

interface Place {
  /** Over all subscriptions. */
  readonly number: number;
  readonly index: number;
  readonly at: number;
  readonly subnets: readonly string[];
}

function machine(subscriptionId: string, { number, index, at, subnets }: Place): object[] {
  const base = `/subscriptions/${subscriptionId}/resourceGroups/workload/providers`;
  const name = `vm-${number}`;
  const [vm, nic] = [
    `${base}/Microsoft.Compute/virtualMachines/${name}`,
    `${base}/Microsoft.Network/networkInterfaces/${name}-nic`,
  ];
  const address = `${base}/Microsoft.Network/publicIPAddresses/${name}-ip`;
  const groupId = `${base}/Microsoft.Network/networkSecurityGroups/${name}-nsg`;
  const hasAddress = number % publicEvery === 0;
  const hasGroup = number % ownGroupEvery === 0;
  // Machines with a group of their own are all in the last subnet, which has none.
  const subnet = hasGroup ? subnetsEach - 1 : index % (subnetsEach - 1);
  const configuration = {
    privateIPAddress: `10.${at}.${subnet}.${index + 4}`,
    primary: true,
    subnet: { id: subnets[subnet] },
    ...(hasAddress && { publicIPAddress: { id: address } }),
  };
  return [
    { id: vm, location: 'westeurope', properties: machineProperties(name, nic) },
    {
      id: nic,
      location: 'westeurope',
      properties: {
        virtualMachine: { id: vm },
        ...(hasGroup && { networkSecurityGroup: { id: groupId } }),
        ipConfigurations: [{ id: `${nic}/ipConfigurations/ipconfig1`, name: 'ipconfig1', properties: configuration }],
      },
    },
    ...(hasGroup ? [group(groupId, number % openEvery === 0 ? 'Internet' : '198.51.100.0/24')] : []),
    ...(hasAddress ? [publicAddress(address, number)] : []),
  ];
}

function machineProperties(name: string, nic: string): object {
  return {
    provisioningState: 'Succeeded',
    hardwareProfile: { vmSize: 'Standard_B2s' },
    storageProfile: { osDisk: { osType: 'Linux' } },
    osProfile: { computerName: name, adminUsername: 'azureuser' },
    networkProfile: { networkInterfaces: [{ id: nic, properties: { primary: true } }] },
    instanceView: { statuses: [{ code: 'PowerState/running', displayStatus: 'VM running' }] },
  };
}

function publicAddress(id: string, number: number): object {
  const ipAddress = `20.${64 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
  const properties = { publicIPAddressVersion: 'IPv4', publicIPAllocationMethod: 'Static', ipAddress };
  return { id, location: 'westeurope', sku: { name: 'Standard' }, properties };
}

function group(id: string, source: string) {
  const properties = {
    access: 'Allow',
    direction: 'Inbound',
    protocol: 'Tcp',
    priority: 200,
    sourceAddressPrefix: source,
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '22',
  };
  return { id, location: 'westeurope', properties: { securityRules: [{ name: 'ssh', properties }] } };
}
