import { parseResourceId } from './resource-id.ts';
import type { ResourceInput } from './schema.ts';

/** Types that the sandbox answers for, as Resource Manager spells them; Resource Graph has them in lower case. */
const spellings = new Map(
  [
    'Microsoft.Compute/virtualMachines',
    'Microsoft.Compute/virtualMachines/extensions',
    'Microsoft.Network/networkInterfaces',
    'Microsoft.Network/networkSecurityGroups',
    'Microsoft.Network/publicIPAddresses',
    'Microsoft.Network/virtualNetworks',
    'Microsoft.Network/loadBalancers',
  ].map((type) => [type.toLowerCase(), type]),
);

interface Status {
  readonly code?: string;
  readonly displayStatus?: string;
  readonly level?: string;
}

/**
 * A row of Resource Graph as GET would return the resource: without the columns that only a row has, and with a VM's
 * `extended.instanceView` made into its instance view. A row tells nothing of the VM agent: that of a running VM is
 * taken to be ready.
 */
export function fromResourceGraph(resource: ResourceInput): ResourceInput {
  const { tenantId: _tenant, subscriptionId: _subscription, resourceGroup: _group, ...kept } = resource;
  const type = parseResourceId(resource.id).type.toLowerCase();
  const spelling = spellings.get(type);
  const spelled = { ...kept, ...(spelling !== undefined && { type: spelling }) } as ResourceInput;
  return type === 'microsoft.compute/virtualmachines' ? withInstanceView(spelled) : spelled;
}

function withInstanceView(vm: ResourceInput): ResourceInput {
  const { extended, ...properties } = vm.properties;
  const row = (extended as { instanceView?: { powerState?: Status } } | undefined)?.instanceView;
  if (row === undefined || properties.instanceView !== undefined) return vm;
  const { powerState, ...known } = row;
  const ok = { code: 'ProvisioningState/succeeded', level: 'Info' };
  const isRunning = powerState?.code?.toLowerCase() === 'powerstate/running';
  const instanceView = {
    ...known,
    statuses: [
      { ...ok, displayStatus: 'Provisioning succeeded' },
      ...(powerState === undefined ? [] : [{ level: 'Info', ...powerState }]),
    ],
    ...(isRunning && { vmAgent: { statuses: [{ ...ok, displayStatus: 'Ready' }] } }),
  };
  return { ...vm, properties: { ...properties, instanceView } };
}
