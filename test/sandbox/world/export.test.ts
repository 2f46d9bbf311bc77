import { expect, test } from 'vitest';
import { parseWorld } from '../../../sandbox/world/load.ts';

const subscriptionId = '11111111-1111-4111-8111-111111111111';
const group = `/subscriptions/${subscriptionId}/resourceGroups/g`;
const vmId = `${group}/providers/Microsoft.Compute/virtualMachines/box`;
const nsgId = `${group}/providers/Microsoft.Network/networkSecurityGroups/gate`;
const vnetId = `${group}/providers/Microsoft.Network/virtualNetworks/net`;

function load(...resources: object[]) {
  return parseWorld(JSON.stringify({ subscriptions: [{ subscriptionId }], resources }), 'export.json');
}

const columns = {
  tenantId: 'a',
  subscriptionId,
  resourceGroup: 'g',
  kind: '',
  managedBy: '',
  sku: null,
  plan: null,
  tags: null,
  identity: null,
  zones: null,
  extendedLocation: null,
};

const powerState = { code: 'PowerState/running', displayStatus: 'VM running', level: 'Info' };

function row(power: object) {
  return {
    ...columns,
    id: vmId,
    name: 'box',
    type: 'microsoft.compute/virtualmachines',
    location: 'eastus',
    properties: { vmId: 'b', diagnosticsProfile: null, extended: { instanceView: { osName: 'ubuntu', ...power } } },
  };
}

test('a row of Resource Graph is the resource that GET returns', () => {
  const vm = load(row({ powerState })).get(vmId);
  expect(vm).toEqual({
    id: vmId,
    name: 'box',
    type: 'Microsoft.Compute/virtualMachines',
    location: 'eastus',
    kind: '',
    managedBy: '',
    properties: {
      vmId: 'b',
      instanceView: {
        osName: 'ubuntu',
        statuses: [
          { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded' },
          powerState,
        ],
        vmAgent: { statuses: [{ code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Ready' }] },
      },
    },
  });
});

test('a machine that is off has no agent', () => {
  const off = { powerState: { code: 'PowerState/deallocated', displayStatus: 'VM deallocated' } };
  expect(load(row(off)).get(vmId)?.properties.instanceView).not.toHaveProperty('vmAgent');
});

test('null is as good as left out, name, type and properties too', () => {
  const { name, type, properties, location } = load({
    ...columns,
    id: vmId,
    name: null,
    type: null,
    location: null,
    properties: null,
  }).get(vmId) ?? { properties: undefined };
  expect({ name, type, properties, location }).toEqual({
    name: 'box',
    type: 'Microsoft.Compute/virtualMachines',
    properties: {},
    location: undefined,
  });
});

const ruleOf = (name: string, priority: number) => ({
  id: `${nsgId}/securityRules/${name}`,
  name,
  properties: { priority },
});

test.each([
  ['before', true],
  ['after', false],
])('rules and subnets that stand %s their parents are folded into them', (_, first) => {
  const subnet = { id: `${vnetId}/subnets/inner`, properties: { addressPrefix: '10.0.0.0/24' } };
  const parents = [{ id: nsgId, properties: { securityRules: [ruleOf('http', 200)] } }, { id: vnetId }];
  const children = [{ ...ruleOf('ssh', 100), id: `${nsgId.toUpperCase()}/securityRules/ssh` }, subnet];
  const world = load(...(first ? [...children, ...parents] : [...parents, ...children]));
  expect(world.get(nsgId)?.properties.securityRules).toMatchObject([ruleOf('http', 200), { name: 'ssh' }]);
  expect(world.get(vnetId)?.properties.subnets).toMatchObject([{ ...subnet, name: 'inner' }]);
  expect([...world.all()]).toHaveLength(2);
});

test('a rule that its parent has already, or that has no parent, is ignored', () => {
  const other = nsgId.replace('gate', 'gone');
  const world = load(
    { id: nsgId, properties: { securityRules: [ruleOf('ssh', 100)] } },
    { ...ruleOf('SSH', 300), id: `${nsgId}/securityRules/SSH` },
    { id: `${other}/securityRules/ssh` },
  );
  expect(world.get(nsgId)?.properties.securityRules).toEqual([ruleOf('ssh', 100)]);
  expect(world.list('Microsoft.Network/networkSecurityGroups')).toHaveLength(1);
});
