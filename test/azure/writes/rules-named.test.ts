import { afterEach, expect, test } from 'vitest';
import { type Connected, type ConnectOptions, connect } from '../connected-azure.ts';
import { rule } from '../ordinary-world.ts';

const prod = '11111111-2222-4333-8444-555555555555';
const dev = '22222222-3333-4444-8555-666666666666';
const graphRead = 'Microsoft.ResourceGraph/resources/read';
const groupRead = 'Microsoft.Network/networkSecurityGroups/read';

let connected: Connected | undefined;
afterEach(async () => {
  await connected?.arm.close();
  connected = undefined;
});

const idOf = (subscription: string, name: string) =>
  `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/${name}`;
const nsg = (subscription: string, name: string, rules: object[]) => ({
  id: idOf(subscription, name),
  location: 'westeurope',
  properties: { provisioningState: 'Succeeded', securityRules: rules },
});
const others = Array.from({ length: 400 }, (_, index) => rule(`other-${index}`, 1000 + index));
const resources = [
  nsg(prod, 'a', [
    rule('ssh', 100),
    rule('DRAWBRIDGE-x-1', 101, { description: 'until then' }),
    rule('drawbridge-x-2', 102),
  ]),
  // Beyond the elements that Resource Graph expands by itself.
  nsg(prod, 'many', [
    ...others,
    rule('drawbridge-x-3', 103, { sourceAddressPrefix: null, sourceAddressPrefixes: ['1.2.3.4', '1.2.3.5'] }),
  ]),
  nsg(prod, 'none', [rule('not-drawbridge-x-4', 104)]),
  nsg(prod, 'empty', []),
  nsg(dev, 'b', [rule('drawbridge-x-5', 105)]),
];

async function begin(faults: object[] = [], options: ConnectOptions = {}, more: object[] = []) {
  const subscriptions = [{ subscriptionId: prod }, { subscriptionId: dev }];
  connected = await connect({ subscriptions, resources: [...resources, ...more], faults }, options);
  const { azure, arm, world } = connected;
  return { ...azure.writes, world, requests: () => arm.requests.filter(({ kind }) => kind === 'arm') };
}
const names = ({ rules }: { rules: readonly { rule: { name: string } }[] }) =>
  rules.map((each) => each.rule.name).sort();
const all = ['DRAWBRIDGE-x-1', 'drawbridge-x-2', 'drawbridge-x-3', 'drawbridge-x-5'];

test('one query finds the groups, and each is read again', async () => {
  const { rulesNamed, requests } = await begin();
  const found = await rulesNamed('Drawbridge-');
  expect(names(found)).toEqual(all);
  expect(found.unread).toEqual([]);
  expect(found.rules).toContainEqual({
    nsgId: idOf(prod, 'a'),
    description: 'until then',
    rule: expect.objectContaining({
      name: 'DRAWBRIDGE-x-1',
      priority: 101,
      access: 'Allow',
      isDefault: false,
      destinationPorts: ['22'],
    }),
  });
  expect(found.rules.find((each) => each.rule.name === 'drawbridge-x-3')?.rule.sources).toEqual(['1.2.3.4', '1.2.3.5']);
  expect(requests().map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET']);
});

test('a prefix is a text and nothing else', async () => {
  const { rulesNamed } = await begin();
  for (const prefix of ["x' or '' == '", 'draw*', '\\', "' | project id"]) {
    expect(await rulesNamed(prefix)).toEqual({ rules: [], unread: [] });
  }
});

test('the pages of the graph are followed', async () => {
  const many = Array.from({ length: 1200 }, (_, index) => nsg(dev, `n${index}`, [rule('drawbridge-y', 100)]));
  const { rulesNamed, requests } = await begin([], {}, many);
  expect((await rulesNamed('drawbridge-y')).rules).toHaveLength(1200);
  expect(requests().filter(({ action }) => action === graphRead)).toHaveLength(2);
});

test('what changed since the graph saw it is as it is now', async () => {
  let asked = 0;
  const mayAnswer = async () => {
    asked += 1;
    // The graph has answered: one group goes away, and another loses its rule.
    if (asked !== 2) return;
    connected?.world.delete(idOf(dev, 'b'));
    connected?.world.put(nsg(prod, 'many', []));
  };
  const { rulesNamed } = await begin([], { mayAnswer });
  const found = await rulesNamed('drawbridge-');
  expect(names(found)).toEqual(['DRAWBRIDGE-x-1', 'drawbridge-x-2']);
  expect(found.unread).toEqual([]);
});

test('a group that cannot be read again is told of', async () => {
  const { rulesNamed } = await begin([{ kind: 'error', status: 500, action: groupRead, target: idOf(prod, 'a') }]);
  const found = await rulesNamed('drawbridge-');
  expect(names(found)).toEqual(['drawbridge-x-3', 'drawbridge-x-5']);
  expect(found.unread).toMatchObject([{ kind: 'unreadable', what: 'network security group a' }]);
});

test.each([
  ['refused', { kind: 'forbidden' }],
  ['throttled', { kind: 'throttled', retryAfterSeconds: 60 }],
  ['hanging', { kind: 'hang' }],
])('where the graph is %s, every subscription is listed', async (_, fault) => {
  const { rulesNamed } = await begin([{ ...fault, action: graphRead }]);
  const found = await rulesNamed('drawbridge-');
  expect(names(found)).toEqual(all);
  expect(found.unread).toEqual([]);
});

test('and one that cannot be listed is told of', async () => {
  const { rulesNamed } = await begin([
    { kind: 'forbidden', action: graphRead },
    { kind: 'error', status: 500, action: groupRead, target: `/subscriptions/${dev}` },
  ]);
  const found = await rulesNamed('drawbridge-');
  expect(names(found)).toEqual(all.slice(0, 3));
  expect(found.unread).toMatchObject([{ what: `list of network security groups of subscription ${dev}` }]);
});

test('and where not even the subscriptions are known, that is told', async () => {
  const { rulesNamed } = await begin([
    { kind: 'forbidden', action: graphRead },
    { kind: 'error', status: 500, action: 'Microsoft.Resources/subscriptions/read' },
  ]);
  expect(await rulesNamed('drawbridge-')).toMatchObject({ rules: [], unread: [{ what: 'list of subscriptions' }] });
});

test.each([[[]], [[{ kind: 'forbidden', action: graphRead }]]])(
  'only the subscriptions that it is told to look at are searched (%j)',
  async (faults) => {
    const { rulesNamed, requests } = await begin(faults, { config: { subscriptions: [dev] } });
    expect(names(await rulesNamed('drawbridge-'))).toEqual(['drawbridge-x-5']);
    expect(requests().some(({ path }) => path.includes(prod))).toBe(false);
  },
);
