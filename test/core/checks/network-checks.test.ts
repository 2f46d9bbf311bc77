import { describe, expect, it } from 'vitest';
import { adminRules } from '../../../src/core/checks/admin-rules.ts';
import { hasPublicIp } from '../../../src/core/checks/has-public-ip.ts';
import { nsgExists } from '../../../src/core/checks/nsg-exists.ts';
import { portOpenToCaller } from '../../../src/core/checks/port-open-to-caller.ts';
import type { AdminRule, Sku, VmFacts } from '../../../src/core/facts.ts';
import {
  configuration,
  facts,
  input,
  natRule,
  nic,
  nsg,
  publicIp,
  rule,
  status,
  subnetWith,
  unreadable,
  vnetId,
} from './myvm.ts';

const noIp = configuration({ publicIp: undefined });
const { address: _, ...unassignedIp } = { ...publicIp, allocation: 'Dynamic' as const };
const withIp = (over: Parameters<typeof configuration>[0], guard: Partial<Parameters<typeof nic>[0]> = {}) => ({
  nics: [nic({ ipConfigurations: [configuration(over)], ...guard })],
});
const guards = (
  subnet: ReturnType<typeof subnetWith>['nsg'],
  own: ReturnType<typeof subnetWith>['nsg'],
  sku: Sku = 'Standard',
) => withIp({ subnet: subnetWith(subnet), publicIp: { ...publicIp, sku } }, { nsg: own });
const ipv6 = configuration({
  id: 'v6',
  name: 'v6',
  primary: false,
  version: 'IPv6',
  privateAddress: 'fd00::4',
  publicIp: { ...publicIp, address: '2001:db8::4' },
});

describe('has-public-ip', () => {
  it.each<[string, Partial<VmFacts>, string, string, string | undefined]>([
    ['its own', {}, '203.0.113.7', 'pass', undefined],
    [
      'one on a second configuration',
      { nics: [nic({ ipConfigurations: [noIp, configuration({ id: 'two', primary: false })] })] },
      '203.0.113.7',
      'pass',
      undefined,
    ],
    [
      'a NAT rule',
      { nics: [nic({ ipConfigurations: [noIp] })], forwards: [natRule] },
      '203.0.113.7',
      'pass',
      undefined,
    ],
    [
      'a load-balancing rule',
      { nics: [nic({ ipConfigurations: [noIp] })], forwards: [{ ...natRule, kind: 'lb-rule' }] },
      '203.0.113.7',
      'warn',
      undefined,
    ],
    [
      'a NAT rule to another port',
      { nics: [nic({ ipConfigurations: [noIp] })], forwards: [{ ...natRule, backendPort: 80 }] },
      '203.0.113.7',
      'fail',
      'associate-public-ip',
    ],
    ['none', withIp({ publicIp: undefined }), '203.0.113.7', 'fail', 'associate-public-ip'],
    ['none, for a caller inside', withIp({ publicIp: undefined }), '10.9.9.9', 'warn', undefined],
    ['an unreadable one', withIp({ publicIp: unreadable('public IP myIP') }), '203.0.113.7', 'unknown', undefined],
    [
      'an unreadable load balancer',
      { ...withIp({ publicIp: undefined }), forwards: [unreadable('load balancer myLB')] },
      '203.0.113.7',
      'unknown',
      undefined,
    ],
    ['unreadable interfaces', { nics: [unreadable('network interface myNIC')] }, '203.0.113.7', 'unknown', undefined],
    [
      'an unassigned one while off',
      { ...withIp({ publicIp: unassignedIp }), status: { ...status, power: 'deallocated' } },
      '203.0.113.7',
      'fail',
      'start-vm',
    ],
    ['an unassigned one while on', withIp({ publicIp: unassignedIp }), '203.0.113.7', 'fail', undefined],
    [
      'an IPv6 address that is not assigned now',
      {
        nics: [nic({ ipConfigurations: [configuration(), { ...ipv6, publicIp: unassignedIp }] })],
        status: { ...status, power: 'deallocated' },
      },
      '2001:db8::7',
      'fail',
      'start-vm',
    ],
    ['only IPv4 for a caller of IPv6', {}, '2001:db8::7', 'fail', 'associate-public-ip'],
    [
      'both families for a caller of IPv6',
      { nics: [nic({ ipConfigurations: [configuration(), ipv6] })] },
      '2001:db8::7',
      'pass',
      undefined,
    ],
  ])('%s', (_name, over, from, expected, fix) => {
    const outcome = hasPublicIp.evaluate(input(over, { from }));
    expect(outcome.status).toBe(expected);
    expect(outcome.fix).toBe(fix);
  });

  it('says on which port the load balancer is reached', () => {
    const { summary } = hasPublicIp.evaluate(input({ nics: [nic({ ipConfigurations: [noIp] })], forwards: [natRule] }));
    expect(summary).toContain('50001');
    expect(summary).toContain('20.51.230.99');
  });

  it('asks for the port inside the VM where the one of the load balancer is given', () => {
    const outcome = hasPublicIp.evaluate(
      input({ nics: [nic({ ipConfigurations: [noIp] })], forwards: [natRule] }, { port: natRule.frontendPort }),
    );
    expect(outcome).toMatchObject({ status: 'fail', todo: 'Give the port inside the VM: `port 22`.' });
    expect(outcome.fix).toBeUndefined();
  });

  it('does not say that no load balancer forwards where an internal one does', () => {
    const { frontendAddress: _, ...internal } = natRule;
    const { because } = hasPublicIp.evaluate(
      input({ nics: [nic({ ipConfigurations: [noIp] })], forwards: [internal] }),
    );
    expect(because).toMatch(/load balancer has no public address/);
  });

  it('has the commands for a static Standard address on that configuration', () => {
    const [create, attach] = hasPublicIp.evaluate(input(withIp({ publicIp: undefined }))).command?.split('\n') ?? [];
    expect(create).toMatch(
      /^az network public-ip create .*--name myVM-ip --location westeurope --sku Standard --allocation-method Static --version IPv4$/,
    );
    expect(attach).toBe(
      `az network nic ip-config update --ids ${configuration().id} --public-ip-address ${publicIp.id.replace('myIP', 'myVM-ip')}`,
    );
  });
});

