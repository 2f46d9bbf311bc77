import { describe, expect, it } from 'vitest';
import { resourceGraphRoutes } from '../../../../sandbox/arm/resource-graph/routes.ts';
import { worldSchema } from '../../../../sandbox/world/schema.ts';
import { World } from '../../../../sandbox/world/world.ts';
import { asker } from '../network/ask.ts';

const one = '00000000-0000-4000-8000-000000000001';
const two = '00000000-0000-4000-8000-000000000002';
const tenantId = '00000000-0000-4000-8000-0000000000aa';

const nicId = (name: string) =>
  `/subscriptions/${one}/resourceGroups/myRG/providers/Microsoft.Network/networkInterfaces/${name}`;

function vm(
  subscription: string,
  group: string,
  name: string,
  more: object = {},
  nics: readonly string[] = [`${name}-nic`],
) {
  return {
    id: `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`,
    location: 'East US',
    properties: {
      networkProfile: { networkInterfaces: nics.map((nic) => ({ id: nicId(nic) })) },
      storageProfile: { osDisk: { osType: 'Linux' } },
      instanceView: {
        statuses: [
          { code: 'ProvisioningState/succeeded' },
          { code: 'PowerState/running', displayStatus: 'VM running' },
        ],
      },
      ...more,
    },
  };
}

const world = () =>
  new World(
    worldSchema.parse({
      subscriptions: [
        { subscriptionId: one, displayName: 'Production', tenantId },
        { subscriptionId: two, displayName: 'Development', tenantId },
      ],
      resources: [
        { ...vm(one, 'myRG', 'web'), tags: { env: 'prod', owner: "o'hara" }, zones: ['1'] },
        vm(one, 'myRG', 'db', { size: 4, primary: true }, ['db-a', 'db-b']),
        vm(two, 'Lab', 'WEB', { storageProfile: { osDisk: { osType: 'Windows' } } }, []),
        {
          id: nicId('web-nic'),
          properties: { ipConfigurations: [{ properties: { publicIPAddress: { id: 'pip1' } } }] },
        },
        {
          id: `/subscriptions/${one}/resourceGroups/myRG/providers/Microsoft.Network/virtualNetworks/net`,
          properties: { effectiveSecurityAdminRules: [{ kind: 'Custom' }], subnets: [] },
        },
        {
          id: `/subscriptions/${two.replace(/2$/, '3')}/resourceGroups/x/providers/Microsoft.Compute/virtualMachines/foreign`,
        },
      ],
    }),
  );

const path = '/providers/Microsoft.ResourceGraph/resources';

async function rowsOf(query: string, more: object = {}): Promise<unknown[]> {
  const reply = await asker(world(), resourceGraphRoutes).ask('POST', path, { body: { query, ...more } });
  return (reply.body as { data: unknown[] }).data;
}

const vms = "Resources | where type =~ 'Microsoft.Compute/virtualMachines'";
const names = async (query: string) =>
  (await rowsOf(`${query} | project name`)).map((row) => (row as { name: string }).name);

