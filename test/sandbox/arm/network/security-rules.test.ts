import { describe, expect, it } from 'vitest';
import { networkRoutes } from '../../../../sandbox/arm/network/routes.ts';
import { asker, network, nsg, rule, worldOf } from './ask.ts';

const group = `${network}/networkSecurityGroups/myNSG`;
const other = rule('other', { priority: 200 });
const sandbox = () => asker(worldOf([nsg('myNSG', [other])]), networkRoutes);

describe('a rule that Azure takes', () => {
  it.each<[string, object]>([
    ['one address', {}],
    ['an address range', { sourceAddressPrefix: '50.206.209.64/27' }],
    ['a tag, in any case', { sourceAddressPrefix: 'internet' }],
    ['a regional tag', { sourceAddressPrefix: 'Storage.WestEurope' }],
    ['a bare number for an address', { sourceAddressPrefix: '789' }],
    ['several addresses', { sourceAddressPrefix: undefined, sourceAddressPrefixes: ['10.0.0.0/8', '203.0.113.7'] }],
    ['an empty singular beside the plural', { sourceAddressPrefix: '', sourceAddressPrefixes: ['10.0.0.0/8'] }],
    ['an empty plural beside the singular', { sourceAddressPrefixes: [], destinationPortRanges: [] }],
    ['IPv6 on both ends', { sourceAddressPrefix: '2001:db8::/32', destinationAddressPrefix: 'fd00::1' }],
    ['several port ranges', { destinationPortRange: undefined, destinationPortRanges: ['22', '2000-2010'] }],
    ['the lowest priority number', { priority: 100 }],
    ['the highest priority number', { priority: 4096 }],
    ['a protocol in capitals', { protocol: 'TCP' }],
    ['the other direction at a taken priority', { priority: 200, direction: 'Outbound' }],
    ['a description of 140 characters', { description: 'x'.repeat(140) }],
    [
      'an application security group',
      {
        sourceAddressPrefix: '',
        sourceApplicationSecurityGroups: [{ id: `${network}/applicationSecurityGroups/web` }],
      },
    ],
  ])('%s', async (_, properties) => {
    const { ask } = sandbox();
    const reply = await ask('PUT', `${group}/securityRules/ssh`, { body: rule('ssh', properties) });
    expect(reply.status).toBe(201);
    expect(reply.headers).toHaveProperty('Azure-AsyncOperation');
    expect(reply.headers).not.toHaveProperty('Location');
  });
});