describe('nsg-exists', () => {
  it.each<[string, Partial<VmFacts>, string]>([
    ['on the interface', {}, 'pass'],
    ['on the subnet', guards(nsg([]), undefined), 'pass'],
    ['one readable, one not', guards(nsg([]), unreadable('group g')), 'pass'],
    ['one not readable', guards(unreadable('group g'), undefined), 'unknown'],
    ['an unreadable subnet', withIp({ subnet: unreadable('subnet default') }, { nsg: undefined }), 'unknown'],
    ['none behind a Standard IP', guards(undefined, undefined), 'fail'],
    ['none behind a Basic IP', guards(undefined, undefined, 'Basic'), 'warn'],
    ['none behind an IP of unknown kind', guards(undefined, undefined, 'unknown'), 'warn'],
    ['none behind a Standard IP without an address', withIp({ publicIp: unassignedIp }, { nsg: undefined }), 'fail'],
    ['none and no public IP', withIp({ publicIp: undefined }, { nsg: undefined }), 'warn'],
    ['unreadable interfaces', { nics: [unreadable('network interface myNIC')] }, 'unknown'],
  ])('%s', (_name, over, expected) => {
    const outcome = nsgExists.evaluate(input(over));
    expect(outcome.status).toBe(expected);
    expect(outcome.fix).toBe(expected === 'fail' || expected === 'warn' ? 'create-nsg' : undefined);
  });
});

it('nsg-exists says that another group may be in the way where one could not be read', () => {
  const behind = (over: Partial<VmFacts>) => nsgExists.evaluate(input(over)).because;
  expect(behind(guards(nsg([]), unreadable('group g')))).toMatch(/group g could not be read/);
  expect(behind(guards(nsg([]), nsg([])))).toBeUndefined();
});

