import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadWorld, parseWorld, WorldFileError } from '../../../sandbox/world/load.ts';

const subscriptionId = '11111111-1111-4111-8111-111111111111';
const group = `/subscriptions/${subscriptionId}/resourceGroups/g`;
const vmId = `${group}/providers/Microsoft.Compute/virtualMachines/box`;
const nsgId = `${group}/providers/Microsoft.Network/networkSecurityGroups/gate`;
const subscriptions = [{ subscriptionId }];

function parse(file: object) {
  return parseWorld(JSON.stringify({ subscriptions, resources: [], ...file }), 'a.json');
}

function refusal(text: string): string {
  try {
    parseWorld(text, 'a.json');
  } catch (error) {
    if (error instanceof WorldFileError) return error.message;
    throw error;
  }
  return 'accepted';
}

/** The paths that a refusal names. */
function pathsIn(message: string): string[] {
  return [...message.matchAll(/^ {2}at (\S+): /gm)].map(([, path = '']) => path);
}

function pathsOf(file: object): string[] {
  return pathsIn(refusal(JSON.stringify({ subscriptions, resources: [], ...file })));
}

test('the default world is one', async () => {
  const world = await loadWorld();
  expect(world.list('microsoft.compute/VIRTUALMACHINES').length).toBeGreaterThan(0);
});

test('no resources are a world too', () => {
  expect([...parse({}).all()]).toEqual([]);
});

describe('a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-world-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const content = JSON.stringify({ subscriptions, resources: [{ id: vmId }] });
  const utf16 = Buffer.from(`\uFEFF${content}`, 'utf16le');

  test.each([
    ['plain', Buffer.from(content)],
    ['with a byte order mark', Buffer.from(`\uFEFF${content}`)],
    ['in UTF-16', utf16],
  ])('%s is read', async (name, bytes) => {
    const path = join(folder, `${name}.json`);
    await writeFile(path, bytes);
    expect((await loadWorld(path)).get(vmId)?.name).toBe('box');
  });

  test('that is missing is named', async () => {
    const path = join(folder, 'nowhere.json');
    await expect(loadWorld(path)).rejects.toThrow(`Cannot read the world file ${path}: there is no such file`);
  });

  test('that is a folder is named', async () => {
    await expect(loadWorld(folder)).rejects.toThrow(`Cannot read the world file ${folder}: it is a folder`);
  });
});

test.each([
  ['', 'line 1, column 1: expected a value'],
  ['{\n  "a": 1,\n}', 'line 3, column 1: expected a name in double quotes'],
  ['[1 2]', 'line 1, column 4: expected "," or "]"'],
  ['{"a" 1}', 'line 1, column 6: expected ":"'],
  ['{"a": tru}', 'line 1, column 7: expected a value'],
  ['{"a": 01}', 'line 1, column 7: expected a value'],
  ['{"a": "x\ny"}', 'line 1, column 7: expected a value'],
  ['{"a": [{}, {"b": "\\q"}]}', 'line 1, column 18: expected a value'],
  ['{\n"a": 1\n', 'line 3, column 1: expected "," or "}"'],
  ['{} {}', 'line 1, column 4: expected the end'],
])('no JSON: %j', (text, where) => {
  expect(refusal(text)).toBe(`a.json is not valid JSON: ${where}`);
});

test.each([
  ['another top', '[]', ['(top)']],
  ['nothing in it', '{}', ['subscriptions', 'resources']],
])('%s is refused', (_, text, paths) => {
  expect(pathsIn(refusal(text))).toEqual(paths);
});

test('an unknown key is refused by its name', () => {
  expect(refusal(JSON.stringify({ subscriptions, resources: [], resorces: [] }))).toContain('"resorces"');
});

const guestPath = `guests.${vmId}`;
const { privateKey: edwards } = generateKeyPairSync('ed25519');
const edwardsPem = edwards.export({ type: 'pkcs8', format: 'pem' });