describe('a rule that Azure refuses', () => {
  it.each<[string, string, object]>([
    ['a priority below 100', 'SecurityRuleInvalidPriority', { priority: 99 }],
    ['a priority above 4096', 'SecurityRuleInvalidPriority', { priority: 4097 }],
    ['a priority that is no number', 'InvalidRequestFormat', { priority: 'high' }],
    ['a port in a list', 'InvalidRequestFormat', { destinationPortRange: ['22'] }],
    ['a word for groups', 'InvalidRequestFormat', { destinationApplicationSecurityGroups: 'web' }],
    ['a group without an id', 'InvalidRequestFormat', { destinationApplicationSecurityGroups: [{}] }],
    ['no group in the list of groups', 'InvalidRequestFormat', { destinationApplicationSecurityGroups: [null] }],
    [
      'a group of another type',
      'InvalidRequestFormat',
      { destinationAddressPrefix: undefined, destinationApplicationSecurityGroups: [{ id: group }] },
    ],
    ['no priority', 'InvalidRequestFormat', { priority: undefined }],
    ['a taken priority', 'SecurityRuleConflict', { priority: 200 }],
    [
      'a taken priority, the direction in another case',
      'SecurityRuleConflict',
      { priority: 200, direction: 'INBOUND' },
    ],
    ['host bits', 'SecurityRuleInvalidAddressPrefix', { sourceAddressPrefix: '50.206.209.68/27' }],
    ['IPv6 host bits', 'SecurityRuleInvalidAddressPrefix', { sourceAddressPrefix: '2001:db8::1/64' }],
    ['the portal word any', 'SecurityRuleInvalidAddressPrefix', { sourceAddressPrefix: 'any' }],
    ['a tag that does not exist', 'SecurityRuleInvalidAddressPrefix', { sourceAddressPrefix: 'Internt' }],
    ['a list in the singular', 'SecurityRuleInvalidAddressPrefix', { sourceAddressPrefix: '10.0.0.1,10.0.0.2' }],
    ['a mask too long', 'SecurityRuleInvalidAddressPrefix', { sourceAddressPrefix: '10.0.0.0/33' }],
    ['an octet too large', 'SecurityRuleInvalidAddressPrefix', { sourceAddressPrefix: '10.0.0.256' }],
    ['no source', 'SecurityRuleInvalidAddressPrefix', { sourceAddressPrefix: undefined }],
    [
      'a tag in the plural',
      'SecurityRuleParameterContainsUnsupportedValue',
      {
        destinationAddressPrefix: undefined,
        destinationAddressPrefixes: ['VirtualNetwork'],
      },
    ],
    [
      'a star in the plural',
      'SecurityRuleParameterContainsUnsupportedValue',
      {
        sourceAddressPrefix: undefined,
        sourceAddressPrefixes: ['*'],
      },
    ],
    [
      'singular and plural addresses',
      'SecurityRuleParameterContainsUnsupportedValue',
      {
        sourceAddressPrefixes: ['10.0.0.0/8'],
      },
    ],
    ['singular and plural ports', 'SecurityRuleParameterContainsUnsupportedValue', { destinationPortRanges: ['80'] }],
    [
      'both families in one list',
      'ResourceCannotContainAddressPrefixesFromDifferentAddressFamilies',
      {
        sourceAddressPrefix: undefined,
        sourceAddressPrefixes: ['10.0.0.0/8', '2001:db8::/32'],
      },
    ],
    [
      'IPv4 to IPv6',
      'ResourceCannotContainAddressPrefixesFromDifferentAddressFamilies',
      {
        destinationAddressPrefix: '2001:db8::5',
      },
    ],
    ['a list of ports in the singular', 'SecurityRuleInvalidPortRange', { destinationPortRange: '80,443' }],
    ['a port too high', 'SecurityRuleInvalidPortRange', { destinationPortRange: '65536' }],
    ['a range turned round', 'SecurityRuleInvalidPortRange', { destinationPortRange: '30-20' }],
    ['no port', 'SecurityRuleInvalidPortRange', { destinationPortRange: undefined }],
    ['an unknown protocol', 'InvalidRequestFormat', { protocol: 'Sctp' }],
    ['an unknown access', 'InvalidRequestFormat', { access: 'Permit' }],
    ['an unknown direction', 'InvalidRequestFormat', { direction: 'In' }],
    ['a description of 141 characters', 'SecurityRuleDescriptionTooLong', { description: 'x'.repeat(141) }],
  ])('%s', async (_, code, properties) => {
    const { ask, refusal } = sandbox();
    const failure = await refusal('PUT', `${group}/securityRules/ssh`, { body: rule('ssh', properties) });
    expect(failure).toMatchObject({ status: 400, code });
    expect((await ask('GET', `${group}/securityRules`)).body).toMatchObject({ value: [{ name: 'other' }] });
  });

  it.each([['-ssh'], ['ssh-'], ['s s h'], ['x'.repeat(81)]])('the name %s', async (name) => {
    const { refusal } = sandbox();
    const failure = await refusal('PUT', `${group}/securityRules/${encodeURIComponent(name)}`, { body: rule(name) });
    expect(failure).toMatchObject({ status: 400, code: 'InvalidResourceName' });
  });

  it('the thousand and first', async () => {
    const many = Array.from({ length: 1000 }, (_, at) => rule(`r${at}`, { priority: 100 + at }));
    const { refusal } = asker(worldOf([nsg('myNSG', many)]), networkRoutes);
    const failure = await refusal('PUT', `${group}/securityRules/ssh`, { body: rule('ssh', { priority: 4000 }) });
    expect(failure).toMatchObject({ status: 400, code: 'SecurityRuleCountLimitReached' });
  });

  it('one in a group that is not there', async () => {
    const { refusal } = asker(worldOf([]), networkRoutes);
    const failure = await refusal('PUT', `${group}/securityRules/ssh`, { body: rule('ssh') });
    expect(failure).toMatchObject({ status: 404, code: 'ParentResourceNotFound' });
  });
});

