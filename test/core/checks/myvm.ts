import type { CheckInput } from '../../../src/core/checks/check.ts';
import type {
  Forward,
  IpConfiguration,
  Nic,
  Nsg,
  PublicIp,
  SecurityRule,
  Unreadable,
  Vm,
  VmFacts,
  VmStatus,
} from '../../../src/core/facts.ts';

/** The article's VM, healthy and open to 203.0.113.0/24; every test bends what it is about. */
const sub = '/subscriptions/11111111-2222-3333-4444-555555555555';
const network = `${sub}/resourceGroups/myResourceGroup/providers/Microsoft.Network`;
export const vnetId = `${network}/virtualNetworks/myVNet`;
export const ed25519Key =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJl3dIeudNqd0DPMRD6OIh65tjkxFNOtwGcWB2gCgPhk azureuser@laptop';

export const vm: Vm = {
  id: `${sub}/resourceGroups/myResourceGroup/providers/Microsoft.Compute/virtualMachines/myVM`,
  vmId: 'aaaaaaaa-0000-4000-8000-000000000001',
  name: 'myVM',
  resourceGroup: 'myResourceGroup',
  subscriptionId: '11111111-2222-3333-4444-555555555555',
  location: 'westeurope',
  os: 'Linux',
  provisioningState: 'Succeeded',
  adminUsername: 'azureuser',
  sshPublicKeys: [ed25519Key],
  passwordLogin: 'off',
  tags: {},
};

export const status: VmStatus = {
  kind: 'status',
  power: 'running',
  provisioning: 'succeeded',
  agent: { state: 'ready' },
};

export function rule(over: Partial<SecurityRule> = {}): SecurityRule {
  return {
    name: 'SSH',
    priority: 1000,
    direction: 'Inbound',
    access: 'Allow',
    protocol: 'TCP',
    sources: ['203.0.113.0/24'],
    sourceAsgIds: [],
    sourcePorts: ['*'],
    destinations: ['*'],
    destinationAsgIds: [],
    destinationPorts: ['22'],
    isDefault: false,
    ...over,
  };
}

const always = { protocol: '*', destinationPorts: ['*'], isDefault: true } as const;
const denyAll = rule({ ...always, name: 'DenyAllInBound', priority: 65500, access: 'Deny', sources: ['*'] });
const fromNetwork = rule({
  ...always,
  name: 'AllowVnetInBound',
  priority: 65000,
  sources: ['VirtualNetwork'],
  destinations: ['VirtualNetwork'],
});

export function nsg(rules: readonly SecurityRule[], name = 'myNSG'): Nsg {
  return {
    kind: 'nsg',
    id: `${network}/networkSecurityGroups/${name}`,
    name,
    resourceGroup: 'myResourceGroup',
    rules: [...rules, fromNetwork, denyAll],
  };
}

export const publicIp: PublicIp = {
  kind: 'public-ip',
  id: `${network}/publicIPAddresses/myIP`,
  name: 'myIP',
  address: '20.51.230.13',
  sku: 'Standard',
  allocation: 'Static',
};

export function unreadable(what: string, over: Partial<Unreadable> = {}): Unreadable {
  return {
    kind: 'unreadable',
    what,
    reason: 'forbidden',
    because: `The bot may not read the ${what}.`,
    permission: 'Microsoft.Network/x/read',
    ...over,
  };
}

export function configuration(over: Partial<IpConfiguration> = {}): IpConfiguration {
  return {
    id: `${network}/networkInterfaces/myNIC/ipConfigurations/ipconfig1`,
    name: 'ipconfig1',
    primary: true,
    version: 'IPv4',
    privateAddress: '10.0.0.4',
    publicIp,
    subnet: {
      kind: 'subnet',
      id: `${vnetId}/subnets/default`,
      name: 'default',
      vnetId,
      nsg: undefined,
      vnetPrefixes: ['10.0.0.0/16'],
    },
    asgIds: [],
    ...over,
  };
}

export function nic(over: Partial<Nic> = {}): Nic {
  return {
    kind: 'nic',
    id: `${network}/networkInterfaces/myNIC`,
    name: 'myNIC',
    primary: true,
    nsg: nsg([rule()]),
    ipConfigurations: [configuration()],
    ...over,
  };
}

export function subnetWith(guard: Nsg | Unreadable | undefined) {
  return {
    kind: 'subnet' as const,
    id: `${vnetId}/subnets/default`,
    name: 'default',
    vnetId,
    nsg: guard,
    vnetPrefixes: ['10.0.0.0/16'],
  };
}

export const natRule: Forward = {
  kind: 'nat-rule',
  loadBalancer: 'myLB',
  sku: 'Standard',
  rule: 'ssh-1',
  frontendAddress: '20.51.230.99',
  frontendPort: 50001,
  backendPort: 22,
  ipConfigurationId: configuration().id.toUpperCase(),
};

export const facts: VmFacts = {
  vm,
  status,
  nics: [nic()],
  forwards: [],
  adminRules: [{ kind: 'admin-rules', vnetId, rules: [] }],
};

export function input(over: Partial<VmFacts> = {}, more: Partial<Omit<CheckInput, 'facts'>> = {}): CheckInput {
  return {
    facts: { ...facts, ...over },
    from: '203.0.113.7',
    port: 22,
    botAddress: '198.51.100.10',
    probe: { kind: 'answered', banner: 'SSH-2.0-OpenSSH_9.6p1' },
    ...more,
  };
}
