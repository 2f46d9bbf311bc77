import { describe, expect, onTestFinished, test } from 'vitest';
import { generateNsgs } from '../../bench/audit/generate-nsgs.ts';
import type { ArmResource, Inventory, InventoryType } from '../../src/core/audit/inventory.ts';
import { adminRule } from '../core/audit/arm-world.ts';
import { type Connected, type ConnectOptions, connect } from './connected-azure.ts';

const groupsType: InventoryType = 'microsoft.network/networksecuritygroups';
const one = '11111111-1111-4111-8111-111111111111';
const two = '22222222-2222-4222-8222-222222222222';
const three = '33333333-3333-4333-8333-333333333333';
const subscriptions = [
  { subscriptionId: one, displayName: 'Contoso' },
  { subscriptionId: two, displayName: 'Contoso Labs' },
];

async function connected(content: object, options: ConnectOptions = {}): Promise<Connected> {
  const made = await connect(content, options);
  onTestFinished(() => made.arm.close());
  return made;
}

function idOf(subscription: string, name: string): string {
  return `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/${name}`;
}

function group(subscription: string, name: string): object {
  return { id: idOf(subscription, name), location: 'eastus', tags: { team: 'a' }, properties: { securityRules: [] } };
}

async function allOf(inventory: Inventory, type: InventoryType = groupsType): Promise<ArmResource[]> {
  const rows: ArmResource[] = [];
  for await (const page of inventory.pages(type)) rows.push(...page);
  return rows;
}

const namesOf = (rows: readonly ArmResource[]) => rows.map(({ name }) => name).sort();

/** Status and last words of the path of every request but sign-in. */
function asked({ arm }: Connected): string[] {
  return arm.requests
    .filter(({ kind }) => kind === 'arm')
    .map(({ status, path }) => `${status} ${path.split('/').slice(-3).join('/')}`);
}

const graph = 'providers/Microsoft.ResourceGraph/resources';
const list = (subscription: string) => `${subscription}/providers/Microsoft.Network/networkSecurityGroups`;
const shortList = 'providers/Microsoft.Network/networkSecurityGroups';
const graphRefused = { action: 'Microsoft.ResourceGraph/*', kind: 'forbidden' };

test("rows come as Resource Manager has them, and the subscriptions' names with them", async () => {
  const { azure } = await connected({ subscriptions, resources: [group(one, 'a'), group(two, 'b')] });
  const inventory = azure.inventory();
  const rows = await allOf(inventory);
  expect(rows).toMatchObject([
    { id: idOf(one, 'a'), name: 'a', location: 'eastus', tags: { team: 'a' }, properties: { securityRules: [] } },
    { id: idOf(two, 'b'), name: 'b' },
  ]);
  expect(await inventory.subscriptions()).toEqual({
    answered: [
      { id: one, name: 'Contoso' },
      { id: two, name: 'Contoso Labs' },
    ],
    unread: [],
  });
});

test('goes through all pages, each once', async () => {
  const resources = Array.from({ length: 601 }, (_, at) => group(at % 2 ? one : two, `n${at}`));
  const made = await connected({ subscriptions, resources });
  const rows = await allOf(made.azure.inventory());
  expect(new Set(rows.map(({ id }) => id)).size).toBe(601);
  expect(rows).toHaveLength(601);
  expect(asked(made).filter((each) => each === `200 ${graph}`)).toHaveLength(5);
});

test('asks for at most 1000 subscriptions at a time', async () => {
  const many = Array.from({ length: 1001 }, (_, at) => ({
    subscriptionId: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
  }));
  const resources = many.map(({ subscriptionId }) => group(subscriptionId, 'a'));
  const made = await connected({ subscriptions: many, resources });
  const inventory = made.azure.inventory();
  expect(await allOf(inventory)).toHaveLength(1001);
  expect((await inventory.subscriptions()).answered).toHaveLength(1001);
  expect(asked(made).filter((each) => each.startsWith('4'))).toEqual([]);
});

