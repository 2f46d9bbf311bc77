import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allChecks } from '../../../src/core/checks/all-checks.ts';
import type { Probe } from '../../../src/core/checks/check.ts';
import { type CheckResult, runChecks } from '../../../src/core/checks/run-checks.ts';
import { probeTarget } from '../../../src/core/checks/should-probe.ts';
import { verdictOf } from '../../../src/core/checks/verdict.ts';
import type { VmFacts } from '../../../src/core/facts.ts';
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
  vm,
  vnetId,
} from './myvm.ts';

const order = [
  'vm-is-linux',
  'vm-running',
  'has-public-ip',
  'nsg-exists',
  'port-open-to-caller',
  'admin-rules',
  'ssh-key',
  'password-login',
  'vm-agent',
  'ssh-answers',
];
const closed = { nics: [nic({ nsg: nsg([]) })] };
const noSubscription = { adminRules: [unreadable('admin rules')] };

function verdict(over: Partial<VmFacts>, more: Parameters<typeof input>[1] = {}) {
  const checked = input(over, more);
  return verdictOf(runChecks(checked), checked.facts.vm.name, checked.from);
}

describe('the list of checks', () => {
  it('is in the order of the article, each with a file of its own', () => {
    expect(allChecks.map(({ id }) => id)).toEqual(order);
    const files = readdirSync(new URL('../../../src/core/checks/', import.meta.url));
    expect(files.filter((file) => order.includes(file.replace('.ts', ''))).sort()).toEqual(
      order.map((id) => `${id}.ts`).sort(),
    );
  });

  it('passes as a whole for a healthy VM', () => {
    expect(runChecks(input()).filter((result) => result.status !== 'pass')).toEqual([]);
  });
});

describe('verdictOf', () => {
  it.each([
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['2001:100:a::7', 'your IPv6 address'],
    ['2001:100:a::/48', 'your IPv6 range'],
  ])('has nothing in it that Slack takes for an emoji: %s', (from, place) => {
    expect(verdictOf([], 'myVM', from).text).toBe(`myVM: ready for SSH from ${place}`);
  });

  it.each<[string, Partial<VmFacts>, Parameters<typeof input>[1], string, string]>([
    ['all is well', {}, {}, 'ready', 'myVM: ready for SSH from 203.0.113.7'],
    ['a closed port', closed, {}, 'blocked', 'myVM: 1 thing stands in the way'],
    [
      'a closed port and a stopped VM',
      { ...closed, status: { ...status, power: 'stopped' } },
      {},
      'blocked',
      'myVM: 2 things stand in the way',
    ],
    [
      'no group: one mend for two checks',
      { nics: [nic({ nsg: undefined })] },
      {},
      'blocked',
      'myVM: 1 thing stands in the way',
    ],
    [
      'a closed port and unreadable admin rules',
      { ...closed, ...noSubscription },
      {},
      'blocked',
      'myVM: 1 thing stands in the way, and 1 thing could not be checked',
    ],
    [
      'unreadable admin rules',
      noSubscription,
      {},
      'ready',
      'myVM: ready for SSH from 203.0.113.7 (1 thing could not be checked)',
    ],
    [
      'password log-in',
      { vm: { ...vm, passwordLogin: 'on' } },
      {},
      'ready',
      'myVM: ready for SSH from 203.0.113.7 (1 warning)',
    ],
    [
      'an unreadable group',
      { nics: [nic({ nsg: unreadable('group g') })] },
      {},
      'unclear',
      'myVM: not known whether SSH from 203.0.113.7 works; 1 thing could not be checked',
    ],
    [
      'an unreadable status',
      { status: unreadable('state') },
      {},
      'unclear',
      'myVM: not known whether SSH from 203.0.113.7 works; 1 thing could not be checked',
    ],
    [
      'no try of the port',
      {},
      { probe: { kind: 'skipped', because: 'x' } },
      'ready',
      'myVM: ready for SSH from 203.0.113.7',
    ],
  ])('%s', (_, over, more, kind, text) => {
    expect(verdict(over, more)).toEqual({ kind, text });
  });
});

describe('probeTarget', () => {
  const bot = '198.51.100.10';
  const letsBotIn = { nics: [nic({ nsg: nsg([rule({ sources: ['*'] })]) })] };
  const bare = (over: Partial<Parameters<typeof nic>[0]> = {}) => ({
    nics: [nic({ ipConfigurations: [configuration({ publicIp: undefined })], ...over })],
  });
  const adminRule = {
    name: 'a',
    priority: 1,
    direction: 'Inbound',
    protocol: 'Tcp',
    sources: ['*'],
    sourcePorts: ['*'],
    destinations: ['*'],
    destinationPorts: ['22'],
  } as const;
  const admin = (access: 'Deny' | 'AlwaysAllow') => ({
    adminRules: [{ kind: 'admin-rules' as const, vnetId, rules: [{ ...adminRule, access }] }],
  });
  it.each<[string, Partial<VmFacts>, string | undefined, string]>([
    ['tries what lets the bot in', letsBotIn, bot, '20.51.230.13:22'],
    ['tries without an address of its own', {}, undefined, '20.51.230.13:22'],
    [
      'tries through a NAT rule',
      { ...bare({ nsg: nsg([rule({ sources: ['*'] })]) }), forwards: [natRule] },
      bot,
      '20.51.230.99:50001',
    ],
    ['tries when a group could not be read', { nics: [nic({ nsg: unreadable('g') })] }, bot, '20.51.230.13:22'],
    ['tries when the state could not be read', { ...letsBotIn, status: unreadable('state') }, bot, '20.51.230.13:22'],
    ['tries what Virtual Network Manager always allows', admin('AlwaysAllow'), bot, '20.51.230.13:22'],
    ['skips what shuts the bot out', {}, bot, 'DenyAllInBound'],
    [
      'skips what the subnet shuts',
      {
        nics: [
          nic({
            nsg: nsg([rule({ sources: ['*'] })]),
            ipConfigurations: [configuration({ subnet: subnetWith(nsg([], 'sub')) })],
          }),
        ],
      },
      bot,
      '`sub`',
    ],
    ['skips what Virtual Network Manager denies', { ...letsBotIn, ...admin('Deny') }, bot, 'Virtual Network Manager'],
    ['skips a Standard address without a group', { nics: [nic({ nsg: undefined })] }, bot, 'Standard'],
    ['skips a VM that is off', { ...letsBotIn, status: { ...status, power: 'deallocated' } }, bot, 'not running'],
    ['skips a VM without an address', bare(), bot, 'no public address'],
    [
      'skips an unreadable address',
      { nics: [nic({ ipConfigurations: [configuration({ publicIp: unreadable('ip') })] })] },
      bot,
      'could not be read',
    ],
    ['skips Windows', { ...letsBotIn, vm: { ...vm, os: 'Windows' } }, bot, 'Windows'],
    ['skips another family', letsBotIn, '2001:db8::10', 'IPv6'],
  ])('%s', (_, over, botAddress, expected) => {
    const target = probeTarget({ ...facts, ...over }, 22, botAddress);
    if (target.kind === 'try') expect(`${target.address}:${target.port}`).toBe(expected);
    else expect(target.because).toContain(expected);
  });
});

