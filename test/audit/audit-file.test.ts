import { describe, expect, test } from 'vitest';
import { auditFile } from '../../src/audit/audit-file.ts';

const allow = {
  priority: 100,
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  sourceAddressPrefix: '*',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '22',
};
const type = 'Microsoft.Network/networkSecurityGroups';
const root = '/subscriptions/s/resourceGroups/g/providers';
const id = `${root}/${type}/n`;
const nicId = `${root}/Microsoft.Network/networkInterfaces/nic`;
const ssh = { name: 'ssh', properties: allow };
const group = (properties: object = { securityRules: [ssh] }) => ({ id, name: 'n', type, properties });

/** "name verdict severity" of each group and machine. */
async function told(file: unknown): Promise<string[] | undefined> {
  const audited = await auditFile(file, 22);
  return (
    audited && [
      ...audited.entries.map(({ name, verdict, severity }) => `${name} ${verdict} ${severity}`),
      ...audited.machines.map(({ name, severity }) => `machine ${name} ${severity}`),
      ...audited.unread,
    ]
  );
}

describe('a group is found', () => {
  const snake = {
    name: 'n',
    security_rules: [
      {
        name: 'ssh',
        priority: 100,
        direction: 'Inbound',
        access: 'Allow',
        protocol: 'Tcp',
        source_address_prefix: '*',
        source_port_range: '*',
        destination_address_prefix: '*',
        destination_port_range: '22',
      },
    ],
  };
  const pascal = {
    Name: 'n',
    Id: id,
    SecurityRules: [
      {
        Name: 'ssh',
        Priority: 100,
        Direction: 'Inbound',
        Access: 'Allow',
        Protocol: 'Tcp',
        SourceAddressPrefix: ['*'],
        SourcePortRange: ['*'],
        DestinationAddressPrefix: ['*'],
        DestinationPortRange: ['22'],
      },
    ],
  };
  const child = { id: `${id}/securityRules/ssh`, type: `${type}/securityRules`, name: 'ssh', properties: allow };
  test.each<[string, unknown]>([
    ['as the SDK for Python spells it', [snake]],
    ['as PowerShell spells it', pascal],
    ['in what `az network nsg create` prints', { NewNSG: group() }],
    ['in an example of the API', { responses: { 200: { body: group() }, 201: { body: group() }, 202: {} } }],
    [
      'in a deployment within a template',
      { resources: [{ type: 'Microsoft.Resources/deployments', properties: { template: { resources: [group()] } } }] },
    ],
    [
      'in the version of a template spec',
      { type: 'Microsoft.Resources/templateSpecs/versions', properties: { mainTemplate: { resources: [group()] } } },
    ],
    [
      "in a blueprint's artifact",
      { type: 'Microsoft.Blueprint/blueprints/artifacts', properties: { template: { resources: [group()] } } },
    ],
    ['in a template that names its resources', { resources: { n: group() } }],
    ['with rules that are resources of their own', { resources: [group({}), child] }],
    [
      'with rules nested in it',
      { resources: [{ ...group({}), resources: [{ type: 'securityRules', name: 'ssh', properties: allow }] }] },
    ],
    [
      'with rules named after it',
      {
        resources: [
          { name: 'n', type, properties: {} },
          { ...child, id: undefined, name: 'n/ssh' },
        ],
      },
    ],
    ['shown whole by an interface', { id: nicId, properties: { networkSecurityGroup: group() } }],
    [
      'shown whole by subnets, of which two have the same',
      {
        id: `${root}/Microsoft.Network/virtualNetworks/net`,
        properties: {
          subnets: [
            { name: 'a', properties: { networkSecurityGroup: group() } },
            { name: 'b', properties: { networkSecurityGroup: { ...group(), id: id.toUpperCase() } } },
          ],
        },
      },
    ],
    [
      'with rules beside properties of something else',
      { id, name: 'n', securityRules: [{ name: 'ssh', ...allow }], properties: { provisioningState: 'Succeeded' } },
    ],
    [
      'with a list where one value belongs, and one where a list does',
      group({
        securityRules: [
          {
            name: 'ssh',
            properties: {
              ...allow,
              sourceAddressPrefix: undefined,
              sourceAddressPrefixes: '10.0.0.0/8, 0.0.0.0/0',
              destinationPortRange: ['80', '22'],
            },
          },
        ],
      }),
    ],
    [
      'with a network whose mask is 0',
      group({ securityRules: [{ name: 'ssh', properties: { ...allow, sourceAddressPrefix: '/0' } }] }),
    ],
    [
      'with a default rule that is a reference',
      group({ securityRules: [ssh], defaultSecurityRules: [{ id: `${id}/defaultSecurityRules/x` }] }),
    ],
  ])('%s', async (_, file) => {
    const found = await told(file);
    expect(found).toHaveLength(1);
    expect(found?.[0]).toMatch(/^n open /);
  });

  test.each([
    ["[concat(parameters('a'), '/ssh')]", "[concat(parameters('b'),'/deny')]"],
    ["[format('{0}/{1}', parameters('a'), 'ssh')]", "[format('{0}/deny', parameters('b'))]"],
    ["[concat(parameters('a'), '/', 'ssh')]", "[concat( parameters('B'), '/', 'deny' )]"],
  ])('an expression names the group of a rule: %s', async (ssh, deny) => {
    const named = (name: string, securityRules: object[]) => ({ type, name, properties: { securityRules } });
    const rule = (name: string, properties: object) => ({ type: `${type}/securityRules`, name, properties });
    const shown = { name: 'ssh', properties: allow };
    const resources = [
      named("[parameters('a')]", [shown]),
      named("[parameters('b')]", []),
      rule(ssh, allow),
      rule(deny, { ...allow, access: 'Deny' }),
    ];
    const audited = await auditFile({ resources }, 22);
    expect(audited?.entries.map(({ verdict, rules, ruleCount }) => [verdict, rules, ruleCount])).toEqual([
      ['open', ['ssh'], 1],
      ['closed', [], 1],
    ]);
  });

  test('a rule that the group shows already is not doubled', async () => {
    const audited = await auditFile({ resources: [group(), child] }, 22);
    expect(audited?.entries.map(({ rules, ruleCount }) => [rules, ruleCount])).toEqual([[['ssh'], 1]]);
  });

  test('of which only the instance of a scale set is known is high', async () => {
    const instance = `${root}/Microsoft.Compute/virtualMachineScaleSets/set/virtualMachines/0/networkInterfaces/x`;
    expect(await told(group({ securityRules: [ssh], networkInterfaces: [{ id: instance }] }))).toEqual(['n open high']);
  });

  test('of one that has neither rules nor more than its id it is known that it is closed', async () => {
    expect(await told([{ id, name: 'n', securityRules: null, defaultSecurityRules: null }])).toEqual(['n closed null']);
  });
});

