import { expect, test } from 'vitest';
import { explainPolicy } from '../../src/core/policy/explain-policy.ts';
import { policyExplained } from '../../src/views/policy.ts';
import { refusal } from '../../src/views/refusal.ts';
import { severalVms } from '../../src/views/several-vms.ts';
import { groups, hour, member, policyOf, rule, users, vm } from '../core/policy/make.ts';
import { expectFits, hostile } from './hostile.ts';

test('an explanation mentions people, and nobody whom a tag or a name mentions', () => {
  const evil = { ...vm, name: '<@U0BOSS>', tags: { tier: '<!subteam^S0ALL>' } };
  const policy = policyOf([
    rule('<@U0BOSS>', { vms: ['*'], tags: [{ name: '<!subteam^S0ALL>`<@U0X>', values: ['*'] }] }),
    rule('r', {}, { requesters: [groups('S0OPS')] }),
  ]);
  const explained = explainPolicy(policy, evil, member('U0ALICE'));
  if (explained.kind !== 'explained') throw new Error('refused');
  const message = policyExplained(evil, explained);
  expectFits(message);
  expect([...new Set(JSON.stringify(message.blocks.slice(2)).match(/<[@!][^>]*>/g))]).toEqual(['<!subteam^S0OPS>']);
});

test('an explanation fits, however many people there are and whatever things are called', () => {
  const many = Array.from({ length: 200 }, (_, at) => `U0PERSON${at}`);
  const crowd = {
    requesters: [users(...many)],
    approval: { kind: 'people', approvals: 2, approvers: [users(...many)] },
  } as const;
  const policy = policyOf(
    [
      ...Array.from({ length: 20 }, (_, at) => rule(`${at}${hostile}`, { vms: ['*', hostile] }, crowd)),
      rule(
        'r',
        {},
        {
          ...crowd,
          sources: many.map((_, at) => `10.0.${at}.0/24`),
          reason: { required: true, patterns: [[hostile]] },
        },
      ),
    ],
    { breakGlass: { groups: many.map((id) => id.replace('U', 'S')), longestMs: hour } },
  );
  const evil = { ...vm, name: hostile, resourceGroup: hostile, subscriptionName: hostile };
  const explained = explainPolicy(policy, evil, member('U0ALICE'));
  if (explained.kind !== 'explained') throw new Error('refused');
  expectFits(policyExplained(evil, explained));
});

test('a refusal fits', () => {
  expectFits(refusal({ problem: hostile, hint: hostile }));
});

test('several VMs are told by what to type, by id where groups do not tell them apart', () => {
  const candidate = (subscriptionId: string, resourceGroup: string) => ({
    id: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/virtualMachines/jump`,
    name: 'jump',
    resourceGroup,
    subscriptionId,
    location: 'eastus',
    nicIds: [],
  });
  const shown = (...candidates: ReturnType<typeof candidate>[]) => {
    const message = severalVms({ vm: 'jump', command: '/vm policy', candidates });
    expectFits(message);
    return message.text;
  };
  expect(shown(candidate('a', 'prod'), candidate('b', 'dev'))).toContain(
    '`/vm policy prod/jump` or `/vm policy dev/jump`',
  );
  expect(shown(candidate('a', 'Prod'), candidate('b', 'prod'))).toContain('`/vm policy /subscriptions/a/');
  expect(shown(...['1', '2', '3', '4', '5'].map((group) => candidate('a', group)))).toContain('2 others');
});
