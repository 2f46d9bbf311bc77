import type { ArmResource, Inventory } from '../../../src/core/audit/inventory.ts';
import { surveyDoors } from '../../../src/core/audit/survey-doors.ts';
import type { SurveyOptions } from '../../../src/core/audit/survey-options.ts';
import { worldInventory } from '../../../src/core/audit/world-inventory.ts';
import { usualThresholds } from '../../../src/core/net/exposure.ts';

/** Resources as Azure has them, as small as they can be; names are unique in a world, and stand for ids. */

const group = '/subscriptions/s1/resourceGroups/rg/providers';

export function idOf(kind: string, name: string): string {
  return `${group}/Microsoft.${kind === 'virtualMachines' ? 'Compute' : 'Network'}/${kind}/${name}`;
}

export function subnetId(name: string): string {
  return `${idOf('virtualNetworks', 'net')}/subnets/${name}`;
}

const refTo = (kind: string, name: string | undefined) => (name === undefined ? undefined : { id: idOf(kind, name) });

function resource(kind: string, name: string, properties: object, more: object = {}): ArmResource {
  return { id: idOf(kind, name), name, location: 'eastus', ...more, properties };
}

export interface Rule {
  readonly name?: string;
  readonly priority?: number;
  readonly access?: 'Allow' | 'Deny';
  readonly from?: string;
  readonly to?: string;
  readonly ports?: string;
  readonly description?: string;
  readonly toAsg?: string;
  readonly protocol?: string;
}

export function rule({ name = 'ssh', priority = 100, access = 'Allow', ...parts }: Rule = {}) {
  const { from = '*', to = '*', ports = '22', protocol = 'Tcp', description, toAsg } = parts;
  return {
    name,
    properties: {
      priority,
      direction: 'Inbound',
      access,
      protocol,
      sourceAddressPrefix: from,
      sourcePortRange: '*',
      destinationPortRange: ports,
      ...(toAsg === undefined
        ? { destinationAddressPrefix: to }
        : { destinationApplicationSecurityGroups: [{ id: `/asgs/${toAsg}` }] }),
      ...(description !== undefined && { description }),
    },
  };
}

export function nsg(name: string, rules: readonly unknown[] = [rule()], properties: object = {}): ArmResource {
  return resource('networkSecurityGroups', name, { securityRules: rules, ...properties });
}

/** The one network, 10.0.0.0/16. @param subnets by name: its group and its route table */
export function network(
  subnets: Readonly<Record<string, { readonly nsg?: string; readonly routes?: string }>>,
  properties: object = {},
): ArmResource {
  return resource('virtualNetworks', 'net', {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
    subnets: Object.entries(subnets).map(([name, { nsg: group, routes }]) => ({
      id: subnetId(name),
      name,
      properties: {
        networkSecurityGroup: refTo('networkSecurityGroups', group),
        routeTable: refTo('routeTables', routes),
      },
    })),
    ...properties,
  });
}

export interface Nic {
  readonly vm?: string;
  readonly nsg?: string;
  readonly subnet?: string;
  readonly address?: string;
  readonly ip?: string;
  readonly asgs?: readonly string[];
}

export function nic(name: string, { vm, nsg: own, subnet = 'default', address = '10.0.0.4', ...to }: Nic): ArmResource {
  return resource('networkInterfaces', name, {
    networkSecurityGroup: refTo('networkSecurityGroups', own),
    virtualMachine: refTo('virtualMachines', vm),
    ipConfigurations: [
      {
        id: configurationId(name),
        name: 'ipconfig',
        properties: {
          privateIPAddress: address,
          subnet: { id: subnetId(subnet) },
          publicIPAddress: refTo('publicIPAddresses', to.ip),
          applicationSecurityGroups: (to.asgs ?? []).map((asg) => ({ id: `/asgs/${asg}` })),
        },
      },
    ],
  });
}

export function configurationId(nicName: string): string {
  return `${idOf('networkInterfaces', nicName)}/ipConfigurations/ipconfig`;
}

export function ip(name: string, sku: string | undefined = 'Standard', ipAddress = '20.1.2.3'): ArmResource {
  return resource('publicIPAddresses', name, { ipAddress }, sku === '' ? {} : { sku: { name: sku } });
}

export function vm(name: string, power: string | undefined = 'running'): ArmResource {
  return resource('virtualMachines', name, {
    storageProfile: { osDisk: { osType: 'Linux' } },
    ...(power !== '' && { extended: { instanceView: { powerState: { code: `PowerState/${power}` } } } }),
  });
}

export function routes(name: string, prefix: string, nextHopType: string): ArmResource {
  return resource('routeTables', name, {
    routes: [{ name: 'r', properties: { addressPrefix: prefix, nextHopType } }],
  });
}

/** A load balancer with one public frontend. */
export function balancer(name: string, frontendIp: string, properties: object, sku = 'Standard'): ArmResource {
  const frontend = { id: `${idOf('loadBalancers', name)}/frontendIPConfigurations/front`, name: 'front' };
  return resource(
    'loadBalancers',
    name,
    {
      frontendIPConfigurations: [
        { ...frontend, properties: { publicIPAddress: refTo('publicIPAddresses', frontendIp) } },
      ],
      ...properties,
    },
    { sku: { name: sku } },
  );
}

export function forward(balancerName: string, name: string, properties: object) {
  return {
    id: `${idOf('loadBalancers', balancerName)}/inboundNatRules/${name}`,
    name,
    properties: {
      protocol: 'Tcp',
      frontendPort: 50_001,
      backendPort: 22,
      frontendIPConfiguration: { id: `${idOf('loadBalancers', balancerName)}/frontendIPConfigurations/front` },
      ...properties,
    },
  };
}

export function adminRule(access: string, from = '*', priority = 1) {
  return {
    id: '/rules/admin',
    kind: 'Custom',
    properties: {
      priority,
      direction: 'Inbound',
      access,
      protocol: 'Tcp',
      sources: [{ addressPrefix: from, addressPrefixType: 'IPPrefix' }],
      destinationPortRanges: ['22'],
    },
  };
}

export const options: SurveyOptions = {
  port: 22,
  thresholds: usualThresholds,
  known: new Set(),
  ownRule: () => undefined,
  nowMs: 0,
};

export function inventoryOf(world: readonly unknown[], parts: Partial<Inventory> = {}): Inventory {
  return { ...worldInventory(world, [{ subscriptionId: 's1', displayName: 'Production' }]), ...parts };
}

export function surveyOf(world: readonly unknown[], parts: Partial<SurveyOptions> = {}) {
  return surveyDoors(inventoryOf(world), { ...options, ...parts });
}
