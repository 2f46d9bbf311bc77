import { afterEach, describe, expect, test } from 'vitest';
import type { VmFacts } from '../../src/core/facts.ts';
import { type Connected, type ConnectOptions, connect } from './connected-azure.ts';
import { heldRounds } from './held-rounds.ts';
import { ids, ordinaryWorld, rule } from './ordinary-world.ts';

let connected: Connected | undefined;
afterEach(async () => {
  await connected?.arm.close();
  connected = undefined;
});

async function start(world: unknown, options?: ConnectOptions): Promise<Connected> {
  connected = await connect(world, options);
  return connected;
}

/** Finds the VM by name and reads it, as a command does. */
async function factsOf(world: unknown, options?: ConnectOptions): Promise<VmFacts> {
  const { azure } = await start(world, options);
  const { matches } = await azure.findVms({ kind: 'plain', name: 'WEB' });
  expect(matches).toHaveLength(1);
  return azure.readFacts(matches[0] ?? { id: '', nicIds: [] });
}

function only<T>(several: readonly T[]): Exclude<T, { kind: 'unreadable' }> {
  const [one] = several;
  if (several.length !== 1 || one === undefined) throw new Error(`expected one, got ${several.length}`);
  expect(one).not.toMatchObject({ kind: 'unreadable' });
  return one as Exclude<T, { kind: 'unreadable' }>;
}