describe('variables of a template stand for what they are', () => {
  const variables = {
    everybody: "[variables('Worlds').all]",
    worlds: { all: '*', own: '10.0.0.0/8' },
    rules: [{ name: 'ssh', properties: { ...allow, sourceAddressPrefix: "[variables('everybody')]" } }],
    loop: "[variables('loop')]",
    twice: ["[variables('twice')]", "[variables('twice')]"],
  };
  const from = (sourceAddressPrefix: unknown) =>
    group({ securityRules: [{ name: 'ssh', properties: { ...allow, sourceAddressPrefix } }] });
  const deployment = (more: object, inside: object) => ({
    type: 'Microsoft.Resources/deployments',
    properties: { ...more, template: { variables: { everybody: '10.0.0.0/8' }, resources: [inside] } },
  });
  const inner = { expressionEvaluationOptions: { scope: 'inner' } };

  test.each<[string, object, string]>([
    ['a source', from("[variables('everybody')]"), 'open'],
    ['a part of one', from("[variables('worlds').own]"), 'closed'],
    ['all rules', group({ securityRules: "[variables('rules')]" }), 'open'],
    ['in a template within it', deployment({}, from("[variables('everybody')]")), 'open'],
    ['in one that has its own', deployment(inner, from("[variables('everybody')]")), 'closed'],
    [
      'in one within one that has none',
      {
        type: 'Microsoft.Resources/deployments',
        properties: { ...inner, template: { resources: [deployment(inner, from("[variables('everybody')]"))] } },
      },
      'closed',
    ],
    ['one that is not there', from("[variables('nobody')]"), 'unknown'],
    ['one that names itself', from("[variables('loop')]"), 'unknown'],
    ['one that names itself twice', from("[variables('twice')]"), 'unknown'],
    ['a parameter', from("[parameters('everybody')]"), 'unknown'],
  ])('%s', async (_, resource, verdict) => {
    const parameters = { everybody: { type: 'string', defaultValue: '*' } };
    const template = { parameters, variables, resources: [resource] };
    for (const file of [template, { resources: { n: resource }, variables }, [{ properties: { template } }]]) {
      const audited = await auditFile(file, 22);
      expect(audited?.entries.map((each) => each.verdict)).toEqual([verdict]);
    }
  });

  test('in a template within one that has none', async () => {
    const file = { resources: [deployment(inner, from("[variables('everybody')]"))] };
    expect(await told(file)).toEqual(['n closed null']);
  });
});