test.each<[string, object, string[]]>([
  ['no subscription', { subscriptions: [] }, ['subscriptions']],
  [
    'a subscription twice',
    { subscriptions: [...subscriptions, { subscriptionId: subscriptionId.toUpperCase() }, { subscriptionId: 'AB' }] },
    ['subscriptions.1.subscriptionId'],
  ],
  [
    'no resource ids',
    {
      resources: [
        { id: '/x' },
        { id: 5 },
        {},
        { id: `${vmId}/` },
        { id: `/subscriptions/${subscriptionId}` },
        { id: vmId.slice(0, -'/box'.length) },
      ],
    },
    [0, 1, 2, 3, 4, 5].map((index) => `resources.${index}.id`),
  ],
  ['an id twice', { resources: [{ id: vmId }, { id: vmId.toUpperCase() }] }, ['resources.1.id']],
  ['what is no resource', { resources: [null, 7] }, ['resources.0', 'resources.1']],
  ['a list for properties', { resources: [{ id: vmId, properties: [] }] }, ['resources.0.properties']],
  ['a number for a tag', { resources: [{ id: vmId, tags: { cost: 1 } }] }, ['resources.0.tags.cost']],
  [
    'properties of another kind',
    {
      resources: [
        { id: vmId, properties: { networkProfile: 'nic', instanceView: { statuses: [{ code: 5 }] } } },
        { id: nsgId, properties: { securityRules: [{ name: 'ssh', properties: { priority: '100' } }, { name: 7 }] } },
      ],
    },
    [
      'resources.0.properties.networkProfile',
      'resources.0.properties.instanceView.statuses.0.code',
      'resources.1.properties.securityRules.0.properties.priority',
      'resources.1.properties.securityRules.1.name',
    ],
  ],
  ['a guest of no machine', { guests: { [vmId]: {} } }, [guestPath]],
  ['a guest of another thing', { resources: [{ id: nsgId }], guests: { [nsgId]: {} } }, [`guests.${nsgId}`]],
  [
    'unreadable and mistaken host keys',
    {
      resources: [{ id: vmId }],
      guests: { [vmId]: { hostKeys: { ecdsa: edwardsPem, ed25519: edwardsPem, rsa: 'x' } } },
    },
    [`${guestPath}.hostKeys.ecdsa`, `${guestPath}.hostKeys.rsa`],
  ],
  [
    'impossible users',
    {
      resources: [{ id: vmId }],
      guests: { [vmId]: { users: [{ name: 'a:b' }, { name: '' }, { name: 'a', uid: -1 }] } },
    },
    [`${guestPath}.users.0.name`, `${guestPath}.users.1.name`, `${guestPath}.users.2.uid`],
  ],
  [
    'a user twice',
    { resources: [{ id: vmId }], guests: { [vmId]: { users: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] } } },
    [`${guestPath}.users.2.name`],
  ],
  [
    'paths that name no file',
    { resources: [{ id: vmId }], guests: { [vmId]: { files: { '/': '', 'etc/x': '', '/a/': '', '/a/../b': '' } } } },
    ['/', 'etc/x', '/a/', '/a/../b'].map((path) => `${guestPath}.files.${path}`),
  ],
  [
    'files where folders are',
    {
      resources: [{ id: vmId }],
      guests: {
        [vmId]: { users: [{ name: 'ann' }], files: { '/etc': '', '/home/ann': '', '/a/b': '', '/a/b/c': '' } },
      },
    },
    ['/etc', '/home/ann', '/a/b'].map((path) => `${guestPath}.files.${path}`),
  ],
  [
    'an impossible sshd',
    { resources: [{ id: vmId }], guests: { [vmId]: { sshd: { ports: [22, 0, 65536], banner: 'a\nb' } } } },
    [`${guestPath}.sshd.ports.1`, `${guestPath}.sshd.ports.2`, `${guestPath}.sshd.banner`],
  ],
  ['a name for the address of the bot', { bot: { address: 'home' } }, ['bot.address']],
  [
    'impossible faults',
    { faults: [{ kind: 'flood' }, { kind: 'error', status: 1000 }, { kind: 'slow', delayMs: -1 }] },
    ['faults.0.kind', 'faults.1.status', 'faults.2.delayMs'],
  ],
  [
    'impossible activity',
    {
      activity: [
        { caller: '', operation: 'Microsoft.Network/networkSecurityGroups/read', resourceId: 'gate', minutesAgo: -1 },
        {
          caller: 'dave',
          operation: 'Microsoft.Network/networkSecurityGroups/write',
          resourceId: nsgId,
          minutesAgo: 0,
        },
      ],
    },
    ['activity.0.caller', 'activity.0.operation', 'activity.0.resourceId', 'activity.0.minutesAgo'],
  ],
  ['mistakes in several places', { guests: 1, slack: 2, faults: {} }, ['guests', 'slack', 'faults']],
])('refused with its path: %s', (_, file, paths) => {
  expect(pathsOf(file)).toEqual(paths);
});

test('a flood of mistakes is cut short', () => {
  const resources = Array.from({ length: 1_000 }, (_, index) => ({ id: `x${index}` }));
  const message = refusal(JSON.stringify({ subscriptions, resources }));
  expect(pathsIn(message)).toHaveLength(50);
  expect(message).toMatch(/and 950 more$/);
});

test('unknown types are kept as they are', () => {
  const id = `${group}/providers/Contoso.Tea/pots/one`;
  const properties = { securityRules: 'green', networkProfile: 4 };
  expect(parse({ resources: [{ id, properties, extra: [1] }] }).get(id)).toMatchObject({
    type: 'Contoso.Tea/pots',
    name: 'one',
    properties,
    extra: [1],
  });
});

test('a resource of a subscription that is not listed is kept', () => {
  const elsewhere = vmId.replace(subscriptionId, 'elsewhere');
  expect(parse({ resources: [{ id: elsewhere }] }).get(elsewhere)?.name).toBe('box');
});
