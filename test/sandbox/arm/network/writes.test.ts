import { describe, expect, it } from 'vitest';
import { networkRoutes } from '../../../../sandbox/arm/network/routes.ts';
import { asker, group, network, nsg, rule, worldOf } from './ask.ts';

const nicPath = `${network}/networkInterfaces/nic`;
const ipPath = `${network}/publicIPAddresses/ip`;
const groupPath = `${network}/networkSecurityGroups/myNSG`;
const netPath = `${network}/virtualNetworks/net`;
const subnetId = `${netPath}/subnets/default`;
const location = 'eastus';

const subnet = { name: 'default', properties: { addressPrefix: '10.0.0.0/29' } };
const net = {
  id: netPath,
  location,
  properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, subnets: [subnet] },
};
const nicBody = (configuration: object = {}, properties: object = {}) => ({
  location,
  properties: {
    ipConfigurations: [{ name: 'main', properties: { subnet: { id: subnetId }, ...configuration } }],
    ...properties,
  },
});
const configuration = `${nicPath}/ipConfigurations/main`;
const nic = { id: nicPath, ...nicBody({ privateIPAddress: '10.0.0.4' }) };
const publicIp = {
  id: ipPath,
  location,
  sku: { name: 'Standard' },
  properties: { publicIPAllocationMethod: 'Static', ipAddress: '192.0.2.1' },
};
const standard = { location, sku: { name: 'Standard' }, properties: { publicIPAllocationMethod: 'Static' } };
interface Shown {
  readonly properties: { readonly ipConfigurations: readonly { readonly properties: object }[] };
}

const format = 'InvalidRequestFormat';
const sandbox = (...resources: object[]) => {
  const world = worldOf([net, ...resources]);
  return { world, ...asker(world, networkRoutes) };
};