describe('what the file does not hold is not taken for closed', () => {
  test.each<[string, unknown, string]>([
    ['rules by an expression', group({ securityRules: "[parameters('rules')]" }), 'n unknown null'],
    [
      'a line in a list of all resources',
      [{ id, name: 'n', type, location: 'westeurope', properties: null }],
      'n unknown null',
    ],
    ['a reference', [{ id }], 'n unknown null'],
    [
      'a rule of a group that is there already',
      {
        resources: {
          n: { existing: true, type, name: 'n' },
          ssh: { type: `${type}/securityRules`, name: 'n/ssh', properties: allow },
        },
      },
      'n unknown null',
    ],
    ['rules that are no list', group({ securityRules: { ssh: allow } }), 'n unknown null'],
    ['rules made by a loop', group({ copy: [{ name: 'securityRules', count: 3 }] }), 'n unknown null'],
    [
      'only a rule of a group',
      { resources: [{ id: `${id}/securityRules/ssh`, type: `${type}/securityRules`, properties: allow }] },
      'n unknown null',
    ],
    [
      'a destination that is said by another key',
      group({ securityRules: [{ name: 'ssh', properties: { ...allow, destinationAddressPrefix: '' } }] }),
      'n unknown null',
    ],
  ])('%s', async (_, file, expected) => {
    const [first] = (await told(file)) ?? [];
    expect(first?.replace(/info$/, 'null')).toBe(expected);
  });

  test.each([
    { value: [group({ securityRules: [] })], nextLink: 'https://management.azure.com/next' },
    { data: [group({ securityRules: [] })], $skipToken: 'eyJ', resultTruncated: 'false' },
    { count: 1, data: [group({ securityRules: [] })], skip_token: 'eyJ', total_records: 2000 },
  ])('one page of several says so', async (file) => {
    expect(await told(file)).toEqual(['n closed null', expect.stringContaining('one page of several')]);
  });

  test('the last page is whole', async () => {
    expect(await told({ count: 1, data: [group({ securityRules: [] })], skip_token: null })).toEqual(['n closed null']);
  });

  test.each<[string, unknown]>([
    ['something else', [{ id: `${root}/Microsoft.Storage/storageAccounts/a` }]],
    ['a group that is there already', { resources: { n: { existing: true, type, name: 'n' } } }],
    ['a machine alone', [{ id: `${root}/Microsoft.Compute/virtualMachines/a` }]],
  ])('%s holds no group', async (_, file) => expect(await told(file)).toBeUndefined());

  test('a deployment that tells nothing holds none', async () => {
    const deployments = 'Microsoft.Resources/deployments';
    expect(
      await told([{ type: deployments }, { type: deployments, properties: { mode: 'Complete' } }]),
    ).toBeUndefined();
    expect(await told({ type: deployments, properties: { template: { resources: [] } } })).toEqual([]);
  });

  test('nesting without end is one entry that is not understood', async () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    expect(await told(deep)).toEqual([' unknown null']);
  });
});

