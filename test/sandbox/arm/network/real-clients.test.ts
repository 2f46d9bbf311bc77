import { NetworkManagementClient } from '@azure/arm-network';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { ClientSecretCredential } from '@azure/identity';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ArmOptions, startArm } from '../../../../sandbox/arm/server.ts';
import { realSandboxClock } from '../../../../sandbox/clock.ts';
import type { World } from '../../../../sandbox/world/world.ts';
import { network, nsg, rule, sub, worldOf } from './ask.ts';

const quick = { updateIntervalInMs: 1 };

async function clientsOf(world: World, more: Partial<ArmOptions> = {}) {
  const arm = await startArm({
    world,
    clock: realSandboxClock(),
    guests: { runShellScript: async () => ({ stdout: '', stderr: '' }) },
    fast: true,
    ...more,
  });
  onTestFinished(() => arm.close());
  const { tenantId, clientId, clientSecret } = arm.credentials;
  const common = { tlsOptions: { ca: arm.caCert }, retryOptions: { maxRetries: 0 } };
  const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, {
    authorityHost: arm.endpoint,
    disableInstanceDiscovery: true,
    ...common,
  });
  return {
    networks: new NetworkManagementClient(credential, sub, { endpoint: arm.endpoint, ...common }),
    graph: new ResourceGraphClient(credential, { endpoint: arm.endpoint, ...common }),
  };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const ssh = {
  priority: 300,
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  sourceAddressPrefix: '203.0.113.7',
  sourcePortRange: '*',
  destinationAddressPrefix: '10.0.0.4',
  destinationPortRange: '22',
};

