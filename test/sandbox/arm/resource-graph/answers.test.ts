import { describe, expect, it } from 'vitest';
import { resourceGraphRoutes } from '../../../../sandbox/arm/resource-graph/routes.ts';
import { asker, group, network, nsg, rule, sub, worldOf } from '../network/ask.ts';

const path = '/providers/Microsoft.ResourceGraph/resources';
const many = (count: number) =>
  worldOf(Array.from({ length: count }, (_, at) => ({ id: `${network}/publicIPAddresses/ip${at}` })));
const query = 'Resources | project id, name';

interface Answer {
  readonly totalRecords: number;
  readonly count: number;
  readonly data: { name: string }[];
  readonly resultTruncated: string;
  readonly $skipToken?: string;
}

describe('pages', () => {
  it('hold a thousand rows at most, and the tokens lead through all of them once', async () => {
    const { ask } = asker(many(2500), resourceGraphRoutes);
    const seen: string[] = [];
    const sizes: number[] = [];
    let options: object = {};
    for (;;) {
      const answer = (await ask('POST', path, { body: { query, options } })).body as Answer;
      expect(answer).toMatchObject({ totalRecords: 2500, resultTruncated: 'false', facets: [] });
      sizes.push(answer.count);
      seen.push(...answer.data.map(({ name }) => name));
      if (answer.$skipToken === undefined) break;
      options = { $skipToken: answer.$skipToken };
    }
    expect(sizes).toEqual([1000, 1000, 500]);
    expect(new Set(seen).size).toBe(2500);
  });

  it('are as small as $top says, from where $skip says', async () => {
    const { ask } = asker(many(5), resourceGraphRoutes);
    const first = (await ask('POST', path, { body: { query, options: { $top: 2, $skip: 1 } } })).body as Answer;
    expect(first).toMatchObject({ count: 2, data: [{ name: 'ip1' }, { name: 'ip2' }] });
    const body = { query, options: { $skipToken: first.$skipToken } };
    expect((await ask('POST', path, { body })).body).toMatchObject({ data: [{ name: 'ip3' }, { name: 'ip4' }] });
  });

  it.each([
    ['the id is not projected', 'Resources | project name'],
    ['the query cuts itself off', 'Resources | project id | take 4'],
  ])('end with a truncated result where %s', async (_, text) => {
    const { ask } = asker(many(5), resourceGraphRoutes);
    const { body } = await ask('POST', path, { body: { query: text, options: { $top: 2 } } });
    expect(body).toMatchObject({ count: 2, resultTruncated: 'true' });
    expect(body).not.toHaveProperty('$skipToken');
  });

  it('come as a table when asked for', async () => {
    const { ask } = asker(many(1), resourceGraphRoutes);
    const body = { query: 'Resources | project name, n = strlen(name), tags', options: { resultFormat: 'table' } };
    expect((await ask('POST', path, { body })).body).toMatchObject({
      data: {
        columns: [
          { name: 'name', type: 'string' },
          { name: 'n', type: 'integer' },
          { name: 'tags', type: 'object' },
        ],
        rows: [['ip0', 3, null]],
      },
    });
  });
});

describe('a row', () => {
  const rowsOf = async (resources: readonly object[], type: string) => {
    const { ask } = asker(worldOf(resources), resourceGraphRoutes);
    const text = `Resources | where type =~ '${type}' | project properties`;
    return ((await ask('POST', path, { body: { query: text } })).body as { data: { properties: object }[] }).data;
  };
  const nicId = `${network}/networkInterfaces/nic`;
  const ipId = `${network}/publicIPAddresses/ip`;
  const user = {
    id: nicId,
    properties: {
      networkSecurityGroup: { id: nsg('myNSG').id },
      ipConfigurations: [{ name: 'main', properties: { publicIPAddress: { id: ipId } } }],
    },
  };
  const vm = {
    id: `${group}/providers/Microsoft.Compute/virtualMachines/vm`,
    properties: {
      networkProfile: { networkInterfaces: [{ id: nicId }] },
      osProfile: { adminUsername: 'azureuser', adminPassword: 'secret' },
    },
  };
  const all = [nsg('myNSG', [rule('ssh')]), user, { id: ipId }, vm];

  it.each<[string, string, object]>([
    [
      'of a group shows its rules, the default ones and its users',
      'Microsoft.Network/networkSecurityGroups',
      {
        securityRules: [{ id: `${nsg('myNSG').id}/securityRules/ssh`, properties: { sourceAddressPrefixes: [] } }],
        defaultSecurityRules: { length: 6 },
        networkInterfaces: [{ id: nicId }],
      },
    ],
    ['of a NIC shows its machine', 'Microsoft.Network/networkInterfaces', { virtualMachine: { id: vm.id } }],
    [
      'of a public IP shows its user',
      'Microsoft.Network/publicIPAddresses',
      { ipConfiguration: { id: `${nicId}/ipConfigurations/main` } },
    ],
  ])('%s, as GET does', async (_, type, properties) => {
    expect(await rowsOf(all, type)).toMatchObject([{ properties }]);
  });

  it('of a machine has no secrets', async () => {
    const [row] = await rowsOf(all, 'Microsoft.Compute/virtualMachines');
    expect(row).toMatchObject({ properties: { osProfile: { adminUsername: 'azureuser' } } });
    expect(JSON.stringify(row)).not.toContain('secret');
  });
});