describe('the effective rules of an interface are read as the groups that they are of', () => {
  const rule = (name: string, more: object) => ({
    name,
    priority: 100,
    direction: 'Inbound',
    access: 'Allow',
    protocol: 'All',
    sourcePortRange: '0-65535',
    destinationPortRange: '22-22',
    destinationAddressPrefix: '0.0.0.0/0',
    ...more,
  });
  const effective = (...rules: object[]) => ({
    networkSecurityGroup: { id },
    association: { networkInterface: { id: nicId } },
    effectiveSecurityRules: rules,
  });
  const network = (expandedSourceAddressPrefix: string[]) =>
    rule('defaultSecurityRules/AllowVnetInBound', {
      priority: 65_000,
      destinationPortRange: '0-65535',
      sourceAddressPrefix: 'VirtualNetwork',
      expandedSourceAddressPrefix,
    });

  test.each<[string, object[], string, string[]]>([
    ['everybody', [rule('securityRules/ssh', { sourceAddressPrefix: '0.0.0.0/0' })], 'open', ['ssh']],
    ['the network alone', [network(['10.0.0.0/16', '168.63.129.16/32'])], 'closed', []],
    ['a network with a default route', [network(['10.0.0.0/16', '0.0.0.0/0'])], 'open', ['AllowVnetInBound']],
  ])('%s', async (_, rules, verdict, names) => {
    const listed = rules.map((each) => ({ ...each, sourceAddressPrefix: [Object(each).sourceAddressPrefix] }));
    const all = [rules, listed].map((some) => effective(...some));
    for (const file of all.flatMap((each) => [{ networkSecurityGroups: [each] }, { value: [each] }])) {
      const audited = await auditFile(file, 22);
      expect(audited?.entries.map((each) => [each.id, each.name, each.verdict, each.rules])).toEqual([
        [id, 'n', verdict, names],
      ]);
    }
  });

  test('one that guards the interface and its subnet is told once', async () => {
    const one = effective(rule('securityRules/ssh', { sourceAddressPrefix: '0.0.0.0/0' }));
    const again = {
      ...one,
      association: { subnet: { id: `${root}/Microsoft.Network/virtualNetworks/net/subnets/a` } },
    };
    expect(await told({ networkSecurityGroups: [one, again] })).toEqual(['n open medium']);
  });

  test('default rules are not counted as its own', async () => {
    const own = rule('securityRules/ssh', { sourceAddressPrefix: 'Internet' });
    const audited = await auditFile({ value: [effective(own, network(['10.0.0.0/16']))] }, 22);
    expect(audited?.entries.map(({ ruleCount, severity }) => [ruleCount, severity])).toEqual([[1, 'medium']]);
  });
});