test('keeps to the pace of Resource Graph: no query is refused, and some are left to people', async () => {
  const resources = Array.from({ length: 5100 }, (_, at) => group(one, `n${at}`));
  const made = await connected(
    { subscriptions: subscriptions.slice(0, 1), resources },
    { pausesMoveClock: true, fast: false },
  );
  expect(await allOf(made.azure.inventory())).toHaveLength(5100);
  const queries = asked(made).filter((each) => each.endsWith(graph));
  expect(queries).toEqual(Array.from({ length: 41 }, () => `200 ${graph}`));
  expect(made.waits).toEqual([5000, 5000, 5000]);
});

test('asks for less where an answer would be too large', async () => {
  const resources = [...generateNsgs(250, 250)].map((each, at) => ({
    ...each,
    id: idOf(one, `n${at}`),
    name: `n${at}`,
  }));
  const made = await connected({ subscriptions: subscriptions.slice(0, 1), resources });
  const rows = await allOf(made.azure.inventory());
  expect(new Set(rows.map(({ id }) => id)).size).toBe(250);
  expect(rows).toHaveLength(250);
  const statuses = asked(made).filter((each) => each.endsWith(graph));
  expect(statuses[0]).toBe(`400 ${graph}`);
  expect(statuses.filter((each) => each.startsWith('200')).length).toBeGreaterThan(1);
});

test('waits as long as it is asked to, and is answered', async () => {
  const throttled = { action: 'Microsoft.ResourceGraph/*', kind: 'throttled', retryAfterSeconds: 40, times: 2 };
  const made = await connected({ subscriptions, resources: [group(one, 'a'), group(two, 'b')], faults: [throttled] });
  const inventory = made.azure.inventory();
  expect(await allOf(inventory)).toHaveLength(2);
  expect(made.waits).toEqual([40_000, 40_000]);
  expect((await inventory.subscriptions()).unread).toEqual([]);
});

test('a page that fails in passing is asked for again', async () => {
  const broken = { action: 'Microsoft.ResourceGraph/*', kind: 'error', status: 500, times: 2 };
  const made = await connected({ subscriptions, resources: [group(one, 'a'), group(two, 'b')], faults: [broken] });
  expect(await allOf(made.azure.inventory())).toHaveLength(2);
  expect(asked(made).filter((each) => each === `500 ${graph}`)).toHaveLength(2);
});

test.each([
  ['refused', graphRefused],
  ['broken for good', { action: 'Microsoft.ResourceGraph/*', kind: 'error', status: 500 }],
])('the lists of each subscription take over where Resource Graph is %s', async (_, fault) => {
  const resources = [...Array.from({ length: 120 }, (_, at) => group(one, `n${at}`)), group(two, 'b')];
  const made = await connected({ subscriptions, resources, faults: [fault] });
  const inventory = made.azure.inventory();
  const rows = await allOf(inventory);
  expect(rows).toHaveLength(121);
  expect(rows[0]).toMatchObject({ location: 'eastus', properties: { securityRules: [] } });
  expect(await inventory.subscriptions()).toMatchObject({ answered: [{ id: one }, { id: two }], unread: [] });
  const graphs = () => asked(made).filter((each) => each.endsWith(graph)).length;
  const before = graphs();
  await allOf(inventory, 'microsoft.network/virtualnetworks');
  expect(graphs()).toBe(before);
});

test('the lists take over in the middle without showing anything twice', async () => {
  const resources = [
    ...Array.from({ length: 300 }, (_, at) => group(one, `n${at}`)),
    ...Array.from({ length: 300 }, (_, at) => group(two, `n${at}`)),
  ];
  const broken = { action: 'Microsoft.ResourceGraph/*', kind: 'error', status: 500, after: 3 };
  const made = await connected({ subscriptions, resources, faults: [broken] });
  const rows = await allOf(made.azure.inventory());
  expect(rows).toHaveLength(600);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(600);
  expect(made.arm.requests.some(({ path }) => path.endsWith(list(one)))).toBe(false);
});

