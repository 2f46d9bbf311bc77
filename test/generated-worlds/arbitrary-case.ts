import fc from 'fast-check';

/** One generated situation: a VM behind up to two security groups, and somebody who wants to reach its port 22. */
export interface Case {
  readonly sku: 'Basic' | 'Standard';
  readonly source: string;
  readonly subnetRules: readonly RuleFields[] | undefined;
  readonly nicRules: readonly RuleFields[] | undefined;
  readonly adminRules: readonly AdminFields[];
  readonly inGroup: boolean;
}

export interface RuleFields {
  readonly priority: number;
  readonly direction: string;
  readonly access: string;
  readonly protocol: string;
  readonly sources: Texts;
  readonly destinations: Texts | 'group';
  readonly ports: Texts;
}

/** The singular field, or the plural one. */
export type Texts = { readonly one: string } | { readonly many: readonly string[] };

export interface AdminFields {
  readonly priority: number;
  readonly access: string;
  readonly protocol: string;
  readonly sources: readonly string[];
  readonly ports: readonly string[];
}

/** Neighbours across the edges of the prefixes below, so that a wrong edge shows. */
const sources = [
  '203.0.113.7',
  '203.0.113.0',
  '203.0.112.255',
  '203.0.114.0',
  '198.51.100.4',
  '9.255.255.255',
  '11.0.0.1',
  '172.32.0.1',
];
const prefixes = [
  '203.0.113.7',
  '203.0.113.7/32',
  '203.0.113.0/24',
  '203.0.112.0/23',
  '203.0.0.0/16',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '198.51.100.0/24',
  '8.0.0.0/6',
  '10.0.0.0/8',
  '172.16.0.0/12',
];
const tags = ['*', 'Internet', 'internet', 'VirtualNetwork', 'AzureLoadBalancer', '0.0.0.0/0', 'Any'];
const ports = ['22', '20-25', '22-22', '0-21', '23-65535', '80', '443', '2222', '0-65535'];

const listOf = (values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const many = (values: readonly string[]) => listOf(values).map((list) => ({ many: list }));
const one = (values: readonly string[]) => fc.constantFrom(...values).map((value) => ({ one: value }));

/** Private address, subnet, network, everything, the public address (which never matches), or somebody else's. */
const destinations = [
  '10.7.0.4',
  '10.7.0.4/32',
  '10.7.0.0/24',
  '10.7.0.0/16',
  '10.7.0.5',
  '*',
  'VirtualNetwork',
  '0.0.0.0/0',
  'PUBLIC',
];

const rule: fc.Arbitrary<RuleFields> = fc.record({
  priority: fc.integer({ min: 100, max: 4096 }),
  direction: fc.constantFrom('Inbound', 'Inbound', 'Inbound', 'Outbound'),
  access: fc.constantFrom('Allow', 'Allow', 'Deny'),
  protocol: fc.constantFrom('Tcp', 'TCP', '*', 'Udp'),
  sources: fc.oneof(one([...tags, ...prefixes]), many(prefixes)),
  destinations: fc.oneof(
    fc.constant({ one: '*' }),
    one(destinations),
    many(destinations.slice(0, 5)),
    fc.constant('group' as const),
  ),
  ports: fc.oneof(fc.constant({ one: '22' }), one([...ports, '*']), many(ports)),
});

const rules = fc.uniqueArray(rule, { maxLength: 7, selector: ({ priority, direction }) => `${direction} ${priority}` });

const adminRule: fc.Arbitrary<AdminFields> = fc.record({
  priority: fc.integer({ min: 1, max: 4096 }),
  access: fc.constantFrom('Allow', 'Deny', 'AlwaysAllow'),
  protocol: fc.constantFrom('Tcp', 'Any', 'Udp'),
  sources: listOf(prefixes),
  ports: listOf(ports),
});

export const arbitraryCase: fc.Arbitrary<Case> = fc.record({
  sku: fc.constantFrom('Basic', 'Standard'),
  source: fc.constantFrom(...sources),
  subnetRules: fc.option(rules, { nil: undefined }),
  nicRules: fc.option(rules, { nil: undefined }),
  adminRules: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.uniqueArray(adminRule, { maxLength: 3, selector: (each) => each.priority }) },
  ),
  inGroup: fc.boolean(),
});
