import { afterEach, describe, expect, test } from 'vitest';
import { findVms } from '../../src/azure/find-vms.ts';
import type { Graph } from '../../src/azure/graph.ts';
import { Secret } from '../../src/secret.ts';
import { type Connected, type ConnectOptions, configFor, connect } from './connected-azure.ts';

const prod = '11111111-2222-4333-8444-555555555555';
const dev = '22222222-3333-4444-8555-666666666666';

function vm(subscriptionId: string, group: string, name: string) {
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`,
    location: 'westeurope',
    properties: { networkProfile: { networkInterfaces: [{ id: `/nics/${name}-nic` }] } },
  };
}

const world = (faults: object[] = [], more: object[] = []) => ({
  subscriptions: [
    { subscriptionId: prod, displayName: 'Production' },
    { subscriptionId: dev, displayName: 'Development' },
  ],
  resources: [
    vm(prod, 'Apps', 'jump'),
    vm(dev, 'Lab', 'Jump'),
    vm(prod, 'Apps', 'web-01'),
    vm(dev, 'Lab', "o'brien"),
    ...more,
  ],
  faults,
});

let connected: Connected | undefined;
afterEach(async () => {
  await connected?.arm.close();
  connected = undefined;
});

async function start(content: unknown, options?: ConnectOptions) {
  connected = await connect(content, options);
  return connected.azure;
}

function queries(): number {
  return connected?.arm.requests.filter(({ kind }) => kind === 'arm').length ?? 0;
}

describe('by name', () => {
  test('finds all that answer to it, in any case, with one query', async () => {
    const { matches, near } = await (await start(world())).findVms({ kind: 'plain', name: 'JUMP' });
    expect(matches).toMatchObject([
      { name: 'jump', resourceGroup: 'Apps', subscriptionName: 'Production', location: 'westeurope' },
      { name: 'Jump', resourceGroup: 'Lab', subscriptionName: 'Development', nicIds: ['/nics/Jump-nic'] },
    ]);
    expect(near).toEqual([]);
    expect(queries()).toBe(1);
  });

  test('in a group, in any case', async () => {
    const { matches } = await (await start(world())).findVms({ kind: 'in-group', resourceGroup: 'lab', name: 'jump' });
    expect(matches).toMatchObject([{ subscriptionId: dev }]);
  });

  test.each([
    ['a typing error', { kind: 'plain', name: 'wbe-01' }, ['web-01']],
    ['a part', { kind: 'plain', name: 'web' }, ['web-01']],
    ['the wrong group', { kind: 'in-group', resourceGroup: 'Lab', name: 'web-01' }, ['Apps/web-01']],
    ['nothing like it', { kind: 'plain', name: 'elasticsearch-7' }, []],
  ] as const)('%s gives the names that are near', async (_, name, near) => {
    expect(await (await start(world())).findVms(name)).toEqual({ matches: [], near });
  });

  test.each(["o'brien", "x' or name != '", 'a\\', "\\' | where true | project '", 'naïve\n', "' union resources"])(
    'takes %j for a name and nothing else',
    async (name) => {
      const { matches } = await (await start(world())).findVms({ kind: 'plain', name });
      expect(matches.map((match) => match.name)).toEqual(name === "o'brien" ? ["o'brien"] : []);
    },
  );

  test('follows the pages', async () => {
    const many = Array.from({ length: 1300 }, (_, index) => vm(prod, `g${index}`, 'node'));
    const { matches, more } = await (await start(world([], many))).findVms({ kind: 'plain', name: 'node' });
    expect(new Set(matches.map(({ id }) => id)).size).toBe(1300);
    expect(more).toBeUndefined();
    expect(queries()).toBe(2);
  });

  test('says how many there are beyond what anybody picks from', async () => {
    const many = Array.from({ length: 2150 }, (_, index) => vm(prod, `g${index}`, 'node'));
    const { matches, more } = await (await start(world([], many))).findVms({ kind: 'plain', name: 'node' });
    expect(matches.length + (more ?? 0)).toBe(2150);
    expect(more).toBeGreaterThan(0);
  });

  test('finds near names behind the first thousand', async () => {
    const many = Array.from({ length: 1300 }, (_, index) => vm(prod, 'g', `node-${index}`));
    const { near } = await (await start(world([], many))).findVms({ kind: 'plain', name: 'wbe-01' });
    expect(near).toEqual(['web-01']);
  });

  test.each([null, undefined, [{}], [null], 'x'])('finds a VM whose interfaces are %j', async (nics) => {
    const { id } = vm(prod, 'Apps', 'jump');
    const graph: Graph = {
      ask: async ({ row }) => ({ ok: true, value: { rows: [row.parse({ id, name: 'jump', nics })], more: 0 } }),
    };
    const { matches } = await findVms({ kind: 'plain', name: 'jump' }, graph, undefined);
    expect(matches).toMatchObject([{ name: 'jump', nicIds: [] }]);
  });

  test('looks at the subscriptions that it is told to, only', async () => {
    const azure = await start(world(), { config: { subscriptions: [dev] } });
    expect((await azure.findVms({ kind: 'plain', name: 'jump' })).matches).toMatchObject([{ subscriptionId: dev }]);
    await expect(azure.findVms({ kind: 'id', id: vm(prod, 'Apps', 'jump').id })).rejects.toMatchObject({
      code: 'vm-not-found',
    });
  });
});

describe('by id', () => {
  test('asks nobody', async () => {
    const id = vm(prod, 'Apps', 'jump').id.toUpperCase();
    const { matches } = await (await start(world())).findVms({ kind: 'id', id });
    expect(matches).toMatchObject([{ id, name: 'JUMP', resourceGroup: 'APPS', nicIds: [] }]);
    expect(queries()).toBe(0);
  });

  test.each([
    '/subscriptions/x',
    vm(prod, 'a', 'b').id.replace('virtualMachines', 'disks'),
    `${vm(prod, 'a', 'b').id}/extensions/x`,
  ])('refuses %s', async (id) => {
    await expect((await start(world())).findVms({ kind: 'id', id })).rejects.toMatchObject({ code: 'vm-not-found' });
  });
});

describe('what goes wrong', () => {
  const graph = 'Microsoft.ResourceGraph/resources/read';
  test.each([
    ['a refusal', { action: graph, kind: 'forbidden' }, 'azure-forbidden'],
    ['too many requests', { action: graph, kind: 'throttled' }, 'azure-throttled'],
    ['a hanging server', { action: graph, kind: 'hang' }, 'azure-timed-out'],
    ['no subscription that can be read', { target: '/subscriptions/*', kind: 'forbidden' }, 'no-subscription'],
    ['a sign-in that hangs', { action: 'token', kind: 'hang' }, 'azure-sign-in'],
    ['a sign-in that is refused', { action: 'token', kind: 'forbidden' }, 'azure-sign-in'],
  ])('%s', async (_, fault, code) => {
    const azure = await start(world([fault]));
    await expect(azure.findVms({ kind: 'plain', name: 'jump' })).rejects.toMatchObject({ name: 'BotError', code });
  });

  test('no subscription at all is not the same as no machine', async () => {
    const empty = { ...world(), resources: [] };
    expect(await (await start(empty)).findVms({ kind: 'plain', name: 'jump' })).toEqual({ matches: [], near: [] });
  });

  test('a wrong secret is told with its mend, without the secret', async () => {
    const { arm } = await connect(world());
    const config = configFor(arm);
    if (config.credential.kind !== 'client-secret') throw new Error('not the credential of the test');
    const credential = { ...config.credential, clientSecret: new Secret('hush') };
    const azure = await start(world(), { config: { ...config, credential } });
    await expect(azure.findVms({ kind: 'plain', name: 'jump' })).rejects.toMatchObject({
      code: 'azure-sign-in',
      message: expect.stringMatching(/^(?!.*hush).*AADSTS7000215/),
      hint: expect.stringContaining('AZURE_CLIENT_SECRET'),
    });
    await arm.close();
  });

  test('a sign-in that fails once does not fail the next time', async () => {
    const azure = await start(world([{ action: 'token', kind: 'hang', times: 1 }]));
    await expect(azure.findVms({ kind: 'plain', name: 'jump' })).rejects.toMatchObject({ code: 'azure-sign-in' });
    expect((await azure.findVms({ kind: 'plain', name: 'jump' })).matches).toHaveLength(2);
  });

  test('a token that ran out is replaced without anybody noticing', async () => {
    const azure = await start(world());
    await azure.findVms({ kind: 'plain', name: 'jump' });
    connected?.clock.advance(24 * 3_600_000);
    expect((await azure.findVms({ kind: 'plain', name: 'jump' })).matches).toHaveLength(2);
  });
});
