import { describe, expect, test } from 'vitest';
import type { AuditChannel } from '../../../src/core/audit/audit-settings.ts';
import { forChannel, mayBeTold } from '../../../src/core/audit/for-channel.ts';
import { auditRun, finding, tracked } from './make.ts';

const channel = (filter: Partial<AuditChannel> = {}): AuditChannel => ({
  id: 'C0OPS',
  from: 'info',
  mention: [],
  ...filter,
});
const grant = (subscription: string, group: string) => ({
  nsgId: `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/networkSecurityGroups/n`,
  nsgName: 'n',
  rule: 'r',
  requestId: `${subscription}-${group}`,
  sources: ['203.0.113.7'],
  destinations: ['10.0.0.4'],
});

describe('forChannel', () => {
  const grants = [grant('s1', 'Web-front'), grant('S1', 'db'), grant('s2', 'web-back')];
  test.each<[string, Partial<AuditChannel>, readonly string[]]>([
    ['everything', {}, ['s1-Web-front', 'S1-db', 's2-web-back']],
    ['whatever the severity', { from: 'critical' }, ['s1-Web-front', 'S1-db', 's2-web-back']],
    ['one subscription', { subscriptions: ['s1'] }, ['s1-Web-front', 'S1-db']],
    ['some resource groups', { resourceGroups: ['web-*'] }, ['s1-Web-front', 's2-web-back']],
    ['both', { subscriptions: ['s2'], resourceGroups: ['db'] }, []],
  ])('tells a channel of open grants in what it hears of: %s', (_, filter, ids) => {
    const { survey } = forChannel(auditRun([], { grants }), channel(filter));
    expect(survey.grants.map(({ requestId }) => requestId)).toEqual(ids);
  });

  test('tells every channel what was not read', () => {
    const subscriptions = {
      answered: [],
      unread: [{ id: 's9', reason: 'forbidden', because: 'It was refused.' }],
    } as const;
    const { survey } = forChannel(auditRun([], { subscriptions }), channel({ subscriptions: ['s1'] }));
    expect(survey.subscriptions).toEqual(subscriptions);
  });
});

test.each<[string, string, readonly AuditChannel[], boolean]>([
  ['in direct messages', 'D0ALICE', [], true],
  ['in a channel that hears of all', 'C0OPS', [channel()], true],
  ['in a channel that hears of its subscription', 'C0OPS', [channel({ subscriptions: ['s1'] })], true],
  ['in a channel that hears of another subscription', 'C0OPS', [channel({ subscriptions: ['s2'] })], false],
  ['in a channel that hears of another resource group', 'C0OPS', [channel({ resourceGroups: ['x*'] })], false],
  ['in a channel that hears of worse ones', 'C0OPS', [channel({ from: 'critical' })], false],
  ['in a channel that is configured no more', 'C0OLD', [channel()], false],
])('may be spoken of: %s', (_, channelId, channels, answer) => {
  expect(mayBeTold(tracked(finding('a', { severity: 'high' })), channelId, channels)).toBe(answer);
});
