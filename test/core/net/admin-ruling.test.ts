import { expect, test } from 'vitest';
import type { AdminRule } from '../../../src/core/facts.ts';
import { adminRuling } from '../../../src/core/net/admin-ruling.ts';
import type { Flow } from '../../../src/core/net/ruling.ts';
import { adminRule, flow } from './make.ts';

function rulingOf(rules: readonly AdminRule[], of: Flow) {
  return adminRuling({ kind: 'admin-rules', vnetId: '/vnets/v', rules }, of);
}

interface Row {
  readonly statement: string;
  readonly answer: string;
  readonly rules: readonly AdminRule[];
  readonly of?: Flow;
}

const rows: readonly Row[] = [
  { statement: 'no rule at all', answer: 'passes-on', rules: [] },
  { statement: 'a deny ends it', answer: 'deny admin', rules: [adminRule()] },
  {
    statement: 'an always-allow ends it',
    answer: 'always-allow a',
    rules: [adminRule({ name: 'a', access: 'AlwaysAllow' }), adminRule({ priority: 101 })],
  },
  {
    statement: 'an allow hands on to the groups, past later denies',
    answer: 'passes-on a',
    rules: [adminRule({ name: 'a', access: 'Allow' }), adminRule({ priority: 101 })],
  },
  {
    statement: 'the lower priority comes first',
    answer: 'deny d',
    rules: [adminRule({ name: 'a', access: 'AlwaysAllow', priority: 2 }), adminRule({ name: 'd', priority: 1 })],
  },
  { statement: 'outbound rules do not count', answer: 'passes-on', rules: [adminRule({ direction: 'Outbound' })] },
  { statement: 'another port', answer: 'passes-on', rules: [adminRule({ destinationPorts: ['3389'] })] },
  { statement: 'another protocol', answer: 'passes-on', rules: [adminRule({ protocol: 'Udp' })] },
  { statement: 'another destination', answer: 'passes-on', rules: [adminRule({ destinations: ['10.1.0.0/16'] })] },
  { statement: 'another source', answer: 'passes-on', rules: [adminRule({ sources: ['198.51.100.0/24'] })] },
  { statement: 'Any as protocol', answer: 'deny admin', rules: [adminRule({ protocol: 'Any' })] },
  { statement: 'the internet', answer: 'deny admin', rules: [adminRule({ sources: ['Internet'] })] },
  {
    statement: 'fields left out mean any',
    answer: 'deny admin',
    rules: [adminRule({ sources: [], sourcePorts: [], destinations: [], destinationPorts: [] })],
  },
  {
    statement: 'access in another case',
    answer: 'always-allow admin',
    rules: [adminRule({ access: 'alwaysallow' as 'AlwaysAllow' })],
  },
  {
    statement: 'a range partly denied',
    answer: 'partly admin',
    rules: [adminRule({ sources: ['203.0.113.0/25'] })],
    of: flow('203.0.113.0/24'),
  },
  {
    statement: 'a range partly let in for good',
    answer: 'partly admin',
    rules: [adminRule({ access: 'AlwaysAllow', sources: ['203.0.113.0/25'] })],
    of: flow('203.0.113.0/24'),
  },
  {
    statement: 'a range partly handed on by a rule is handed on',
    answer: 'passes-on admin',
    rules: [adminRule({ access: 'Allow', sources: ['203.0.113.0/25'] })],
    of: flow('203.0.113.0/24'),
  },
  { statement: 'a denied service tag', answer: 'undetermined admin', rules: [adminRule({ sources: ['AzureCloud'] })] },
  {
    statement: 'a service tag that is only handed on changes nothing',
    answer: 'passes-on admin',
    rules: [adminRule({ access: 'Allow', sources: ['AzureCloud'] })],
  },
  {
    statement: 'a group of networks is not the internet',
    answer: 'passes-on',
    rules: [adminRule({ sources: ['/subscriptions/s/networkGroups/all'] })],
  },
  {
    statement: 'a group of networks may hold the machine',
    answer: 'undetermined admin',
    rules: [adminRule({ destinations: ['/subscriptions/s/networkGroups/all'] })],
  },
  {
    statement: 'a deny for some source ports',
    answer: 'undetermined admin',
    rules: [adminRule({ sourcePorts: ['5000'] })],
  },
];

test.each(rows)('$statement: $answer', ({ answer, rules, of = flow() }) => {
  const ruling = rulingOf(rules, of);
  expect([ruling.access, ruling.rule?.name].filter((part) => part !== undefined).join(' ')).toBe(answer);
});

test('a split range is told in exact sets', () => {
  const ruling = rulingOf(
    [
      adminRule({ sources: ['203.0.113.0/26'] }),
      adminRule({ priority: 101, access: 'AlwaysAllow', sources: ['203.0.113.0/25'] }),
    ],
    flow('203.0.113.0/24'),
  );
  expect(ruling.access).toBe('partly');
  if (ruling.access !== 'partly') return;
  expect(String(ruling.denied)).toBe('203.0.113.0/26');
  expect(String(ruling.alwaysAllowed)).toBe('203.0.113.64/26');
  expect(String(ruling.passedOn)).toBe('203.0.113.128/25');
});