describe('an ordinary VM', () => {
  test('is read whole', async () => {
    const facts = await factsOf(ordinaryWorld());
    expect(facts).toMatchObject({
      vm: {
        name: 'web',
        resourceGroup: 'Apps',
        os: 'Linux',
        adminUsername: 'azureuser',
        passwordLogin: 'off',
        sshPublicKeys: ['ssh-ed25519 AAAA a'],
      },
      status: { kind: 'status', power: 'running', provisioning: 'succeeded', agent: { state: 'ready' } },
      nics: [
        {
          kind: 'nic',
          primary: true,
          nsg: { kind: 'nsg', name: 'nic-nsg' },
          ipConfigurations: [
            {
              privateAddress: '10.1.0.4',
              version: 'IPv4',
              publicIp: { kind: 'public-ip', address: '20.1.2.3', sku: 'Standard', allocation: 'Static' },
              subnet: { kind: 'subnet', name: 'front', vnetPrefixes: ['10.1.0.0/16'], nsg: { name: 'subnet-nsg' } },
            },
          ],
        },
      ],
      forwards: [],
      adminRules: [{ kind: 'admin-rules', rules: [] }],
    });
    const nic = only(facts.nics);
    expect(nic.nsg?.kind === 'nsg' && nic.nsg.rules.filter((each) => each.direction === 'Inbound')).toHaveLength(4);
  });

  test('takes at most 8 requests in at most 4 rounds, signing in apart', async () => {
    const rounds = heldRounds([1, 2, 4, 1]);
    const { azure, arm } = await start(ordinaryWorld(), rounds);
    await azure.warmUp();
    const signIns = arm.requests.filter(({ kind }) => kind === 'identity' && kind.length > 0).length;
    const { matches } = await azure.findVms({ kind: 'plain', name: 'web' });
    for (const match of matches) await azure.readFacts(match);
    const requests = arm.requests.filter(({ kind }) => kind === 'arm');
    expect(requests.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(rounds.done()).toBe(4);
    expect(arm.requests.filter(({ kind }) => kind === 'identity')).toHaveLength(signIns);
  });

  test('knows the extensions of the VM without a request of their own', async () => {
    const properties = { publisher: 'Microsoft.Azure.ActiveDirectory', type: 'AADSSHLoginForLinux' };
    const extension = { id: `${ids.vm}/extensions/login`, location: 'westeurope', properties };
    const facts = await factsOf(ordinaryWorld({}, [extension]));
    expect(facts.vm.extensions).toEqual([{ name: 'login', ...properties }]);
    expect(connected?.arm.requests.filter(({ path }) => /\/virtualMachines\//i.test(path))).toHaveLength(1);
  });

  test('signs in once, however many clients there are', async () => {
    await factsOf(ordinaryWorld());
    const tokens = connected?.arm.requests.filter(({ kind, method }) => kind === 'identity' && method === 'POST');
    expect(tokens).toHaveLength(1);
  });

  test('costs no more rounds when its interface was not foreseen', async () => {
    const rounds = heldRounds([1, 1, 4, 1]);
    const { azure } = await start(ordinaryWorld(), rounds);
    const facts = await azure.readFacts({ id: ids.vm, nicIds: [] });
    expect(facts.nics).toHaveLength(1);
    expect(rounds.done()).toBe(4);
  });

  test('drops interfaces that are no longer its own', async () => {
    const { azure } = await start(ordinaryWorld());
    const facts = await azure.readFacts({ id: ids.vm, nicIds: [`${ids.nic}-gone`, ids.nic] });
    expect(only(facts.nics).name).toBe('web-nic');
  });

  test('reads a network security group once that guards both', async () => {
    const world = ordinaryWorld({ 'web-nic': {} });
    const shared = JSON.parse(JSON.stringify(world).replaceAll('nic-nsg', 'subnet-nsg'));
    shared.resources.splice(3, 1);
    const facts = await factsOf(shared);
    expect(only(facts.nics).nsg).toMatchObject({ kind: 'nsg' });
    expect(connected?.arm.requests.filter(({ path }) => /networkSecurityGroups/i.test(path))).toHaveLength(1);
  });
});

describe('surroundings', () => {
  test('peers, but only connected ones whose traffic is admitted, belong to the virtual network', async () => {
    const peer = (name: string, prefix: string, more: object) => ({
      name,
      properties: { peeringState: 'Connected', remoteAddressSpace: { addressPrefixes: [prefix] }, ...more },
    });
    const facts = await factsOf(
      ordinaryWorld({
        net: {
          virtualNetworkPeerings: [
            peer('a', '10.2.0.0/16', {}),
            peer('b', '10.3.0.0/16', { peeringState: 'Disconnected' }),
            peer('c', '10.4.0.0/16', { allowVirtualNetworkAccess: false }),
          ],
        },
      }),
    );
    expect(only(facts.nics).ipConfigurations[0]?.subnet).toMatchObject({
      vnetPrefixes: ['10.1.0.0/16', '10.2.0.0/16'],
    });
  });

  test('admin rules are read with the network', async () => {
    const facts = await factsOf(
      ordinaryWorld({
        net: {
          effectiveSecurityAdminRules: [
            {
              id: '/x/rules/no-ssh',
              kind: 'Custom',
              properties: {
                priority: 10,
                direction: 'Inbound',
                access: 'Deny',
                protocol: 'Any',
                sources: [{ addressPrefix: 'Internet', addressPrefixType: 'ServiceTag' }],
                destinations: [],
                sourcePortRanges: ['0-65535'],
                destinationPortRanges: ['22'],
              },
            },
          ],
        },
      }),
    );
    expect(only(facts.adminRules).rules).toEqual([
      {
        name: 'no-ssh',
        priority: 10,
        direction: 'Inbound',
        access: 'Deny',
        protocol: '*',
        sources: ['Internet'],
        sourcePorts: ['0-65535'],
        destinations: ['*'],
        destinationPorts: ['22'],
      },
    ]);
  });

  const behindLoadBalancer = (pool: object, natRule: object) => {
    const withoutPublicIp = {
      ipConfigurations: [
        {
          id: ids.ipConfiguration,
          name: 'ipconfig1',
          properties: { privateIPAddress: '10.1.0.4', primary: true, subnet: { id: ids.subnet } },
        },
      ],
    };
    const frontend = `${ids.loadBalancer}/frontendIPConfigurations/f`;
    return ordinaryWorld({ 'web-nic': withoutPublicIp }, [
      {
        id: ids.loadBalancer,
        location: 'westeurope',
        sku: { name: 'Standard' },
        properties: {
          frontendIPConfigurations: [
            { id: frontend, name: 'f', properties: { publicIPAddress: { id: ids.publicIp } } },
          ],
          backendAddressPools: [{ id: `${ids.loadBalancer}/backendAddressPools/p`, name: 'p', properties: pool }],
          inboundNatRules: [
            {
              id: `${ids.loadBalancer}/inboundNatRules/ssh`,
              name: 'ssh',
              properties: { protocol: 'Tcp', backendPort: 22, frontendIPConfiguration: { id: frontend }, ...natRule },
            },
          ],
        },
      },
    ]);
  };

  test('a NAT rule gives the frontend and its port', async () => {
    const world = behindLoadBalancer(
      {},
      { frontendPort: 50_001, backendIPConfiguration: { id: ids.ipConfiguration.toLowerCase() } },
    );
    expect(only((await factsOf(world)).forwards)).toMatchObject({
      kind: 'nat-rule',
      frontendAddress: '20.1.2.3',
      frontendPort: 50_001,
      backendPort: 22,
      sku: 'Standard',
    });
  });

  test('a pool that is kept by address is found where nothing else leads to the VM', async () => {
    const pool = {
      loadBalancerBackendAddresses: [
        {
          name: 'a',
          properties: {
            ipAddress: '10.1.0.4',
            virtualNetwork: { id: ids.vnet },
            inboundNatRulesPortMapping: [{ inboundNatRuleName: 'SSH', frontendPort: 50_007, backendPort: 22 }],
          },
        },
      ],
    };
    const world = behindLoadBalancer(pool, { backendAddressPool: { id: `${ids.loadBalancer}/backendAddressPools/p` } });
    expect(only((await factsOf(world)).forwards)).toMatchObject({ frontendPort: 50_007, frontendAddress: '20.1.2.3' });
  });
});

describe('what may not be read', () => {
  const forbid = (target: string, action = '*') => ({ target, action, kind: 'forbidden' });

  test('a network security group becomes unreadable, with the permission, and the rest is there', async () => {
    const facts = await factsOf(ordinaryWorld({}, [], [forbid(ids.subnetNsg)]));
    const nic = only(facts.nics);
    expect(nic.nsg).toMatchObject({ kind: 'nsg' });
    expect(nic.ipConfigurations[0]?.subnet).toMatchObject({
      nsg: { kind: 'unreadable', reason: 'forbidden', permission: 'Microsoft.Network/networkSecurityGroups/read' },
    });
  });

  test('without the virtual network the subnet alone tells of its group', async () => {
    const facts = await factsOf(ordinaryWorld({}, [], [forbid(ids.vnet, 'Microsoft.Network/virtualNetworks/read')]));
    expect(only(facts.nics).ipConfigurations[0]?.subnet).toMatchObject({
      kind: 'subnet',
      vnetPrefixes: ['10.1.0.0/24'],
      nsg: { kind: 'nsg', name: 'subnet-nsg' },
    });
  });

  test.each([
    [
      'the interface',
      ids.nic,
      { nics: [{ kind: 'unreadable', permission: 'Microsoft.Network/networkInterfaces/read' }] },
    ],
    [
      'the admin rules',
      `${ids.vnet}*`,
      {
        adminRules: [
          { permission: 'Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules/action' },
        ],
      },
    ],
  ])('%s', async (_, target, expected) => {
    expect(await factsOf(ordinaryWorld({}, [], [forbid(target)]))).toMatchObject(expected);
  });

  test('a rule of a shape that is not understood is not guessed at', async () => {
    const broken = { securityRules: [rule('odd', 100, { access: 'Perhaps' })] };
    const facts = await factsOf(ordinaryWorld({ 'nic-nsg': broken }));
    expect(only(facts.nics).nsg).toMatchObject({ kind: 'unreadable', reason: 'failed' });
  });

  test('a reference to what is gone is not found', async () => {
    const { azure, world } = await start(ordinaryWorld());
    world.delete(ids.nicNsg);
    const facts = await azure.readFacts({ id: ids.vm, nicIds: [ids.nic] });
    expect(only(facts.nics).nsg).toMatchObject({ kind: 'unreadable', reason: 'not-found' });
  });
});

describe('what goes wrong on the way', () => {
  const at = (target: string, fault: object) => ordinaryWorld({}, [], [{ target, ...fault }]);

  test('a short wait that Azure asks for is kept', async () => {
    const facts = await factsOf(at(ids.nicNsg, { kind: 'throttled', retryAfterSeconds: 2, times: 1 }));
    expect(only(facts.nics).nsg).toMatchObject({ kind: 'nsg' });
    expect(connected?.waits).toEqual([2000]);
  });

  test('a long one is told instead', async () => {
    const facts = await factsOf(at(ids.nicNsg, { kind: 'throttled', retryAfterSeconds: 120 }));
    expect(only(facts.nics).nsg).toMatchObject({ kind: 'unreadable', reason: 'throttled' });
    expect(connected?.waits).toEqual([]);
  });

  test('a refusal without a time is tried again a little', async () => {
    const facts = await factsOf(at(ids.nicNsg, { kind: 'throttled' }));
    expect(only(facts.nics).nsg).toMatchObject({ kind: 'unreadable', reason: 'throttled' });
    expect(connected?.waits).toHaveLength(2);
  });

  test.each([
    ['an error of the server', { kind: 'error', status: 500, times: 2 }],
    ['a broken connection', { kind: 'reset', times: 2 }],
  ])('%s that passes is not seen', async (_, fault) => {
    expect(only((await factsOf(at(ids.nicNsg, fault))).nics).nsg).toMatchObject({ kind: 'nsg' });
  });

  test.each([
    ['an error of the server', { kind: 'error', status: 500 }, 'failed'],
    ['a broken connection', { kind: 'reset' }, 'failed'],
    ['an answer that never comes', { kind: 'hang' }, 'timed-out'],
  ])('%s that stays is told', async (_, fault, reason) => {
    const facts = await factsOf(at(ids.subnetNsg, fault));
    const subnet = only(facts.nics).ipConfigurations[0]?.subnet;
    expect(subnet).toMatchObject({ kind: 'subnet', nsg: { kind: 'unreadable', reason } });
  });

  test('one answer that never comes takes nothing else with it', async () => {
    const facts = await factsOf(at(ids.nicNsg, { kind: 'hang' }));
    expect(only(facts.nics)).toMatchObject({
      nsg: { kind: 'unreadable', reason: 'timed-out' },
      ipConfigurations: [{ publicIp: { kind: 'public-ip' }, subnet: { kind: 'subnet', nsg: { kind: 'nsg' } } }],
    });
    expect(facts.adminRules).toMatchObject([{ kind: 'admin-rules' }]);
  });

  test.each([
    ['forbidden', { kind: 'forbidden' }, 'azure-forbidden'],
    ['throttled', { kind: 'throttled' }, 'azure-throttled'],
    ['hanging', { kind: 'hang' }, 'azure-timed-out'],
    ['failing', { kind: 'error', status: 502 }, 'azure-failed'],
  ])('a VM that is %s ends the reading', async (_, fault, code) => {
    const { azure } = await start(at(ids.vm, { action: 'Microsoft.Compute/virtualMachines/read', ...fault }));
    await expect(azure.readFacts({ id: ids.vm, nicIds: [] })).rejects.toMatchObject({ name: 'BotError', code });
  });

  test.each([
    ['a VM that is gone', ids.vm.replace('/web', '/nobody'), /no virtual machine nobody/],
    ['a group that is gone', ids.vm.replace('/Apps/', '/Other/'), /no virtual machine web in resource group Other/],
    ['a subscription that is gone', ids.vm.replace('11111111', '22222222'), /no subscription 22222222-/],
    ['no id at all', 'web', /no virtual machine/],
  ])('%s is not found', async (_, id, message) => {
    const { azure } = await start(ordinaryWorld());
    await expect(azure.readFacts({ id, nicIds: [] })).rejects.toMatchObject({
      code: 'vm-not-found',
      message: expect.stringMatching(message),
    });
  });

  test('what is no id of a subscription is told as well', async () => {
    const refusal = { kind: 'error', status: 400, code: 'InvalidSubscriptionId', message: 'm' };
    const { azure } = await start(at(ids.vm, { action: 'Microsoft.Compute/virtualMachines/read', ...refusal }));
    await expect(azure.readFacts({ id: ids.vm, nicIds: [] })).rejects.toMatchObject({ code: 'vm-not-found' });
  });

  test('a server that is not there', async () => {
    const { azure, arm } = await start(ordinaryWorld());
    await azure.warmUp();
    await arm.close();
    await expect(azure.readFacts({ id: ids.vm, nicIds: [] })).rejects.toMatchObject({ code: 'azure-failed' });
  });
});