const open = nsg([rule()]);
const shut = nsg([]);

describe('port-open-to-caller', () => {
  it.each<[string, Partial<VmFacts>, string, string, string | undefined]>([
    ['open on the interface', {}, '203.0.113.7', 'pass', undefined],
    ['closed by default', guards(undefined, shut), '203.0.113.7', 'fail', 'open-port'],
    ['open to others only', {}, '192.0.2.1', 'fail', 'open-port'],
    ['open on the subnet, closed on the interface', guards(open, shut), '203.0.113.7', 'fail', 'open-port'],
    ['closed on the subnet, open on the interface', guards(shut, open), '203.0.113.7', 'fail', 'open-port'],
    ['open on both', guards(open, open), '203.0.113.7', 'pass', undefined],
    ['a range that is open as a whole', {}, '203.0.113.128/25', 'pass', undefined],
    ['a range that is open in part', {}, '203.0.112.0/23', 'fail', 'open-port'],
    ['no group, Standard', guards(undefined, undefined), '203.0.113.7', 'fail', 'create-nsg'],
    ['no group, Basic', guards(undefined, undefined, 'Basic'), '203.0.113.7', 'pass', undefined],
    ['no group, a kind that is not told', guards(undefined, undefined, 'unknown'), '203.0.113.7', 'unknown', undefined],
    ['no group, no address', withIp({ publicIp: undefined }, { nsg: undefined }), '203.0.113.7', 'skipped', undefined],
    [
      'no group, an unreadable address',
      withIp({ publicIp: unreadable('public IP myIP') }, { nsg: undefined }),
      '203.0.113.7',
      'unknown',
      undefined,
    ],
    [
      'an unreadable group beside an open one',
      guards(open, unreadable('group g')),
      '203.0.113.7',
      'unknown',
      undefined,
    ],
    [
      'an unreadable group beside a closed one',
      guards(shut, unreadable('group g')),
      '203.0.113.7',
      'fail',
      'open-port',
    ],
    ['a service tag', guards(undefined, nsg([rule({ sources: ['AzureCloud'] })])), '203.0.113.7', 'unknown', undefined],
    ['no public address, yet open', withIp({ publicIp: undefined }), '203.0.113.7', 'pass', undefined],
    ['unreadable interfaces', { nics: [unreadable('network interface myNIC')] }, '203.0.113.7', 'unknown', undefined],
    ['unreadable admin rules', { adminRules: [unreadable('admin rules')] }, '203.0.113.7', 'pass', undefined],
    ['a caller inside', {}, '10.0.7.7', 'pass', undefined],
    ['a caller inside, no group', guards(undefined, undefined), '10.0.7.7', 'pass', undefined],
    [
      'Windows',
      { vm: { ...facts.vm, os: 'Windows' }, ...guards(undefined, shut) },
      '203.0.113.7',
      'skipped',
      undefined,
    ],
  ])('%s', (_name, over, from, expected, fix) => {
    const outcome = portOpenToCaller.evaluate(input(over, { from }));
    expect(outcome.status).toBe(expected);
    expect(outcome.fix).toBe(fix);
    if (expected === 'unknown') expect(outcome.because).not.toBe('');
  });

  it('names the deciding rule, its priority and the group', () => {
    const { because } = portOpenToCaller.evaluate(
      input(guards(open, nsg([rule({ name: 'NoSSH', priority: 400, access: 'Deny', sources: ['*'] })], 'other'))),
    );
    expect(because).toMatch(/`NoSSH` \(priority 400\) of `other` on its network interface/);
    expect(because).not.toContain('myNSG');
  });

  it('opens one port for one address, in front of the rule', () => {
    const deny = rule({ name: 'NoSSH', priority: 400, access: 'Deny', sources: ['*'] });
    const taken = rule({ name: 'web', priority: 399, destinationPorts: ['443'] });
    expect(portOpenToCaller.evaluate(input(guards(undefined, nsg([deny, taken])))).command).toBe(
      'az network nsg rule create --subscription 11111111-2222-3333-4444-555555555555 --resource-group myResourceGroup --nsg-name myNSG ' +
        '--name Allow-SSH-from-203.0.113.7 --priority 398 --direction Inbound --access Allow --protocol Tcp ' +
        '--source-address-prefixes 203.0.113.7 --destination-address-prefixes 10.0.0.4 --destination-port-ranges 22',
    );
  });

  it.each([
    ['the usual place in front of a default rule', [], 300],
    ['the next place', [rule({ name: 'x', priority: 300, sources: ['192.0.2.9'] })], 310],
    [
      'in front of every deny of a range',
      [
        rule({ name: 'a', priority: 500, access: 'Deny', sources: ['203.0.113.0/25'] }),
        rule({ name: 'b', priority: 600 }),
        rule({ name: 'c', priority: 200, access: 'Deny', sources: ['203.0.113.128/26'] }),
      ],
      199,
    ],
  ])('takes %s', (_name, rules, priority) => {
    const { command } = portOpenToCaller.evaluate(input(guards(undefined, nsg(rules)), { from: '203.0.113.0/24' }));
    expect(command).toContain(`--priority ${priority} `);
  });

  it('has a command for each group that shuts the caller out', () => {
    const commands = portOpenToCaller.evaluate(input(guards(nsg([], 'subnetNSG'), shut))).command?.split('\n');
    expect(commands?.map((line) => /--nsg-name (\S+)/.exec(line)?.[1])).toEqual(['subnetNSG', 'myNSG']);
  });

  it('counts the rules that a new one must stand in front of', () => {
    const { todo } = portOpenToCaller.evaluate(input(guards(nsg([], 'subnetNSG'), shut)));
    expect(todo).toContain('in front of those rules');
    expect(portOpenToCaller.evaluate(input(guards(undefined, shut))).todo).toContain('in front of that rule');
  });

  it.each<[string, Partial<VmFacts>, boolean]>([
    ['an interface', { nics: [nic({ nsg: shut }), unreadable('network interface two')] }, true],
    ['a load balancer', { ...guards(undefined, shut), forwards: [unreadable('load balancer lb')] }, true],
    [
      'the address of a second configuration',
      { nics: [nic({ nsg: shut, ipConfigurations: [configuration(), configuration({ publicIp: unreadable('x') })] })] },
      true,
    ],
    ['nothing', guards(undefined, shut), false],
  ])('that is closed says where else there may be a way in: %s not readable', (_, over, isTold) => {
    const { status, because } = portOpenToCaller.evaluate(input(over));
    expect(status).toBe('fail');
    expect(/may be another way in: the .* could not be read/.test(because ?? '')).toBe(isTold);
  });

  it('never names a rule that exists: creating it would overwrite it', () => {
    const taken = rule({ name: 'allow-ssh-from-203.0.113.7', priority: 900, destinationPorts: ['80'] });
    expect(portOpenToCaller.evaluate(input(guards(undefined, nsg([taken])))).command).toContain(
      '--name Allow-SSH-from-203.0.113.7_2 ',
    );
  });

  it.each([
    ['the whole internet', '0.0.0.0/0', true],
    ['half of it', '128.0.0.0/1', true],
    ['the widest that is too wide', '20.0.0.0/9', true],
    ['a narrower one', '20.0.0.0/10', false],
    ['a private range of any width', '10.0.0.0/8', false],
  ])('never opens a port to too much of the internet: %s', (_, from, isTooWide) => {
    const deny = rule({ name: 'NoSSH', priority: 400, access: 'Deny', sources: ['*'] });
    const outcome = portOpenToCaller.evaluate(input(guards(undefined, nsg([deny])), { from }));
    expect(outcome.status).toBe('fail');
    expect(outcome.fix).toBe(isTooWide ? undefined : 'open-port');
    expect(outcome.command === undefined).toBe(isTooWide);
  });

  it('gives no command where no priority is left in front', () => {
    const outcome = portOpenToCaller.evaluate(
      input(guards(undefined, nsg([rule({ name: 'NoSSH', priority: 100, access: 'Deny', sources: ['*'] })]))),
    );
    expect(outcome).toMatchObject({ status: 'fail', fix: 'open-port' });
    expect(outcome.command).toBeUndefined();
  });
});