test.each([
  [
    'forbidden',
    { kind: 'forbidden' },
    { reason: 'forbidden', permission: 'Microsoft.Network/networkSecurityGroups/read' },
  ],
  ['throttled', { kind: 'throttled', retryAfterSeconds: 600 }, { reason: 'throttled' }],
  ['failed', { kind: 'error', status: 500 }, { reason: 'failed' }],
])('a list that is %s is told, and the rest is read', async (_, fault, unread) => {
  const target = `/subscriptions/${two}/*`;
  const made = await connected({
    subscriptions,
    resources: [group(one, 'a'), group(two, 'b')],
    faults: [graphRefused, { target, action: 'Microsoft.Network/*', ...fault }],
  });
  const inventory = made.azure.inventory();
  expect(namesOf(await allOf(inventory))).toEqual(['a']);
  const summary = await inventory.subscriptions();
  expect(summary).toMatchObject({ answered: [{ id: one }], unread: [{ id: two, name: 'Contoso Labs', ...unread }] });
  expect(summary.unread[0]?.because).toMatch(/^[A-Z].*\.$/);
});

test('a subscription of which Resource Graph shows nothing is asked itself: it may be hidden', async () => {
  const hidden = { target: `/subscriptions/${two}/*`, kind: 'forbidden' };
  const made = await connected({ subscriptions, resources: [group(one, 'a'), group(two, 'b')], faults: [hidden] });
  const inventory = made.azure.inventory();
  expect(namesOf(await allOf(inventory))).toEqual(['a']);
  expect(asked(made)).toContain(`403 ${shortList}`);
  expect(await inventory.subscriptions()).toMatchObject({
    answered: [{ id: one }],
    unread: [{ id: two, reason: 'forbidden', permission: 'Microsoft.Network/networkSecurityGroups/read' }],
  });
});

test('a subscription without groups is asked once, and has answered', async () => {
  const made = await connected({ subscriptions, resources: [group(one, 'a')] });
  const inventory = made.azure.inventory();
  await allOf(inventory);
  await allOf(inventory, 'microsoft.compute/virtualmachines');
  expect(asked(made).filter((each) => each.endsWith(shortList))).toEqual([`200 ${shortList}`]);
  expect(await inventory.subscriptions()).toMatchObject({ answered: [{ id: one }, { id: two }], unread: [] });
});

describe('a subscription that Resource Graph hides as a whole', () => {
  const hides = { target: `/subscriptions/${two}/resourceGroups/*`, kind: 'forbidden' };
  const of = (subscription: string, type: string, name: string) => ({
    ...group(subscription, name),
    id: idOf(subscription, name).replace('networkSecurityGroups', type),
    properties: {},
  });
  const resources = [one, two].flatMap((each) => [
    group(each, 'g'),
    of(each, 'routeTables', 'r'),
    of(each, 'networkInterfaces', 'n'),
  ]);
  const routeTables: InventoryType = 'microsoft.network/routetables';
  const nics: InventoryType = 'microsoft.network/networkinterfaces';

  test.each([
    ['in the order of an audit', [routeTables, groupsType, nics]],
    ['with its groups first', [groupsType, nics, routeTables]],
  ])('is read from lists, %s', async (_, types) => {
    // Resource Graph may know of a new role later than the resources do.
    const mayAnswer = async ({ path }: { readonly path: string }) => {
      faults.splice(0, 1, ...(path.endsWith(graph) ? hidden : []));
    };
    const made = await connected({ subscriptions, resources, faults: [hides] }, { mayAnswer });
    const { faults } = made.world;
    const hidden = [...faults];
    const inventory = made.azure.inventory();
    for (const type of types) expect(await allOf(inventory, type)).toHaveLength(2);
    expect((await inventory.subscriptions()).unread).toEqual([]);
  });

  test('is asked once whether it hides something, and others for nothing', async () => {
    const made = await connected({ subscriptions, resources: [group(one, 'g'), of(one, 'routeTables', 'r')] });
    const inventory = made.azure.inventory();
    for (const type of [routeTables, groupsType, nics]) await allOf(inventory, type);
    expect(asked(made).filter((each) => !each.endsWith(graph) && !each.endsWith('/subscriptions'))).toEqual([
      `200 ${shortList}`,
    ]);
    expect(asked(made).filter((each) => each.endsWith(graph))).toHaveLength(4);
  });
});

