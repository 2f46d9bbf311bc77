import { expect, test } from 'vitest';
import type { AdminRule } from '../../../src/core/facts.ts';
import { forcedIn } from '../../../src/core/net/forced-in.ts';
import { adminRule } from './make.ts';

const always = (parts: Partial<AdminRule> = {}) =>
  adminRule({ name: 'always', access: 'AlwaysAllow', sources: ['203.0.113.0/24'], ...parts });
const guarded = ['10.0.0.0/24'];
const office = '203.0.113.0/24';
const internet = { sources: ['Internet'] };

test.each<[string, readonly AdminRule[], string, readonly string[]]>([
  ['who is always allowed', [always()], office, ['always']],
  ['nobody by an Allow, which goes on to the groups', [always({ access: 'Allow' })], 'no address', []],
  ['nobody on another port', [always({ destinationPorts: ['443'] })], 'no address', []],
  ['nobody by another protocol', [always({ protocol: 'Udp' })], 'no address', []],
  ['nobody from a private network', [always({ sources: ['10.0.0.0/8'] })], 'no address', []],
  ['nobody outwards', [always({ direction: 'Outbound' })], 'no address', []],
  ['nobody to another subnet', [always({ destinations: ['10.0.1.0/24'] })], 'no address', []],
  ['who gets to a part of it', [always({ destinations: ['10.0.0.128/25'] })], office, ['always']],
  [
    'who gets to a group of networks that may be meant',
    [always({ destinations: ['/subscriptions/s/x'] })],
    office,
    ['always'],
  ],
  ['nobody behind a Deny', [adminRule({ priority: 1, ...internet }), always()], 'no address', []],
  ['nobody behind an Allow', [adminRule({ priority: 1, access: 'Allow', ...internet }), always()], 'no address', []],
  ['who is in front of a Deny', [adminRule({ priority: 200, ...internet }), always()], office, ['always']],
  [
    'whoever a Deny that is not understood may leave',
    [adminRule({ priority: 1, protocol: 'odd', ...internet }), always()],
    office,
    ['always'],
  ],
  ['who is let in by a protocol that is not understood', [always({ protocol: 'odd' })], office, ['always']],
])('%s', (_, rules, sources, names) => {
  const found = forcedIn([{ rules, guarded }], 22);
  expect(found.sources.toString()).toBe(sources);
  expect(found.rules.map(({ name }) => name)).toEqual(names);
});

test('a service tag is told by its name, where nothing in front takes it', () => {
  const tag = always({ sources: ['AzureDevOps'] });
  expect(forcedIn([{ rules: [tag], guarded }], 22)).toMatchObject({ tags: ['AzureDevOps'], rules: [tag] });
  expect(forcedIn([{ rules: [adminRule({ priority: 1 }), tag], guarded }], 22)).toMatchObject({ tags: [], rules: [] });
});

test('what is guarded is not known: any of it may be meant', () => {
  const rules = [always({ destinations: ['10.9.0.0/24'] })];
  expect(forcedIn([{ rules, guarded: [] }], 22).rules).toEqual(rules);
});

test('each of several networks counts', () => {
  const other = always({ name: 'other', sources: ['198.51.100.7'] });
  const networks = [
    { rules: [always()], guarded },
    { rules: [other], guarded: ['10.1.0.0/24'] },
  ];
  expect(forcedIn(networks, 22).sources.toString()).toBe(`198.51.100.7, ${office}`);
});