const adminRule: AdminRule = {
  name: 'company-ssh',
  priority: 10,
  direction: 'Inbound',
  access: 'Deny',
  protocol: 'Tcp',
  sources: ['*'],
  sourcePorts: ['0-65535'],
  destinations: ['*'],
  destinationPorts: ['22'],
};
const withAdmin = (over: Partial<AdminRule>) => ({
  adminRules: [{ kind: 'admin-rules' as const, vnetId: vnetId.toLowerCase(), rules: [{ ...adminRule, ...over }] }],
});

it('port-open-to-caller counts those in whom Virtual Network Manager always lets in', () => {
  const half = withAdmin({ access: 'AlwaysAllow', sources: ['203.0.113.0/25'] });
  const { status, summary } = portOpenToCaller.evaluate(
    input({ ...guards(undefined, shut), ...half }, { from: '203.0.113.0/24' }),
  );
  expect(status).toBe('fail');
  expect(summary).toBe('Port 22 is open to a part of `203.0.113.0/24` only: `203.0.113.0/25`');
});

describe('admin-rules', () => {
  it.each<[string, Partial<VmFacts>, string, string]>([
    ['none', {}, 'pass', 'pass'],
    ['a deny', withAdmin({}), 'fail', 'pass'],
    ['an allow', withAdmin({ access: 'Allow' }), 'pass', 'pass'],
    [
      'an always-allow over a closed group',
      { ...guards(undefined, shut), ...withAdmin({ access: 'AlwaysAllow' }) },
      'pass',
      'pass',
    ],
    [
      'an always-allow of another port',
      { ...guards(undefined, shut), ...withAdmin({ access: 'AlwaysAllow', destinationPorts: ['80'] }) },
      'pass',
      'fail',
    ],
    [
      'rules that may not be read',
      { adminRules: [unreadable('admin rules', { permission: 'Microsoft.Network/virtualNetworks/y/action' })] },
      'unknown',
      'pass',
    ],
    ['no entry', { adminRules: [] }, 'pass', 'pass'],
    [
      'no entry because the subnet could not be read',
      { ...withIp({ subnet: unreadable('subnet default') }), adminRules: [] },
      'unknown',
      'unknown',
    ],
    [
      'a deny of the only network, whose subnet could not be read',
      { ...withIp({ subnet: unreadable('subnet default') }), ...withAdmin({}) },
      'fail',
      'unknown',
    ],
    [
      'an always-allow there, with a group on the interface',
      { ...withIp({ subnet: unreadable('subnet default') }), ...withAdmin({ access: 'AlwaysAllow' }) },
      'pass',
      'pass',
    ],
    [
      'an always-allow there, perhaps without any group',
      {
        ...withIp({ subnet: unreadable('subnet default') }, { nsg: undefined }),
        ...withAdmin({ access: 'AlwaysAllow' }),
      },
      'pass',
      'unknown',
    ],
  ])('%s', (_name, over, own, port) => {
    expect(adminRules.evaluate(input(over)).status).toBe(own);
    expect(portOpenToCaller.evaluate(input(over)).status).toBe(port);
  });

  it('names the permission', () => {
    const outcome = adminRules.evaluate(input({ adminRules: [unreadable('admin rules')] }));
    expect(outcome.todo).toContain('Microsoft.Network/x/read');
  });

  it('judges a range in part', () => {
    expect(
      adminRules.evaluate(input(withAdmin({ sources: ['203.0.113.0/28'] }), { from: '203.0.113.0/24' })).status,
    ).toBe('fail');
    expect(facts.adminRules).toHaveLength(1);
  });
});