describe('a rule over time', () => {
  it('is Updating until its operation ends, and then in the world', async () => {
    const world = worldOf([nsg('myNSG', [other])]);
    const { ask, finish } = asker(world, networkRoutes);
    const put = await ask('PUT', `${group}/securityRules/ssh`, { body: rule('ssh') });
    expect(put.body).toMatchObject({ name: 'ssh', properties: { provisioningState: 'Updating' } });
    expect(world.get(group)?.properties.securityRules).toHaveLength(1);
    expect((await ask('GET', group)).body).toMatchObject({ properties: { provisioningState: 'Updating' } });
    await finish();
    const got = await ask('GET', `${group}/securityRules/SSH`);
    expect(got.body).toEqual({
      name: 'ssh',
      id: `${group}/securityRules/ssh`,
      etag: expect.stringMatching(/^W\/"[0-9a-f-]{36}"$/),
      type: 'Microsoft.Network/networkSecurityGroups/securityRules',
      properties: {
        provisioningState: 'Succeeded',
        protocol: 'Tcp',
        sourcePortRange: '*',
        destinationPortRange: '22',
        sourceAddressPrefix: '203.0.113.7',
        destinationAddressPrefix: '*',
        access: 'Allow',
        priority: 1000,
        direction: 'Inbound',
        sourcePortRanges: [],
        destinationPortRanges: [],
        sourceAddressPrefixes: [],
        destinationAddressPrefixes: [],
      },
    });
    expect(got.headers?.ETag).toBe((got.body as { etag: string }).etag);
  });

  it('leaves the singular out where the plural is used', async () => {
    const { ask, finish } = sandbox();
    const body = rule('ssh', { sourceAddressPrefix: '', sourceAddressPrefixes: ['10.0.0.0/8'] });
    await ask('PUT', `${group}/securityRules/ssh`, { body });
    await finish();
    const { properties } = (await ask('GET', `${group}/securityRules/ssh`)).body as { properties: object };
    expect(properties).not.toHaveProperty('sourceAddressPrefix');
    expect(properties).toHaveProperty('sourceAddressPrefixes', ['10.0.0.0/8']);
  });

  it('changes the etag of the group and of all its rules', async () => {
    const { ask, finish } = sandbox();
    const etags = async () => {
      const body = (await ask('GET', group)).body as {
        etag: string;
        properties: { securityRules: { etag: string }[] };
      };
      return new Set([body.etag, ...body.properties.securityRules.map((each) => each.etag)]);
    };
    const before = await etags();
    await ask('PUT', `${group}/securityRules/ssh`, { body: rule('ssh') });
    await finish();
    const after = await etags();
    expect([before.size, after.size]).toEqual([1, 1]);
    expect(after).not.toEqual(before);
  });

  it('keeps a second writer out with 429 RetryableError while it runs, and no longer', async () => {
    const { ask, finish, refusal } = sandbox();
    await ask('PUT', `${group}/securityRules/ssh`, { body: rule('ssh') });
    const second = { body: rule('two', { priority: 300 }) };
    const failure = await refusal('PUT', `${group}/securityRules/two`, second);
    expect(failure).toMatchObject({
      status: 429,
      code: 'RetryableError',
      details: [{ code: 'RetryableErrorDueToAnotherOperation' }],
    });
    expect(await refusal('DELETE', `${group}/securityRules/other`)).toMatchObject({ status: 429 });
    await finish();
    expect((await ask('PUT', `${group}/securityRules/two`, second)).status).toBe(201);
  });

  it('gives back as text a port that was written as a number', async () => {
    const { ask } = sandbox();
    const { body } = await ask('PUT', `${group}/securityRules/ssh`, {
      body: rule('ssh', { destinationPortRange: 22 }),
    });
    expect(body).toMatchObject({ properties: { destinationPortRange: '22' } });
  });

  it('keeps its own removal out while it is being created', async () => {
    const { ask, finish, refusal } = sandbox();
    await ask('PUT', `${group}/securityRules/ssh`, { body: rule('ssh') });
    expect(await refusal('DELETE', `${group}/securityRules/ssh`)).toMatchObject({ status: 429 });
    await finish();
    expect((await ask('DELETE', `${group}/securityRules/ssh`)).status).toBe(202);
  });

  it('waits for its group to be created', async () => {
    const { ask, finish, refusal } = sandbox();
    const fresh = `${network}/networkSecurityGroups/fresh`;
    await ask('PUT', fresh, { body: { location: 'eastus', properties: {} } });
    const write = { body: rule('ssh') };
    expect(await refusal('PUT', `${fresh}/securityRules/ssh`, write)).toMatchObject({ status: 429 });
    await finish();
    expect((await ask('PUT', `${fresh}/securityRules/ssh`, write)).status).toBe(201);
  });

  it('leaves the world as it was when its operation fails', async () => {
    const { ask, fail } = sandbox();
    await ask('PUT', `${group}/securityRules/ssh`, { body: rule('ssh') });
    fail();
    expect((await ask('GET', `${group}/securityRules`)).body).toMatchObject({ value: [{ name: 'other' }] });
    expect((await ask('PUT', `${group}/securityRules/ssh`, { body: rule('ssh') })).status).toBe(201);
  });

  it('is replaced by a PUT of its name in another case', async () => {
    const { ask, finish } = sandbox();
    const reply = await ask('PUT', `${group}/securityRules/OTHER`, {
      body: rule('OTHER', { priority: 200, access: 'Deny' }),
    });
    expect(reply.status).toBe(200);
    await finish();
    const { value } = (await ask('GET', `${group}/securityRules`)).body as { value: object[] };
    expect(value).toMatchObject([{ properties: { access: 'Deny' } }]);
  });

  it('goes with 202, and is gone with 204', async () => {
    const { ask, finish, refusal } = sandbox();
    const gone = await ask('DELETE', `${group}/securityRules/other`);
    expect(gone.status).toBe(202);
    expect(gone.headers).toHaveProperty('Location');
    await finish();
    expect((await ask('DELETE', `${group}/securityRules/other`)).status).toBe(204);
    expect(await refusal('GET', `${group}/securityRules/other`)).toMatchObject({ status: 404, code: 'NotFound' });
  });
});