describe('every outcome', () => {
  const refused = fc
    .record({
      reason: fc.constantFrom('forbidden', 'not-found', 'throttled', 'timed-out', 'failed'),
      because: fc.string({ unit: 'binary' }),
    })
    .map((over) => unreadable('thing', over as Parameters<typeof unreadable>[1]));
  const text = fc.string({ unit: 'binary', maxLength: 8 });
  const guard = fc.oneof(
    fc.constant(undefined),
    refused,
    fc
      .array(
        fc.record({
          priority: fc.integer({ min: 100, max: 4096 }),
          access: fc.constantFrom('Allow', 'Deny'),
          sources: fc.array(fc.oneof(text, fc.constantFrom('*', 'Internet', '203.0.113.0/25')), { maxLength: 2 }),
          destinationPorts: fc.constantFrom(['22'], ['*'], [], ['0-21']),
        }),
        { maxLength: 4 },
      )
      .map((rules) => nsg(rules.map((each, at) => rule({ ...each, name: `r${at}` } as Parameters<typeof rule>[0])))),
  );
  const ip = fc.oneof(
    fc.constant(undefined),
    refused,
    fc.constantFrom<'Basic' | 'Standard'>('Basic', 'Standard').map((sku) => ({ ...publicIp, sku })),
  );
  const nics = fc.tuple(guard, guard, ip, fc.boolean()).map(([own, below, address, isRead]) =>
    nic({
      nsg: own,
      ipConfigurations: [
        configuration({ publicIp: address, subnet: isRead ? subnetWith(below) : unreadable('subnet') }),
      ],
    }),
  );
  const world: fc.Arbitrary<VmFacts> = fc.record({
    vm: fc
      .record({
        os: fc.constantFrom('Linux', 'Windows', 'unknown'),
        provisioningState: text,
        sshPublicKeys: fc.array(text),
        passwordLogin: fc.constantFrom('on', 'off', 'unknown'),
      })
      .map((over) => ({ ...vm, ...over }) as VmFacts['vm']),
    status: fc.oneof(
      refused,
      fc
        .constantFrom('running', 'starting', 'stopping', 'stopped', 'deallocating', 'deallocated', 'unknown')
        .map((power) => ({ ...status, power }) as VmFacts['status']),
    ),
    nics: fc.array(fc.oneof(refused, nics), { maxLength: 2 }),
    forwards: fc.array(fc.oneof(refused, fc.constant(natRule)), { maxLength: 2 }),
    adminRules: fc.array(fc.oneof(refused, fc.constant({ kind: 'admin-rules' as const, vnetId, rules: [] })), {
      maxLength: 1,
    }),
  });
  const probe = fc.constantFrom<Probe>(
    { kind: 'answered', banner: 'SSH-2.0-x' },
    { kind: 'refused' },
    { kind: 'skipped', because: 'x' },
  );
  const from = fc.constantFrom('203.0.113.7', '203.0.113.0/24', '2001:db8::7', '10.1.1.1', '0.0.0.0/0', '::/0');
  const names = (results: readonly CheckResult[], wanted: string) =>
    results.filter((result) => result.status === wanted).map(({ id }) => id);

  it('says why and what to do, and an unknown never sounds like a pass', () => {
    fc.assert(
      fc.property(world, probe, from, (bent, tried, caller) => {
        const results = runChecks(input(bent, { probe: tried, from: caller }));
        expect(results.map(({ id }) => id)).toEqual(order);
        for (const result of results) {
          expect(result.summary).not.toBe('');
          if (['fail', 'warn', 'unknown'].includes(result.status))
            expect([result.id, result.todo, result.because]).not.toContain(undefined);
          if (result.status === 'skipped') expect(result.because).toBeDefined();
        }
        const { kind } = verdictOf(results, 'myVM', caller);
        expect(kind === 'blocked').toBe(names(results, 'fail').length > 0);
        if (kind === 'ready') expect(names(results, 'unknown').filter((id) => order.indexOf(id) < 5)).toEqual([]);
        expect(['try', 'skip']).toContain(probeTarget(bent, 22, '198.51.100.10').kind);
      }),
      { numRuns: 300 },
    );
  });
});