describe('conditions', () => {
  it.each<[string, readonly string[]]>([
    ["name =~ 'web'", ['web', 'WEB']],
    ["name == 'web'", ['web']],
    ["'web' == name", ['web']],
    ["name != 'web'", ['db', 'WEB']],
    ["name !~ 'web'", ['db']],
    ["name in ('web', 'db')", ['web', 'db']],
    ["name in~ ('web', 'x')", ['web', 'WEB']],
    ["name !in ('web')", ['db', 'WEB']],
    ["name !in~ ('web')", ['db']],
    ["name contains 'E'", ['web', 'WEB']],
    ["name contains_cs 'E'", ['WEB']],
    ["name !contains 'e'", ['db']],
    ["name startswith 'W'", ['web', 'WEB']],
    ["name endswith 'B'", ['web', 'db', 'WEB']],
    ["id has 'myRG'", ['web', 'db']],
    ["id has 'myR'", []],
    ["id has_any ('Lab', 'none')", ['WEB']],
    ["name matches regex '^[a-z]+$'", ['web', 'db']],
    ["name == 'db' or name == 'web' and resourceGroup == 'lab'", ['db']],
    ["(name == 'db' or name =~ 'web') and resourceGroup == 'lab'", ['WEB']],
    ["not(name =~ 'web')", ['db']],
    ["tags.env == 'prod'", ['web']],
    ["tags['env'] == 'prod'", ['web']],
    ["tags.env != 'prod'", ['db', 'WEB']],
    ['isempty(tags.env)', ['db', 'WEB']],
    ['isnotempty(tags.env)', ['web']],
    ['isnull(properties.size)', ['web', 'WEB']],
    ['isnotnull(properties.size) and properties.size >= 4', ['db']],
    ['properties.size < 4', []],
    ['properties.primary == true', ['db']],
    ["properties.primary =~ 'TRUE'", ['db']],
    ["properties.storageProfile.osDisk.osType =~ 'linux'", ['web', 'db']],
    ["tostring(properties.storageProfile.osDisk.osType) == 'Windows'", ['WEB']],
    ["tolower(name) == 'web' and toupper(name) == name", ['WEB']],
    ["strcat(name, '-', location) == 'web-eastus'", ['web']],
    ["properties.networkProfile.networkInterfaces[1].id endswith '/db-b'", ['db']],
    ['array_length(properties.networkProfile.networkInterfaces) == 2', ['db']],
    ["tags.owner == 'o\\'hara'", ['web']],
    ['tags.owner == "o\'hara"', ['web']],
    ["tags.owner == @'o''hara'", ['web']],
    ["name == 'w\\u0065b'", ['web']],
    ["properties.extended.instanceView.powerState.code == 'PowerState/running'", ['web', 'db', 'WEB']],
    ['isnull(properties.instanceView)', ['web', 'db', 'WEB']],
    ['isnull(properties.constructor)', ['web', 'db', 'WEB']],
    ["iff(name == 'db', 1, 2) + 1 == 2", ['db']],
    ["name == 'web' // and more", ['web']],
    ['name == "x\' or name =~ \'web"', []],
  ])('%s', async (condition, expected) => {
    expect(await names(`${vms} | where ${condition}\n`)).toEqual(expected);
  });
});