describe("Azure's own clients", () => {
  it('write, read, list and delete a rule', async () => {
    const { networks } = await clientsOf(worldOf([nsg('myNSG', [rule('other')])]));
    const made = await networks.securityRules.createOrUpdate('MYRG', 'myNSG', 'ssh', ssh, quick);
    expect(made).toMatchObject({ name: 'ssh', provisioningState: 'Succeeded', priority: 300 });
    expect((await all(networks.securityRules.list('myRG', 'mynsg'))).map(({ name }) => name)).toEqual(['other', 'ssh']);
    await networks.securityRules.delete('myRG', 'myNSG', 'ssh', quick);
    await networks.securityRules.delete('myRG', 'myNSG', 'ssh', quick);
    await expect(networks.securityRules.get('myRG', 'myNSG', 'ssh')).rejects.toMatchObject({
      statusCode: 404,
      code: 'NotFound',
    });
    expect((await networks.networkSecurityGroups.get('myRG', 'myNSG')).defaultSecurityRules).toHaveLength(6);
  });

  it('see a refusal with its code, and a stale etag as 412', async () => {
    const { networks } = await clientsOf(worldOf([nsg('myNSG', [rule('other', { priority: 300 })])]));
    await expect(networks.securityRules.createOrUpdate('myRG', 'myNSG', 'ssh', ssh, quick)).rejects.toMatchObject({
      statusCode: 400,
      code: 'SecurityRuleConflict',
    });
    const requestOptions = { headers: { 'If-Match': 'W/"stale"' } };
    await expect(
      networks.securityRules.createOrUpdate('myRG', 'myNSG', 'other', ssh, { ...quick, requestOptions }),
    ).rejects.toMatchObject({ statusCode: 412, code: 'PreconditionFailed' });
  });

  it('meet the lock of a write that is still running', async () => {
    const faults = [{ kind: 'operation-hangs', target: '*/securityRules/slow' }];
    const { networks } = await clientsOf(worldOf([nsg('myNSG')], { faults }));
    await networks.securityRules.createOrUpdate('myRG', 'myNSG', 'slow', ssh, quick).submitted();
    await expect(
      networks.securityRules.createOrUpdate('myRG', 'myNSG', 'ssh', { ...ssh, priority: 301 }, quick),
    ).rejects.toMatchObject({ statusCode: 429, code: 'RetryableError' });
  });

  it('lead a failed operation back to what was', async () => {
    const faults = [
      { kind: 'operation-fails', action: 'Microsoft.Network/networkSecurityGroups/securityRules/write', times: 1 },
    ];
    const { networks } = await clientsOf(worldOf([nsg('myNSG')], { faults }));
    const write = () => networks.securityRules.createOrUpdate('myRG', 'myNSG', 'ssh', ssh, quick);
    await expect(write()).rejects.toThrow('OperationFailed');
    expect(await all(networks.securityRules.list('myRG', 'myNSG'))).toEqual([]);
    expect(await write()).toMatchObject({ name: 'ssh' });
  });

  it('give a NIC a new address and a new group, and take them away again', async () => {
    const location = 'eastus';
    const { networks } = await clientsOf(
      worldOf([
        {
          id: `${network}/virtualNetworks/net`,
          location,
          properties: { subnets: [{ name: 's', properties: { addressPrefix: '10.0.0.0/24' } }] },
        },
        {
          id: `${network}/networkInterfaces/nic`,
          location,
          properties: {
            ipConfigurations: [
              {
                name: 'main',
                properties: {
                  privateIPAddress: '10.0.0.4',
                  subnet: { id: `${network}/virtualNetworks/net/subnets/s` },
                },
              },
            ],
          },
        },
      ]),
    );
    const group = await networks.networkSecurityGroups.createOrUpdate(
      'myRG',
      'new',
      { location, securityRules: [{ name: 'ssh', ...ssh }] },
      quick,
    );
    const address = await networks.publicIPAddresses.createOrUpdate(
      'myRG',
      'ip',
      { location, sku: { name: 'Standard' }, publicIPAllocationMethod: 'Static' },
      quick,
    );
    expect(address.ipAddress).toBe('192.0.2.1');
    const nic = await networks.networkInterfaces.get('myRG', 'nic');
    const [first = {}] = nic.ipConfigurations ?? [];
    const joined = {
      ...nic,
      networkSecurityGroup: { id: String(group.id) },
      ipConfigurations: [{ ...first, publicIPAddress: { id: String(address.id) } }],
    };
    await networks.networkInterfaces.createOrUpdate('myRG', 'nic', joined, quick);
    expect((await networks.publicIPAddresses.get('myRG', 'ip')).ipConfiguration?.id).toBe(first.id);
    await expect(networks.networkSecurityGroups.delete('myRG', 'new', quick)).rejects.toMatchObject({
      code: 'InUseNetworkSecurityGroupCannotBeDeleted',
    });
    await networks.networkInterfaces.createOrUpdate('myRG', 'nic', nic, quick);
    await networks.networkSecurityGroups.delete('myRG', 'new', quick);
    await networks.publicIPAddresses.delete('myRG', 'ip', quick);
    await networks.subnets.createOrUpdate('myRG', 'net', 's2', { addressPrefix: '10.0.1.0/24' }, quick);
    expect((await all(networks.subnets.list('myRG', 'net'))).map(({ name }) => name)).toEqual(['s', 's2']);
  });

  it('follow the pages of a list', async () => {
    const ips = Array.from({ length: 5 }, (_, at) => ({ id: `${network}/publicIPAddresses/ip${at}` }));
    const { networks } = await clientsOf(worldOf(ips), { pageSize: 2 });
    expect(await all(networks.publicIPAddresses.listAll())).toHaveLength(5);
    expect(await all(networks.publicIPAddresses.list('myRG'))).toHaveLength(5);
  });

  it('read admin rules and effective groups', async () => {
    const nicId = `${network}/networkInterfaces/nic`;
    const admin = {
      id: 'x',
      kind: 'Custom',
      properties: { priority: 5, access: 'AlwaysAllow', direction: 'Inbound', protocol: 'Tcp' },
    };
    const { networks } = await clientsOf(
      worldOf([
        { id: `${network}/virtualNetworks/net`, properties: { effectiveSecurityAdminRules: [admin] } },
        {
          id: nicId,
          properties: { networkSecurityGroup: { id: `${network}/networkSecurityGroups/myNSG` }, ipConfigurations: [] },
        },
        nsg('myNSG', [rule('ssh')]),
        {
          id: `/subscriptions/${sub}/resourceGroups/myRG/providers/Microsoft.Compute/virtualMachines/vm`,
          properties: {
            networkProfile: { networkInterfaces: [{ id: nicId }] },
            instanceView: { statuses: [{ code: 'PowerState/running' }] },
          },
        },
      ]),
    );
    const answer = await networks.listNetworkManagerEffectiveSecurityAdminRules('myRG', 'net', {});
    expect(answer.value).toMatchObject([{ kind: 'Custom', priority: 5, access: 'AlwaysAllow' }]);
    const effective = await networks.networkInterfaces.listEffectiveNetworkSecurityGroups('myRG', 'nic', quick);
    expect(effective.value?.[0]?.effectiveSecurityRules?.[0]).toMatchObject({
      name: 'securityRules/ssh',
      destinationPortRange: '22-22',
      destinationAddressPrefix: '0.0.0.0/0',
    });
  });

  it('query Resource Graph, page by page', async () => {
    const ips = Array.from({ length: 3 }, (_, at) => ({ id: `${network}/publicIPAddresses/ip${at}` }));
    const { graph } = await clientsOf(worldOf(ips));
    const query = "Resources | where type =~ 'Microsoft.Network/publicIPAddresses' | project id, name";
    const options = { top: 2, resultFormat: 'objectArray' as const };
    const first = await graph.resources({ query, options });
    expect(first).toMatchObject({ totalRecords: 3, count: 2, resultTruncated: 'false' });
    const second = await graph.resources({ query, options: { ...options, skipToken: String(first.skipToken) } });
    expect(second).toMatchObject({ count: 1, data: [{ name: 'ip2' }] });
    await expect(graph.resources({ query: 'Resources | nonsense' })).rejects.toMatchObject({
      statusCode: 400,
      code: 'BadRequest',
    });
  });
});