describe('If-Match', () => {
  it('lets the stored version pass and refuses every other with 412', async () => {
    const { ask, finish, refusal } = sandbox();
    const { etag } = (await ask('GET', group)).body as { etag: string };
    const write = { body: rule('other', { priority: 201 }) };
    expect((await ask('PUT', `${group}/securityRules/other`, { ...write, headers: { 'if-match': etag } })).status).toBe(
      200,
    );
    await finish();
    const failure = await refusal('PUT', `${group}/securityRules/other`, { ...write, headers: { 'if-match': etag } });
    expect(failure).toMatchObject({
      status: 412,
      code: 'PreconditionFailed',
      details: [{ code: 'PreconditionFailedEtagMismatch' }],
    });
    expect(await refusal('DELETE', `${group}/securityRules/other`, { headers: { 'if-match': etag } })).toMatchObject({
      status: 412,
    });
    expect(
      await refusal('PUT', `${group}/securityRules/new`, { body: rule('new'), headers: { 'if-match': '*' } }),
    ).toMatchObject({
      status: 412,
    });
  });
});

describe('default rules', () => {
  it('are six, whatever the world file says of them', async () => {
    const { ask } = sandbox();
    const { value } = (await ask('GET', `${group}/defaultSecurityRules`)).body as { value: { name: string }[] };
    expect(value.map(({ name }) => name)).toEqual([
      'AllowVnetInBound',
      'AllowAzureLoadBalancerInBound',
      'DenyAllInBound',
      'AllowVnetOutBound',
      'AllowInternetOutBound',
      'DenyAllOutBound',
    ]);
    expect((await ask('GET', `${group}/defaultSecurityRules/denyallinbound`)).body).toMatchObject({
      properties: { priority: 65500, access: 'Deny', sourcePortRanges: [] },
    });
  });
});