describe('a network security group', () => {
  it('is written with its rules, and shown with the default ones', async () => {
    const { ask, finish, world } = sandbox();
    const put = await ask('PUT', groupPath, { body: { location, properties: { securityRules: [rule('ssh')] } } });
    expect(put).toMatchObject({ status: 201, body: { properties: { provisioningState: 'Updating' } } });
    await finish();
    expect((await ask('GET', groupPath)).body).toMatchObject({
      properties: {
        provisioningState: 'Succeeded',
        securityRules: [{ name: 'ssh' }],
        defaultSecurityRules: { length: 6 },
      },
    });
    expect(world.get(groupPath)?.properties).not.toHaveProperty('defaultSecurityRules');
  });

  it.each<[string, object, number, string]>([
    ['no location', { properties: {} }, 400, 'LocationRequired'],
    ['another location', { location: 'westus', properties: {} }, 409, 'InvalidResourceLocation'],
    [
      'two rules of one priority',
      { location, properties: { securityRules: [rule('a'), rule('b')] } },
      400,
      'SecurityRuleConflict',
    ],
    [
      'two rules of one name',
      { location, properties: { securityRules: [rule('a'), rule('A', { priority: 300 })] } },
      400,
      'DuplicateResourceName',
    ],
    [
      'a rule without a name',
      { location, properties: { securityRules: [{ ...rule('a'), name: undefined }] } },
      400,
      format,
    ],
    ['a word for its rules', { location, properties: { securityRules: 'all' } }, 400, format],
    ['a word for its properties', { location, properties: 'all' }, 400, format],
    [
      'a bad rule',
      { location, properties: { securityRules: [rule('a', { priority: 1 })] } },
      400,
      'SecurityRuleInvalidPriority',
    ],
  ])('is refused with %s', async (_, body, status, code) => {
    const { refusal } = sandbox(nsg('myNSG'));
    expect(await refusal('PUT', groupPath, { body })).toMatchObject({ status, code });
  });

  it.each<[string, object]>([
    ['a NIC', { ...nic, ...nicBody({}, { networkSecurityGroup: { id: groupPath.toUpperCase() } }) }],
    [
      'a subnet',
      {
        id: `${network}/virtualNetworks/n2`,
        properties: { subnets: [{ name: 's', properties: { networkSecurityGroup: { id: groupPath } } }] },
      },
    ],
  ])('cannot go while %s uses it', async (_, user) => {
    const { refusal } = sandbox(nsg('myNSG'), user);
    expect(await refusal('DELETE', groupPath)).toMatchObject({
      status: 400,
      code: 'InUseNetworkSecurityGroupCannotBeDeleted',
    });
  });

  it('keeps what the world does not hold of its users when it is written', async () => {
    const scaleSetNic = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/s/virtualMachines/0/networkInterfaces/n`;
    const { ask, finish } = sandbox({ ...nsg('myNSG'), properties: { networkInterfaces: [{ id: scaleSetNic }] } });
    await ask('PUT', groupPath, { body: { location, properties: {} } });
    await finish();
    expect((await ask('GET', groupPath)).body).toMatchObject({
      properties: { networkInterfaces: [{ id: scaleSetNic }] },
    });
  });

  it('goes when nobody uses it', async () => {
    const { ask, finish, refusal } = sandbox(nsg('myNSG'));
    expect((await ask('DELETE', groupPath)).status).toBe(202);
    await finish();
    expect(await refusal('GET', groupPath)).toMatchObject({ status: 404, code: 'ResourceNotFound' });
    expect((await ask('DELETE', groupPath)).status).toBe(204);
  });
});

describe('a public IP', () => {
  it("gets an address that is nobody else's, the same in every run", async () => {
    const first = sandbox(publicIp);
    await first.ask('PUT', `${network}/publicIPAddresses/new`, { body: standard });
    await first.finish();
    const { body } = await first.ask('GET', `${network}/publicIPAddresses/new`);
    expect(body).toMatchObject({ properties: { ipAddress: '192.0.2.2', provisioningState: 'Succeeded' } });
  });

  it('gets another address than one that is being created at the same time', async () => {
    const { ask, finish } = sandbox();
    for (const name of ['a', 'b']) await ask('PUT', `${network}/publicIPAddresses/${name}`, { body: standard });
    await finish();
    expect((await ask('GET', `${network}/publicIPAddresses`)).body).toMatchObject({
      value: [{ properties: { ipAddress: '192.0.2.1' } }, { properties: { ipAddress: '192.0.2.2' } }],
    });
  });

  it('keeps its address when it is written again', async () => {
    const { ask, finish } = sandbox(publicIp);
    expect((await ask('PUT', ipPath, { body: { ...standard, tags: { a: 'b' } } })).status).toBe(200);
    await finish();
    expect((await ask('GET', ipPath)).body).toMatchObject({ tags: { a: 'b' }, properties: { ipAddress: '192.0.2.1' } });
  });

  it.each<[string, object, string]>([
    ['Standard and dynamic', { ...standard, properties: {} }, 'StandardSkuPublicIPAddressesMustBeStatic'],
    ['Basic', { ...standard, sku: { name: 'Basic' } }, 'IPv4BasicSkuPublicIpCountLimitReached'],
    ['without a SKU, which means Basic', { location, properties: {} }, 'IPv4BasicSkuPublicIpCountLimitReached'],
  ])('is refused %s', async (_, body, code) => {
    const { refusal } = sandbox();
    expect(await refusal('PUT', ipPath, { body })).toMatchObject({ status: 400, code });
  });

  it.each<[string, object, object, string]>([
    ['in a zone, once it is in none', {}, { zones: ['1'] }, 'ResourceAvailabilityZonesCannotBeModified'],
    ['in no zone, once it is in one', { zones: ['1'] }, {}, 'ResourceAvailabilityZonesCannotBeModified'],
    ['in a zone that is no list', {}, { zones: '1' }, format],
  ])('cannot be written %s', async (_, before, after, code) => {
    const { refusal } = sandbox({ ...publicIp, ...before });
    expect(await refusal('PUT', ipPath, { body: { ...standard, ...after } })).toMatchObject({ status: 400, code });
  });

  it('cannot go while a NIC holds it, and goes afterwards', async () => {
    const { ask, finish, refusal } = sandbox(publicIp, { ...nic, ...nicBody({ publicIPAddress: { id: ipPath } }) });
    expect(await refusal('DELETE', ipPath)).toMatchObject({ status: 400, code: 'PublicIPAddressCannotBeDeleted' });
    await ask('PUT', nicPath, { body: nicBody() });
    expect((await ask('DELETE', ipPath)).status).toBe(202);
    await finish();
    expect((await ask('DELETE', ipPath)).status).toBe(204);
  });
});

describe('a network interface', () => {
  it('is written at once, and keeps its private address', async () => {
    const { ask } = sandbox(nic, publicIp, nsg('myNSG'));
    const body = nicBody({ publicIPAddress: { id: ipPath } }, { networkSecurityGroup: { id: groupPath } });
    const reply = await ask('PUT', nicPath, { body });
    expect(reply.status).toBe(200);
    expect(reply.headers ?? {}).not.toHaveProperty('Azure-AsyncOperation');
    expect(reply.body).toMatchObject({
      properties: {
        provisioningState: 'Succeeded',
        ipConfigurations: [{ properties: { privateIPAddress: '10.0.0.4' } }],
      },
    });
    expect((await ask('GET', ipPath)).body).toMatchObject({
      properties: { ipConfiguration: { id: `${nicPath}/ipConfigurations/main` } },
    });
    expect((await ask('GET', groupPath)).body).toMatchObject({ properties: { networkInterfaces: [{ id: nicPath }] } });
  });

  it('gets the next free private address of its subnet, until that is full', async () => {
    const { ask, refusal } = sandbox(nic);
    const put = (name: string) => ask('PUT', `${network}/networkInterfaces/${name}`, { body: nicBody() });
    for (const [name, privateIPAddress] of [
      ['b', '10.0.0.5'],
      ['c', '10.0.0.6'],
    ] as const) {
      expect((await put(name)).body).toMatchObject({
        properties: { ipConfigurations: [{ properties: { privateIPAddress } }] },
      });
    }
    expect(await refusal('PUT', `${network}/networkInterfaces/d`, { body: nicBody() })).toMatchObject({
      code: 'SubnetIsFull',
    });
  });

  it('brings a dynamic address to a machine that runs', async () => {
    const vm = {
      id: `${group}/providers/Microsoft.Compute/virtualMachines/vm`,
      properties: {
        networkProfile: { networkInterfaces: [{ id: nicPath }] },
        instanceView: { statuses: [{ code: 'PowerState/running' }] },
      },
    };
    const { ask } = sandbox(nic, vm, { id: ipPath, location, properties: { publicIPAllocationMethod: 'Dynamic' } });
    await ask('PUT', nicPath, { body: nicBody({ publicIPAddress: { id: ipPath } }) });
    expect((await ask('GET', ipPath)).body).toMatchObject({ properties: { ipAddress: '192.0.2.1' } });
  });

  const other = {
    id: `${network}/networkInterfaces/other`,
    ...nicBody({ publicIPAddress: { id: ipPath }, privateIPAddress: '10.0.0.5' }),
  };
  const freePath = `${network}/publicIPAddresses/free`;
  const free = { ...publicIp, id: freePath };
  const staticAddress = (privateIPAddress: string) => ({ privateIPAllocationMethod: 'Static', privateIPAddress });
  const twoConfigurations = ({ name = 'second', ...properties }: { name?: string; publicIPAddress?: object }) => {
    const both = { subnet: { id: subnetId }, ...properties };
    const ipConfigurations = ['main', name].map((each) => ({ name: each, properties: both }));
    return { location, properties: { ipConfigurations } };
  };
  it.each<[string, object, string]>([
    [
      'a group that is not there',
      nicBody({}, { networkSecurityGroup: { id: `${groupPath}x` } }),
      'InvalidResourceReference',
    ],
    ['a subnet that is not there', nicBody({ subnet: { id: `${subnetId}x` } }), 'InvalidResourceReference'],
    ['an address that is not there', nicBody({ publicIPAddress: { id: `${ipPath}x` } }), 'InvalidResourceReference'],
    [
      'an address in another region',
      nicBody({ publicIPAddress: { id: `${network}/publicIPAddresses/far` } }),
      'InvalidResourceReference',
    ],
    ['an address that another one has', nicBody({ publicIPAddress: { id: ipPath } }), 'PublicIPAddressInUse'],
    ['no subnet', nicBody({ subnet: undefined }), 'SubnetNotProvided'],
    ['a subnet without an id', nicBody({ subnet: {} }), format],
    ['a group without an id', nicBody({}, { networkSecurityGroup: {} }), format],
    ['an address for a group', nicBody({}, { networkSecurityGroup: { id: ipPath } }), format],
    ['a name for a group', nicBody({}, { networkSecurityGroup: { id: 'myNSG' } }), 'LinkedInvalidPropertyId'],
    ['an ipConfiguration without a name', { location, properties: { ipConfigurations: [{ properties: {} }] } }, format],
    ['two of one name', twoConfigurations({ name: 'MAIN' }), 'DuplicateResourceName'],
    [
      'one address in two places',
      twoConfigurations({ publicIPAddress: { id: freePath } }),
      'PublicIPReferencedByMultipleIPConfigs',
    ],
    ['a static address of another subnet', nicBody(staticAddress('10.0.9.4')), 'PrivateIPAddressNotInSubnet'],
    ["another one's static address", nicBody(staticAddress('10.0.0.5')), 'PrivateIPAddressIsAllocated'],
    ['a number for an address', nicBody({ privateIPAddress: 7 }), format],
    [
      'no ipConfiguration',
      { location, properties: { ipConfigurations: [] } },
      'NetworkInterfaceMustHaveIpConfiguration',
    ],
  ])('is refused with %s', async (_, body, code) => {
    const { refusal } = sandbox(nic, other, publicIp, free, {
      id: `${network}/publicIPAddresses/far`,
      location: 'westus',
    });
    expect(await refusal('PUT', nicPath, { body })).toMatchObject({ status: 400, code });
  });

  it('lets go of its group and its address by null, and of an address that says so itself', async () => {
    const attached = { ...publicIp, properties: { ...publicIp.properties, ipConfiguration: { id: configuration } } };
    const before = nicBody({ publicIPAddress: { id: ipPath } }, { networkSecurityGroup: { id: groupPath } });
    const { ask, finish, world } = sandbox({ ...nic, ...before }, attached, nsg('myNSG'));
    const body = nicBody({ publicIPAddress: null }, { networkSecurityGroup: null });
    const { properties } = (await ask('PUT', nicPath, { body })).body as Shown;
    expect(properties).not.toHaveProperty('networkSecurityGroup');
    expect(properties.ipConfigurations[0]?.properties).not.toHaveProperty('publicIPAddress');
    expect(world.get(ipPath)?.properties).not.toHaveProperty('ipConfiguration');
    expect((await ask('DELETE', ipPath)).status).toBe(202);
    await finish();
  });

  it.each<[string, object, string]>([
    ['a static one as it is', { privateIPAllocationMethod: 'Static', privateIPAddress: '10.0.0.6' }, '10.0.0.6'],
    ['a dynamic one as it was', { privateIPAddress: '10.0.0.6' }, '10.0.0.4'],
  ])('takes its private address: %s', async (_, given, privateIPAddress) => {
    const { ask } = sandbox({ id: nicPath, ...nicBody({ privateIPAddress: '10.0.0.4', subnet: { id: subnetId } }) });
    expect((await ask('PUT', nicPath, { body: nicBody(given) })).body).toMatchObject({
      properties: { ipConfigurations: [{ properties: { privateIPAddress } }] },
    });
  });

  it('waits for its group to be done', async () => {
    const { ask, finish, refusal } = sandbox(nic, nsg('myNSG'));
    await ask('PUT', `${groupPath}/securityRules/ssh`, { body: rule('ssh') });
    const body = nicBody({}, { networkSecurityGroup: { id: groupPath } });
    expect(await refusal('PUT', nicPath, { body })).toMatchObject({
      status: 429,
      code: 'RetryableError',
      details: [{ code: 'ReferencedResourceNotProvisioned' }],
    });
    await finish();
    expect((await ask('PUT', nicPath, { body })).status).toBe(200);
  });
});

describe('what is being created', () => {
  const body = { location, properties: {} };

  it.each<[string, string, object]>([
    ['a group', groupPath, body],
    ['a public IP', ipPath, standard],
  ])('%s cannot be deleted before it is there', async (_, path, created) => {
    const { ask, finish, refusal } = sandbox();
    await ask('PUT', path, { body: created });
    expect(await refusal('DELETE', path)).toMatchObject({ status: 429, code: 'RetryableError' });
    await finish();
    expect((await ask('DELETE', path)).status).toBe(202);
  });

  it.each<[string, string, object, string, object]>([
    ['a group by a NIC', groupPath, body, nicPath, nicBody({}, { networkSecurityGroup: { id: groupPath } })],
    ['a public IP by a NIC', ipPath, standard, nicPath, nicBody({ publicIPAddress: { id: ipPath } })],
    [
      'a group by a subnet',
      groupPath,
      body,
      subnetId,
      { properties: { ...subnet.properties, networkSecurityGroup: { id: groupPath } } },
    ],
  ])('%s cannot be used before it is there', async (_, path, created, user, write) => {
    const { ask, finish, refusal } = sandbox();
    await ask('PUT', path, { body: created });
    expect(await refusal('PUT', user, { body: write })).toMatchObject({
      status: 429,
      details: [{ code: 'ReferencedResourceNotProvisioned' }],
    });
    await finish();
    expect([200, 201]).toContain((await ask('PUT', user, { body: write })).status);
  });
});

describe('a subnet', () => {
  const body = { properties: { addressPrefix: '10.0.1.0/24', networkSecurityGroup: { id: groupPath } } };

  it('is written into its network, whose other subnets stay', async () => {
    const { ask, finish, refusal } = sandbox(nsg('myNSG'));
    expect(await ask('PUT', `${netPath}/subnets/new`, { body })).toMatchObject({
      status: 201,
      body: { properties: { provisioningState: 'Updating' } },
    });
    expect(await refusal('PUT', `${netPath}/subnets/third`, { body })).toMatchObject({
      status: 409,
      code: 'AnotherOperationInProgress',
    });
    await finish();
    expect((await ask('GET', `${netPath}/subnets`)).body).toMatchObject({
      value: [{ name: 'default' }, { name: 'new' }],
    });
    expect((await ask('GET', groupPath)).body).toMatchObject({
      properties: { subnets: [{ id: `${netPath}/subnets/new` }] },
    });
  });

  it('goes, unless somebody is in it', async () => {
    const { ask, finish, refusal } = sandbox(nsg('myNSG'), nic);
    expect(await refusal('DELETE', subnetId)).toMatchObject({ status: 400, code: 'InUseSubnetCannotBeDeleted' });
    await ask('PUT', `${netPath}/subnets/new`, { body });
    await finish();
    expect((await ask('DELETE', `${netPath}/subnets/NEW`)).status).toBe(202);
    await finish();
    expect(await refusal('GET', `${netPath}/subnets/new`)).toMatchObject({ status: 404, code: 'NotFound' });
  });

  it.each<[string, object, string]>([
    ['host bits', { properties: { addressPrefix: '10.0.1.1/24' } }, 'InvalidAddressPrefixFormat'],
    ['no prefix', { properties: {} }, 'InvalidAddressPrefixFormat'],
    ['a group that is not there', body, 'InvalidResourceReference'],
  ])('is refused with %s', async (_, wrong, code) => {
    const { refusal } = sandbox();
    expect(await refusal('PUT', `${netPath}/subnets/new`, { body: wrong })).toMatchObject({ status: 400, code });
  });
});