describe('operators', () => {
  it.each<[string, string, readonly unknown[]]>([
    [
      'project with names and paths',
      "| where name == 'web' | project vm = name, tags.env, tostring(zones[0]), resourceGroup, location",
      [{ vm: 'web', tags_env: 'prod', Column3: '1', resourceGroup: 'myrg', location: 'eastus' }],
    ],
    ['extend', "| where name == 'db' | extend n = strlen(name) | project n", [{ n: 2 }]],
    ['project-away', '| project name, type, id | project-away id, ty* | take 1', [{ name: 'web' }]],
    ['project-keep', '| project-keep name | limit 1', [{ name: 'web' }]],
    [
      'order by, descending unless told',
      '| order by name | project name',
      [{ name: 'web' }, { name: 'db' }, { name: 'WEB' }],
    ],
    [
      'order by several keys',
      '| order by tolower(name) asc, subscriptionId desc | project name',
      [{ name: 'db' }, { name: 'WEB' }, { name: 'web' }],
    ],
    ['top', '| top 1 by name asc | project name', [{ name: 'WEB' }]],
    ['count', '| count', [{ Count: 3 }]],
    [
      'summarize',
      '| summarize count() by resourceGroup | order by resourceGroup asc',
      [
        { resourceGroup: 'lab', count_: 1 },
        { resourceGroup: 'myrg', count_: 2 },
      ],
    ],
    [
      'summarize with names',
      '| summarize n = count(), make_list(name) by rg = resourceGroup | order by rg asc | take 1',
      [{ rg: 'lab', n: 1, list_name: ['WEB'] }],
    ],
    ['summarize without a key', '| where false | summarize count()', [{ count_: 0 }]],
    ['distinct', '| distinct resourceGroup', [{ resourceGroup: 'myrg' }, { resourceGroup: 'lab' }]],
    [
      'mv-expand',
      "| where name == 'db' | mv-expand nic = properties.networkProfile.networkInterfaces | project nic = tostring(nic.id)",
      [{ nic: nicId('db-a') }, { nic: nicId('db-b') }],
    ],
    [
      'mv-expand of nothing keeps the row',
      "| where name == 'WEB' | mv-expand nic = properties.networkProfile.networkInterfaces | project name, nic.id",
      [{ name: 'WEB', nic_id: null }],
    ],
    [
      'mv-expand to a type, with a limit',
      "| where name == 'web' | mv-expand zone = zones to typeof(string) limit 1 | distinct zone",
      [{ zone: '1' }],
    ],
    [
      'join for subscription names',
      `| join kind=leftouter (ResourceContainers
        | where type == 'microsoft.resources/subscriptions' | project subscriptionName = name, subscriptionId) on subscriptionId
      | project name, subscriptionName`,
      [
        { name: 'web', subscriptionName: 'Production' },
        { name: 'db', subscriptionName: 'Production' },
        { name: 'WEB', subscriptionName: 'Development' },
      ],
    ],
    [
      'an outer join without a match, and a name that is taken',
      `| where name =~ 'web' | project name, nicId = tostring(properties.networkProfile.networkInterfaces[0].id)
      | join kind = leftouter (resources | where type =~ 'microsoft.network/networkinterfaces' | project nic = id, name) on $left.nicId == $right.nic`,
      [
        { name: 'web', nicId: nicId('web-nic'), nic: nicId('web-nic'), name1: 'web-nic' },
        { name: 'WEB', nicId: '', nic: '', name1: '' },
      ],
    ],
    [
      'an inner join',
      `| join kind=inner (ResourceContainers | where name == 'Lab' | project rg = resourceGroup) on $left.resourceGroup == $right.rg | project name`,
      [{ name: 'WEB' }],
    ],
  ])('%s', async (_, operators, expected) => {
    expect(await rowsOf(`${vms} ${operators}`)).toEqual(expected);
  });

  it('a query may leave the table out, and then asks all resources', async () => {
    expect(await rowsOf("where type has 'virtualmachines' | count")).toEqual([{ Count: 3 }]);
  });

  it.each<[string, readonly string[]]>([
    ["name startswith 'web' and type =~ 'Microsoft.Network/networkInterfaces'", ['web-nic']],
    ["type =~ 'Microsoft.Network/networkInterfaces' and name startswith 'web'", ['web-nic']],
    ["type in~ ('Microsoft.Network/networkInterfaces', 'microsoft.network/virtualNetworks')", ['web-nic', 'net']],
    ["type =~ 'Microsoft.Network/virtualNetworks' or name == 'web-nic'", ['web-nic', 'net']],
    ["type != 'microsoft.compute/virtualmachines'", ['web-nic', 'net']],
    ["type == 'Microsoft.Network/virtualNetworks'", []],
    ["type =~ 'Microsoft.Nothing/here'", []],
  ])('the type is looked up wherever the first condition names it: %s', async (condition, expected) => {
    expect((await names(`Resources | where ${condition}`)).toSorted()).toEqual(expected.toSorted());
  });

  it('rows hold every column, types and groups in lower case, ids as they are', async () => {
    expect(await rowsOf(`${vms} | where name == 'WEB'`)).toEqual([
      {
        id: `/subscriptions/${two}/resourceGroups/Lab/providers/Microsoft.Compute/virtualMachines/WEB`,
        name: 'WEB',
        type: 'microsoft.compute/virtualmachines',
        tenantId,
        kind: '',
        location: 'eastus',
        resourceGroup: 'lab',
        subscriptionId: two,
        managedBy: '',
        sku: null,
        plan: null,
        properties: expect.objectContaining({ storageProfile: { osDisk: { osType: 'Windows' } } }),
        tags: null,
        identity: null,
        zones: null,
        extendedLocation: null,
      },
    ]);
  });

  it('a virtual network does not tell of its admin rules', async () => {
    const rows = await rowsOf("resources | where type has 'virtualnetworks' | project properties");
    expect(rows).toMatchObject([{ properties: { subnets: [] } }]);
    expect(JSON.stringify(rows)).not.toContain('effectiveSecurityAdminRules');
  });

  it('containers are subscriptions and resource groups', async () => {
    expect(await rowsOf('resourcecontainers | project name, type, resourceGroup')).toEqual([
      { name: 'Production', type: 'microsoft.resources/subscriptions', resourceGroup: '' },
      { name: 'Development', type: 'microsoft.resources/subscriptions', resourceGroup: '' },
      { name: 'myRG', type: 'microsoft.resources/subscriptions/resourcegroups', resourceGroup: 'myrg' },
      { name: 'Lab', type: 'microsoft.resources/subscriptions/resourcegroups', resourceGroup: 'lab' },
    ]);
  });
});