test.each([
  ['routetables', 'routeTables', 'Whether routes there let the internet in is not known.'],
  ['loadbalancers', 'loadBalancers', 'Ways over them are not known.'],
  ['publicipaddresses', 'publicIPAddresses', 'Ways over them are not known.'],
])(
  'lists of %s that are refused are told, and the subscription is judged all the same',
  async (type, spelled, says) => {
    const refused = { target: '/subscriptions/*', action: `Microsoft.Network/${spelled}/*`, kind: 'forbidden' };
    const { azure } = await connected({
      subscriptions: subscriptions.slice(0, 1),
      resources: [group(one, 'a')],
      faults: [graphRefused, refused],
    });
    const inventory = azure.inventory();
    expect(await allOf(inventory, `microsoft.network/${type}` as InventoryType)).toEqual([]);
    expect(namesOf(await allOf(inventory))).toEqual(['a']);
    const { answered, unread, besides } = await inventory.subscriptions();
    expect(answered).toHaveLength(1);
    expect(unread).toEqual([]);
    expect(besides).toEqual([expect.stringContaining(says)]);
    expect(besides?.[0]).toContain('of the subscription Contoso could not be read');
    expect(besides?.[0]).toContain(`it needs Microsoft.Network/${spelled}/read.`);
  },
);

test('a subscription that is configured and not to be seen is told', async () => {
  const missing = '33333333-3333-4333-8333-333333333333';
  const made = await connected(
    { subscriptions, resources: [group(one, 'a'), group(two, 'b')] },
    { config: { subscriptions: [one.toUpperCase(), missing] } },
  );
  const inventory = made.azure.inventory();
  expect(namesOf(await allOf(inventory))).toEqual(['a']);
  expect(await inventory.subscriptions()).toMatchObject({
    answered: [{ id: one, name: 'Contoso' }],
    unread: [{ id: missing, reason: 'forbidden', because: expect.stringContaining('does not see') }],
  });
});

test('who sees no subscription has read nothing', async () => {
  const { azure } = await connected({
    subscriptions,
    faults: [{ target: '/subscriptions/*', kind: 'forbidden' }],
    resources: [group(one, 'a')],
  });
  const inventory = azure.inventory();
  expect(await allOf(inventory)).toEqual([]);
  expect(await inventory.subscriptions()).toMatchObject({ answered: [], unread: [{ reason: 'forbidden' }] });
});

test.each([
  [
    'is refused to it by now',
    [{ target: `/subscriptions/${two}*`, kind: 'forbidden' }],
    [{ id: two, reason: 'forbidden' }],
    [],
  ],
  ['is there no more', [], [], [{ id: three, name: 'Old' }]],
])('of a subscription that the last audit read it is known that it %s', async (_, faults, unread, gone) => {
  const { azure } = await connected({ subscriptions, resources: [group(one, 'a')], faults });
  const before = [...subscriptions.map(({ subscriptionId: id }) => ({ id })), ...gone];
  const inventory = azure.inventory(before);
  await allOf(inventory);
  const answered = [one, two].filter((id) => unread.every((each) => each.id !== id)).map((id) => ({ id }));
  expect(await inventory.subscriptions()).toMatchObject({ answered, unread, ...(gone.length > 0 && { gone }) });
});

