import { z } from 'zod';

const text = z.string().optional();
const texts = z.array(z.string()).optional();
const reference = z.looseObject({ id: z.string() }).optional();
const references = z.array(z.looseObject({ id: z.string() })).optional();

function parts(properties: z.ZodRawShape) {
  return z.array(z.looseObject({ id: text, name: text, properties: z.looseObject(properties).optional() })).optional();
}

const statuses = z.array(z.looseObject({ code: text, displayStatus: text, message: text })).optional();

const rule = {
  access: text,
  direction: text,
  protocol: text,
  priority: z.number().optional(),
  sourceAddressPrefix: text,
  sourceAddressPrefixes: texts,
  sourcePortRange: text,
  sourcePortRanges: texts,
  destinationAddressPrefix: text,
  destinationAddressPrefixes: texts,
  destinationPortRange: text,
  destinationPortRanges: texts,
  sourceApplicationSecurityGroups: references,
  destinationApplicationSecurityGroups: references,
};

const subnet = { addressPrefix: text, addressPrefixes: texts, networkSecurityGroup: reference, routeTable: reference };

/** What the sandbox reads of a resource's properties, by type in lower case. Everything may be missing, nothing of another kind. */
export const shapes: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  [
    'microsoft.compute/virtualmachines',
    z.looseObject({
      vmId: text,
      provisioningState: text,
      networkProfile: z.looseObject({ networkInterfaces: references }).optional(),
      storageProfile: z.looseObject({ osDisk: z.looseObject({ osType: text }).optional() }).optional(),
      osProfile: z
        .looseObject({
          computerName: text,
          adminUsername: text,
          linuxConfiguration: z
            .looseObject({
              disablePasswordAuthentication: z.boolean().optional(),
              ssh: z.looseObject({ publicKeys: z.array(z.looseObject({ keyData: text })).optional() }).optional(),
            })
            .optional(),
        })
        .optional(),
      instanceView: z
        .looseObject({ statuses, vmAgent: z.looseObject({ statuses }).optional(), computerName: text })
        .optional(),
    }),
  ],
  [
    'microsoft.network/networkinterfaces',
    z.looseObject({
      networkSecurityGroup: reference,
      virtualMachine: reference,
      ipConfigurations: parts({
        privateIPAddress: text,
        publicIPAddress: reference,
        subnet: reference,
        applicationSecurityGroups: references,
        loadBalancerInboundNatRules: references,
        loadBalancerBackendAddressPools: references,
      }),
    }),
  ],
  [
    'microsoft.network/networksecuritygroups',
    z.looseObject({ securityRules: parts(rule), defaultSecurityRules: parts(rule) }),
  ],
  ['microsoft.network/networksecuritygroups/securityrules', z.looseObject(rule)],
  [
    'microsoft.network/virtualnetworks',
    z.looseObject({
      addressSpace: z.looseObject({ addressPrefixes: texts }).optional(),
      subnets: parts(subnet),
      virtualNetworkPeerings: parts({ peeringState: text, remoteVirtualNetwork: reference }),
    }),
  ],
  ['microsoft.network/virtualnetworks/subnets', z.looseObject(subnet)],
  [
    'microsoft.network/routetables',
    z.looseObject({ routes: parts({ addressPrefix: text, nextHopType: text, nextHopIpAddress: text }) }),
  ],
  ['microsoft.network/publicipaddresses', z.looseObject({ ipAddress: text, publicIPAllocationMethod: text })],
  [
    'microsoft.network/loadbalancers',
    z.looseObject({
      frontendIPConfigurations: parts({ publicIPAddress: reference, subnet: reference }),
      inboundNatRules: parts({ frontendPort: z.number().optional(), backendPort: z.number().optional() }),
      loadBalancingRules: parts({ frontendPort: z.number().optional(), backendPort: z.number().optional() }),
      backendAddressPools: parts({}),
    }),
  ],
]);