describe('a world tells who is reached, from whichever side it is written', () => {
  const network = (subnet: object) => ({
    id: `${root}/Microsoft.Network/virtualNetworks/net`,
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [{ name: 'front', properties: subnet }],
    },
  });
  const subnetId = `${root}/Microsoft.Network/virtualNetworks/net/subnets/front`;
  const ipId = `${root}/Microsoft.Network/publicIPAddresses/ip`;
  const nic = (own: object = {}, configuration: object = { publicIPAddress: { id: ipId } }) => ({
    id: nicId,
    name: 'nic',
    properties: {
      ...own,
      virtualMachine: { id: `${root}/Microsoft.Compute/virtualMachines/vm` },
      ipConfigurations: [
        {
          id: `${nicId}/ipConfigurations/c`,
          properties: { privateIPAddress: '10.0.0.4', subnet: { id: subnetId }, ...configuration },
        },
      ],
    },
  });
  const ip = (more: object = {}, sku = 'Standard') => ({
    id: ipId,
    sku: { name: sku },
    properties: { ipAddress: '20.1.2.3', ...more },
  });
  const vm = {
    id: `${root}/Microsoft.Compute/virtualMachines/vm`,
    name: 'vm',
    properties: { instanceView: { statuses: [{ code: 'PowerState/running' }] } },
  };
  const rules = { securityRules: [ssh] };

  test.each<[string, unknown[], string]>([
    [
      'the subnet names the group',
      [group(), network({ networkSecurityGroup: { id } }), nic(), ip(), vm],
      'n open critical',
    ],
    [
      'the group lists the subnet',
      [group({ ...rules, subnets: [{ id: subnetId }] }), network({}), nic(), ip(), vm],
      'n open critical',
    ],
    [
      'the group lists the subnet, and the network is not in the file',
      [group({ ...rules, subnets: [{ id: subnetId }] }), nic(), ip(), vm],
      'n open critical',
    ],
    [
      'the group lists the interface',
      [group({ ...rules, networkInterfaces: [{ id: nicId }] }), network({}), nic(), ip(), vm],
      'n open critical',
    ],
    [
      'the address names the configuration',
      [
        group({ ...rules, subnets: [{ id: subnetId }] }),
        network({}),
        nic({}, {}),
        ip({ ipConfiguration: { id: `${nicId}/ipConfigurations/c` } }),
        vm,
      ],
      'n open critical',
    ],
    [
      'a subnet is a resource of its own',
      [
        group(),
        { ...network({}), properties: {} },
        { id: subnetId, name: 'front', properties: { networkSecurityGroup: { id } } },
        nic(),
        ip(),
        vm,
      ],
      'n open critical',
    ],
    [
      'an allow-list is for an address that nobody has',
      [
        group({
          securityRules: [
            {
              name: 'ssh',
              properties: { ...allow, sourceAddressPrefix: '203.0.113.7', destinationAddressPrefix: '10.0.0.9' },
            },
          ],
        }),
        network({ networkSecurityGroup: { id } }),
        nic(),
        ip(),
        vm,
      ],
      'n closed null',
    ],
    [
      'a rule is for an address that nobody has',
      [
        group({ securityRules: [{ name: 'ssh', properties: { ...allow, destinationAddressPrefix: '10.0.0.9' } }] }),
        network({ networkSecurityGroup: { id } }),
        nic(),
        ip(),
        vm,
      ],
      'n closed null',
    ],
    [
      'a closed group guards a Basic address',
      [group({ securityRules: [], subnets: [{ id: subnetId }] }), network({}), nic(), ip({}, 'Basic'), vm],
      'n closed null',
    ],
    [
      'a scale set without instances',
      [
        group(),
        network({ networkSecurityGroup: { id } }),
        {
          id: `${root}/Microsoft.Compute/virtualMachineScaleSets/set`,
          properties: {
            virtualMachineProfile: {
              networkProfile: {
                networkInterfaceConfigurations: [
                  {
                    name: 'x',
                    properties: { ipConfigurations: [{ name: 'c', properties: { subnet: { id: subnetId } } }] },
                  },
                ],
              },
            },
          },
        },
      ],
      'n open high',
    ],
  ])('%s', async (_, resources, expected) => {
    expect(await told({ resources })).toEqual([expected]);
    expect(await told(resources)).toEqual([expected]);
  });
});