describe('a request that is refused', () => {
  it.each<[string, unknown, string]>([
    ['without a query', {}, 'InvalidQueryRequest'],
    ['with too large a page', { query, options: { $top: 1001 } }, 'InvalidQueryRequest'],
    ['with an unknown format', { query, options: { resultFormat: 'csv' } }, 'InvalidQueryRequest'],
    ['with a token of another query', { query, options: { $skipToken: 'bm9wZQ' } }, 'InvalidSkipToken'],
    ['for subscriptions that are not there', { query, subscriptions: ['x'] }, 'NoValidSubscriptionsInQueryRequest'],
    [
      'for too many subscriptions',
      { query, subscriptions: Array(1001).fill(sub) },
      'TooManySubscriptionsInQueryRequest',
    ],
  ])('%s', async (_, body, code) => {
    const failure = await asker(many(1), resourceGraphRoutes).refusal('POST', path, { body });
    expect(failure).toMatchObject({ status: 400, code: 'BadRequest', details: [{ code }] });
  });
});

describe('what the caller may see', () => {
  const second = '00000000-0000-4000-8000-000000000002';
  const world = () =>
    worldOf([{ id: `${network}/publicIPAddresses/a` }, { id: `${network.replace(sub, second)}/publicIPAddresses/b` }], {
      subscriptions: [{ subscriptionId: sub }, { subscriptionId: second }],
      faults: [{ kind: 'forbidden', target: `${network}/publicIPAddresses/a` }],
    });

  it('is left in, and the rest out', async () => {
    const reply = await asker(world(), resourceGraphRoutes).ask('POST', path, { body: { query } });
    expect(reply.body).toMatchObject({ totalRecords: 1, data: [{ name: 'b' }] });
  });

  it('is narrowed by the subscriptions it asks for, in any case', async () => {
    const body = { query, subscriptions: [sub.toUpperCase()] };
    const reply = await asker(world(), resourceGraphRoutes).ask('POST', path, { body });
    expect(reply.body).toMatchObject({ totalRecords: 0 });
  });
});

describe('the quota', () => {
  it('is fifteen queries in five seconds of the sandbox clock', async () => {
    const { ask, clock, refusal } = asker(many(1), resourceGraphRoutes);
    const remaining: string[] = [];
    for (let at = 0; at < 15; at++) {
      const { headers } = await ask('POST', path, { body: { query } });
      remaining.push(headers?.['x-ms-user-quota-remaining'] ?? '');
      expect(headers?.['x-ms-user-quota-resets-after']).toBe('00:00:05');
    }
    expect([remaining[0], remaining[14]]).toEqual(['14', '0']);
    clock.advance(2000);
    expect(await refusal('POST', path, { body: { query } })).toMatchObject({
      status: 429,
      code: 'RateLimiting',
      details: [{ code: 'RateLimiting' }],
      headers: { 'Retry-After': '3', 'x-ms-user-quota-remaining': '0' },
    });
    clock.advance(3000);
    expect((await ask('POST', path, { body: { query } })).status).toBe(200);
  });

  it('refuses nobody where the server does not throttle', async () => {
    const { ask } = asker(many(1), resourceGraphRoutes, 50, false);
    for (let at = 0; at < 20; at++) expect((await ask('POST', path, { body: { query } })).status).toBe(200);
  });
});
