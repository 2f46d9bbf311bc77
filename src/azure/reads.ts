import { permissionOf } from './permission-of.ts';
import { nameOf, parentId, parseResourceId } from './resource-id.ts';

/** One kind of read: what a person calls the thing, and the permission that Azure asks for it. */
export interface Read {
  /** As it follows "the": "network security group myNSG". */
  readonly what: string;
  readonly permission: string;
}

const network = 'Microsoft.Network';

/** Every read that the bot does, so that a refusal without a text still names the permission. */
export const reads = {
  findVms: (): Read => ({ what: 'list of virtual machines', permission: 'Microsoft.ResourceGraph/resources/read' }),
  findRules: (): Read => ({
    what: 'list of security rules',
    permission: 'Microsoft.ResourceGraph/resources/read',
  }),
  subscriptions: (): Read => ({ what: 'list of subscriptions', permission: 'Microsoft.Resources/subscriptions/read' }),
  subscription: (id: string): Read => ({
    what: `subscription ${id}`,
    permission: 'Microsoft.Resources/subscriptions/read',
  }),
  nsgs: (subscriptionId: string): Read => ({
    what: `list of network security groups of subscription ${subscriptionId}`,
    permission: `${network}/networkSecurityGroups/read`,
  }),
  publicIps: (subscriptionId: string): Read => ({
    what: `list of public IP addresses of subscription ${subscriptionId}`,
    permission: `${network}/publicIPAddresses/read`,
  }),
  /** Anything else by its id. */
  resource: (id: string): Read => ({ what: calledById(id), permission: permissionOf('GET', id) }),
  vm: (id: string): Read => ({
    what: `virtual machine ${nameOf(id)}`,
    permission: 'Microsoft.Compute/virtualMachines/read',
  }),
  vmStatus: (id: string): Read => ({
    what: `status of virtual machine ${nameOf(id)}`,
    permission: 'Microsoft.Compute/virtualMachines/instanceView/read',
  }),
  nic: (id: string): Read => ({
    what: `network interface ${nameOf(id)}`,
    permission: `${network}/networkInterfaces/read`,
  }),
  publicIp: (id: string): Read => ({
    what: `public IP address ${nameOf(id)}`,
    permission: `${network}/publicIPAddresses/read`,
  }),
  nsg: (id: string): Read => ({
    what: `network security group ${nameOf(id)}`,
    permission: `${network}/networkSecurityGroups/read`,
  }),
  vnet: (id: string): Read => ({
    what: `virtual network ${nameOf(id)}`,
    permission: `${network}/virtualNetworks/read`,
  }),
  subnet: (id: string): Read => ({
    what: `subnet ${nameOf(id)} of virtual network ${nameOf(parentId(id))}`,
    permission: `${network}/virtualNetworks/subnets/read`,
  }),
  loadBalancer: (id: string): Read => ({
    what: `load balancer ${nameOf(id)}`,
    permission: `${network}/loadBalancers/read`,
  }),
  loadBalancers: (): Read => ({
    what: 'list of load balancers',
    permission: `${network}/loadBalancers/read`,
  }),
  jitPolicies: (): Read => ({
    what: 'just-in-time policies of Microsoft Defender',
    permission: 'Microsoft.Security/locations/jitNetworkAccessPolicies/read',
  }),
  activityLog: (id: string): Read => ({
    what: `activity log of ${calledById(id)}`,
    permission: 'Microsoft.Insights/eventtypes/values/read',
  }),
  adminRules: (vnetId: string): Read => ({
    what: `admin rules of virtual network ${nameOf(vnetId)}`,
    permission: `${network}/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules/action`,
  }),
} as const;

const words: Readonly<Record<string, string>> = {
  'microsoft.compute/virtualmachines': 'virtual machine',
  'microsoft.network/networkinterfaces': 'network interface',
  'microsoft.network/publicipaddresses': 'public IP address',
  'microsoft.network/networksecuritygroups': 'network security group',
  'microsoft.network/networksecuritygroups/securityrules': 'security rule',
  'microsoft.network/virtualnetworks': 'virtual network',
  'microsoft.network/routetables': 'route table',
};

function calledById(id: string): string {
  return `${words[parseResourceId(id)?.type ?? ''] ?? 'resource'} ${nameOf(id)}`;
}