test('a token that is refused is nothing read, and is told', async () => {
  const refused = { action: 'token', kind: 'error', status: 401, code: 'invalid_client' };
  const { azure } = await connected({ subscriptions, resources: [group(one, 'a')], faults: [refused] });
  const inventory = azure.inventory();
  expect(await allOf(inventory)).toEqual([]);
  const summary = await inventory.subscriptions();
  expect(summary.answered).toEqual([]);
  expect(summary.unread).toMatchObject([{ reason: 'failed', because: expect.stringMatching(/^[A-Z].*\.$/) }]);
});

test.each([
  ['one that is there', 'a', [], { id: idOf(one, 'a'), properties: { securityRules: [] } }],
  ['one that is gone', 'gone', [], undefined],
  [
    'one that may not be read',
    'a',
    [{ target: idOf(one, 'a'), kind: 'forbidden' }],
    { kind: 'unreadable', reason: 'forbidden', permission: 'Microsoft.Network/networkSecurityGroups/read' },
  ],
])('reads %s again by its id', async (_, name, faults, expected) => {
  const { azure } = await connected({ subscriptions, resources: [group(one, 'a')], faults });
  const read = await azure.inventory().get(idOf(one, name));
  if (expected === undefined) expect(read).toBeUndefined();
  else expect(read).toMatchObject(expected);
});

test.each([
  ['there is a network manager', true, [], []],
  ['there is none', false, [], []],
  [
    'it is in none of the subscriptions that the bot may read',
    true,
    [{ action: 'Microsoft.Network/networkManagers/read', kind: 'forbidden' }],
    [],
  ],
  [
    'neither Resource Graph nor a list tells',
    true,
    [
      { action: 'Microsoft.ResourceGraph/resources/read', kind: 'forbidden' },
      { action: 'Microsoft.Network/networkManagers/read', kind: 'forbidden' },
    ],
    [
      'The network managers of the subscription Contoso Labs could not be read: it needs Microsoft.Network/networkManagers/read. What their admin rules let in past closed groups is not known.',
    ],
  ],
])('there may be admin rules where %s', async (_, isThere, faults, besides) => {
  const id = `/subscriptions/${two}/resourceGroups/rg/providers/Microsoft.Network/networkManagers/nm`;
  const resources = [group(one, 'a'), ...(isThere ? [{ id, location: 'eastus', properties: {} }] : [])];
  const { azure } = await connected({ subscriptions, resources, faults });
  const inventory = azure.inventory();
  expect(await inventory.mayHaveAdminRules()).toBe(isThere && faults.length === 0);
  const told = (await inventory.subscriptions()).besides ?? [];
  expect(told.filter((each) => each.includes('Contoso Labs'))).toEqual(besides);
});

test('admin rules that may not be read are told as such', async () => {
  const vnet = `/subscriptions/${one}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v`;
  const faults = [{ target: vnet, kind: 'forbidden' }];
  const resources = [
    { id: vnet, location: 'eastus', properties: { addressSpace: { addressPrefixes: ['10.0.0.0/8'] } } },
  ];
  const { azure } = await connected({ subscriptions, resources, faults });
  expect(await azure.inventory().adminRules(vnet)).toMatchObject({ kind: 'unreadable', reason: 'forbidden' });
});

test('the answer about a network is not kept: a survey keeps what it needs of very many', async () => {
  const id = `/subscriptions/${one}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v`;
  const properties = { addressSpace: { addressPrefixes: ['10.0.0.0/8'] } };
  const vnet = { id, location: 'eastus', properties };
  const { azure, world } = await connected({ subscriptions, resources: [vnet] });
  const { adminRules } = azure.inventory();
  expect(await adminRules(id)).toMatchObject({ rules: [] });
  world.put({ ...vnet, properties: { ...properties, effectiveSecurityAdminRules: [adminRule('AlwaysAllow')] } });
  expect(await adminRules(id)).toMatchObject({ rules: [{ access: 'AlwaysAllow' }] });
});