describe('a query that is refused', () => {
  it.each<[string, string, string]>([
    ['an unterminated string', "Resources | where name == 'web", 'ParserFailure'],
    ['a quote too many', "Resources | where name == 'o'hara'", 'ParserFailure'],
    ['an unknown escape', "Resources | where name == 'a\\q'", 'ParserFailure'],
    ['an operator that is not there', "Resources | parse id with * '/x'", 'InvalidQueryLanguage'],
    ['an unknown operator', 'Resources | frobnicate', 'InvalidQueryLanguage'],
    ['a pipe to nowhere', 'Resources |', 'ParserFailure'],
    ['one equals sign', "Resources | where name = 'x'", 'ParserFailure'],
    ['a missing bracket', "Resources | where (name == 'x'", 'ParserFailure'],
    ['an empty list', 'Resources | where name in ()', 'ParserFailure'],
    ['two tables', 'Resources ResourceContainers', 'ParserFailure'],
    ['a second statement', 'Resources; Resources', 'ParserFailure'],
    ['an unknown table', 'Machines | take 1', 'SemanticFailure'],
    ['an unknown column', "Resources | where vmName == 'x'", 'SemanticFailure'],
    ['a column in another case', "Resources | where Name == 'x'", 'SemanticFailure'],
    ['a column that was projected away', 'Resources | project id | project name', 'SemanticFailure'],
    ['an unknown function', 'Resources | where shout(name)', 'SemanticFailure'],
    ['too many arguments', 'Resources | where isempty(name, id)', 'SemanticFailure'],
    ['a condition that is text', 'Resources | where name', 'SemanticFailure'],
    ['text compared with a number', 'Resources | where name == 3', 'SemanticFailure'],
    ['a path into text', 'Resources | project name.first', 'SemanticFailure'],
    ['grouping by a dynamic value', 'Resources | summarize count() by properties.size', 'SemanticFailure'],
    ['sorting by a dynamic value', 'Resources | order by tags.env', 'SemanticFailure'],
    [
      'joining on a dynamic value',
      'Resources | join (Resources | project x = tags) on $left.id == $right.x',
      'SemanticFailure',
    ],
    ['a join of an unknown kind', 'Resources | join kind=sideways (Resources) on id', 'ParserFailure'],
    ['a fourth join', `Resources ${'| join (Resources | project id) on id '.repeat(4)}`, 'SemanticFailure'],
    ['expanding text', 'Resources | mv-expand name', 'SemanticFailure'],
    ['expanding too much', 'Resources | mv-expand zones limit 2001', 'ParserFailure'],
    ['a broken pattern', "Resources | where name matches regex '('", 'SemanticFailure'],
    ['a depth without end', `Resources | where ${'('.repeat(5000)}true${')'.repeat(5000)}`, 'ParserFailure'],
    ['an inherited name', 'Resources | constructor', 'InvalidQueryLanguage'],
  ])('%s', async (_, query, code) => {
    const failure = await asker(world(), resourceGraphRoutes).refusal('POST', path, { body: { query } });
    expect(failure).toMatchObject({ status: 400, code: 'BadRequest', details: [{ code: 'InvalidQuery' }, { code }] });
  });

  it('tells the line and the place', async () => {
    const query = 'Resources\n| where name == ,';
    const failure = await asker(world(), resourceGraphRoutes).refusal('POST', path, { body: { query } });
    expect(failure.details?.[1]).toMatchObject({ line: 2, characterPositionInLine: 16, token: ',' });
  });
});
