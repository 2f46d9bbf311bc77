import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const entry = join(import.meta.dirname, '../../src/audit.ts');
const folder = mkdtempSync(join(tmpdir(), 'audit-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

function audit(input: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], { input, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function auditJson(groups: unknown, ...args: string[]) {
  const { status, stdout } = audit(JSON.stringify(groups), '--file', '-', '--format', 'json', ...args);
  return { status, ...JSON.parse(stdout) };
}

const usual = {
  priority: 100,
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  sourceAddressPrefix: '*',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '22',
};
const idOf = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/${name}`;
const arm = (name: string, ...rules: object[]) => ({
  id: idOf(name),
  name,
  properties: {
    securityRules: rules.map((rule, at) => ({ name: `r${at}`, properties: { ...usual, ...rule } })),
    subnets: [{ id: '/subscriptions/s/subnets/one' }],
  },
});
const flat = (name: string, rule: object, more: object = {}) => ({
  id: idOf(name),
  name,
  securityRules: [{ name: 'r0', ...usual, ...rule }],
  ...more,
});
const open = arm('open', {});
const closed = arm('closed', { access: 'Deny' });
const narrow = arm('narrow', { sourceAddressPrefix: '203.0.113.7' });
const partial = arm('partial', { sourceAddressPrefix: '8.0.0.0/7' });
const unknown = arm('doubtful', { sourceAddressPrefix: '10.0.0.300' });

describe('what it reads', () => {
  const shapes = [
    ['one object', open],
    ['a list', [open]],
    ['a page', { value: [open] }],
    ['several pages', [{ value: [open] }, { value: [] }]],
    [
      'a world',
      {
        resources: [
          { type: 'Microsoft.Compute/virtualMachines', id: '/vm' },
          { ...open, type: nsgType() },
        ],
      },
    ],
    ['the flattened shape', [flat('open', {})]],
    ['a priority as text', [flat('open', { priority: '100' })]],
    [
      'plural fields beside null',
      [flat('open', { sourceAddressPrefix: null, sourceAddressPrefixes: ['0.0.0.0/1', '128.0.0.0/1'] })],
    ],
  ] as const;
  test.each([
    ['a rule that says nothing of its source ports and destination', {}, 'open'],
    ['the same with null', { sourcePortRange: null, destinationAddressPrefix: null }, 'open'],
    ['a destination that is empty', { sourcePortRange: '*', destinationAddressPrefix: '' }, 'unknown'],
    ['a Deny that does not say of what', { access: 'Deny', priority: 90 }, 'unknown'],
  ])('%s', (_, more, verdict) => {
    const { sourcePortRange, destinationAddressPrefix, ...bare } = usual;
    const rules = [
      { name: 'r', ...bare, ...more },
      ...(verdict === 'unknown' && 'access' in more ? [{ name: 's', ...usual }] : []),
    ];
    const { nsgs } = auditJson([{ id: idOf('bare'), name: 'bare', securityRules: rules }]);
    expect(nsgs[0].verdict).toBe(verdict);
  });

  test.each<[string, Buffer]>([
    ['a template with comments', Buffer.from(`{"resources": [ // all\n${JSON.stringify(open)}, /* no more */ ]}`)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${JSON.stringify([open])}`)],
    ['UTF-16, as an old PowerShell writes it', Buffer.from(`\uFEFF${JSON.stringify([open])}`, 'utf16le')],
  ])('%s', (_, bytes) => {
    const file = join(folder, 'encoded.json');
    writeFileSync(file, bytes);
    for (const path of [file, '-']) {
      const { status, stderr } = spawnSync(process.execPath, [entry, '--file', path], {
        input: bytes,
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([2, '']);
    }
  });

  test.each(shapes)('%s', (_, input) => {
    const { status, summary, nsgs } = auditJson(input);
    expect([status, summary.nsgs, nsgs.length]).toEqual([2, 1, 1]);
    expect(nsgs[0]).toMatchObject({ id: idOf('open'), name: 'open', verdict: 'open', rules: ['r0'] });
  });

  test('a file with a byte order mark', () => {
    const path = join(folder, 'bom.json');
    writeFileSync(path, `\uFEFF${JSON.stringify([open])}`);
    expect(audit('', '--file', path).status).toBe(2);
  });

  test('every group has one entry, in the order given', () => {
    const { nsgs } = auditJson([narrow, open, closed, partial]);
    expect(nsgs.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['narrow', 'open', 'closed', 'partial']);
  });

  test('a broken entry loses no other', () => {
    const { status, nsgs } = auditJson([
      null,
      { name: 'nothing' },
      { ...open, properties: { securityRules: [7] } },
      open,
    ]);
    expect(nsgs.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['unknown', 'unknown', 'unknown', 'open']);
    expect(nsgs.slice(0, 3).every(({ because }: { because: string }) => because.length > 0)).toBe(true);
    expect(status).toBe(2);
  });

  test('another port', () => {
    expect(auditJson([arm('rdp', { destinationPortRange: '3389' })], '--port', '3389').nsgs[0].verdict).toBe('open');
  });

  test('guarding nothing is low, guarding something medium', () => {
    const { nsgs } = auditJson([flat('loose', {}), flat('held', {}, { networkInterfaces: [{ id: '/nic' }] })]);
    expect(nsgs.map(({ severity }: { severity: string }) => severity)).toEqual(['low', 'medium']);
  });
});

describe('exit status', () => {
  const rows = [
    ['nothing is open', [closed, narrow], 0],
    ['a subscription without groups', [], 0],
    ['open', [open], 2],
    ['partly open', [partial], 2],
    ['unknown', [unknown, closed], 1],
    ['unknown beside open', [unknown, open], 2],
    ['no group in it', { resources: undefined, id: '/x/providers/Microsoft.Compute/virtualMachines/v' }, 1],
  ] as const;
  test.each(rows)('%s', (_, input, expected) => {
    expect(audit(JSON.stringify(input), '--file', '-').status).toBe(expected);
  });

  test('a group that is closed itself, and that an admin rule lets everybody past', () => {
    const { nics, net, ip } = {
      nics: idOf('nic').replace('networkSecurityGroups', 'networkInterfaces'),
      net: idOf('net').replace('networkSecurityGroups', 'virtualNetworks'),
      ip: idOf('ip').replace('networkSecurityGroups', 'publicIPAddresses'),
    };
    const admin = {
      priority: 1,
      direction: 'Inbound',
      access: 'AlwaysAllow',
      protocol: 'Tcp',
      destinationPortRanges: ['22'],
    };
    const configuration = {
      name: 'c',
      properties: { privateIPAddress: '10.0.0.4', subnet: { id: `${net}/subnets/a` }, publicIPAddress: { id: ip } },
    };
    const resources = [
      arm('typo', { sourceAddressPrefix: '0.0.0.0' }),
      { id: net, properties: { subnets: [{ name: 'a' }], effectiveSecurityAdminRules: [{ properties: admin }] } },
      { id: ip, sku: { name: 'Standard' }, properties: { ipAddress: '20.1.2.3' } },
      {
        id: nics,
        properties: {
          networkSecurityGroup: { id: idOf('typo') },
          virtualMachine: { id: '/subscriptions/s/vm' },
          ipConfigurations: [configuration],
        },
      },
    ];
    const { status, stdout } = audit(JSON.stringify({ resources }), '--file', '-');
    expect(stdout).toMatch(/^critical +closed +typo/m);
    expect(status).toBe(2);
  });

  const wrong = [
    ['no JSON', '{"value": [', ['--file', '-'], /no JSON/],
    ['empty input', '', ['--file', '-'], /empty/],
    ['no such file', '', ['--file', join(folder, 'missing.json')], /could not be read/],
    ['nothing asked', '', [], /--file/],
    ['no such format', '[]', ['--file', '-', '--format', 'xml'], /format/],
    ['no such port', '[]', ['--file', '-', '--port', '0'], /port/],
    ['no such option', '[]', ['--file', '-', '--fast'], /fast/],
  ] as const;
  test.each(wrong)('%s', (_, input, args, says) => {
    const { status, stdout, stderr } = audit(input, ...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(says);
  });

  test('help', () => {
    expect(audit('', '--help')).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('what it prints', () => {
  test('narrow and closed groups only with --all, and always in JSON', () => {
    const input = JSON.stringify([closed, open]);
    for (const format of ['table', 'csv', 'markdown']) {
      expect(audit(input, '--file', '-', '--format', format).stdout).not.toMatch(/\bclosed,|\| closed|^\S+ +closed/m);
      expect(audit(input, '--file', '-', '--format', format, '--all').stdout).toMatch(/closed/);
    }
    expect(auditJson([closed, open]).nsgs).toHaveLength(2);
  });

  test('a name cannot be a formula, nor break its field', () => {
    const { stdout } = audit(JSON.stringify([{ ...open, name: '=cmd|"x",\n1' }]), '--file', '-', '--format', 'csv');
    expect(stdout).toContain(`"'=cmd|""x"",\n1"`);
  });

  test('a name cannot break a table of Markdown', () => {
    const { stdout } = audit(JSON.stringify([{ ...open, name: 'a|b\n<i>' }]), '--file', '-', '--format', 'markdown');
    expect(stdout).toContain(String.raw`a\|b`);
    expect(stdout).not.toContain('<i>');
  });

  test('a name cannot steer a terminal', () => {
    const { stdout } = audit(JSON.stringify([{ ...open, name: 'a\u001b[2Jb' }]), '--file', '-');
    expect(stdout).not.toContain('\u001b');
  });

  test('a reader that stops early is no failure', () => {
    const path = join(folder, 'many.json');
    writeFileSync(path, JSON.stringify(Array.from({ length: 5_000 }, (_, at) => arm(`open-${at}`, {}))));
    const line = '("$0" "$1" --file "$2" --format json; echo "$?" >&2) | head -c 20';
    const said = spawnSync('sh', ['-c', line, process.execPath, entry, path], { encoding: 'utf8' });
    expect([said.stdout, said.stderr]).toEqual(['{"summary":{"port":2', '2\n']);
  });
});

function nsgType(): string {
  return 'Microsoft.Network/networkSecurityGroups';
}
