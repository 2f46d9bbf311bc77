import { expect, test } from 'vitest';
import { planDifference } from '../../../src/core/actions/plan-difference.ts';
import { reopenPort } from '../../../src/core/closing/reopen-port.ts';
import type { SecurityRule } from '../../../src/core/facts.ts';
import type { NsgFacts } from '../../../src/core/nsg-facts.ts';
import { groupFacts, groupId } from './make.ts';

const names = ['drawbridge-abcdefghij', 'drawbridge-abcdefghij-2'];
const closing = { requestId: 'abcdefghij', rules: names };
const params = { from: '', port: 22, closing };
const deny = (name: string, priority: number): Partial<SecurityRule> => ({
  name,
  priority,
  access: 'Deny',
  sources: priority === 198 ? ['Internet'] : ['2000::/3'],
});
const open = { name: 'all', priority: 200, sources: ['0.0.0.0/0'] };
const [first = '', second = ''] = names;
const whole = groupFacts([deny(first, 198), deny(second, 199), open], { ownRules: names });

test('it takes away exactly the rules of that request', () => {
  const made = reopenPort.plan({ facts: whole, params, requestId: 'zzzzzzzzzz' });
  if (made.kind === 'refused') throw new Error(made.problem);
  expect(made.plan.writes.map(({ method, path, body }) => [method, path, body])).toEqual(
    names.map((name) => ['DELETE', `${groupId}/securityRules/${name}`, undefined]),
  );
  expect(made.notes[0]).toMatch(/gets in to port 22 again: everybody on the internet/);
});

test('a rule that lets in again after the request was made is not opened unseen', () => {
  const closed = groupFacts([deny(first, 198), { name: 'office', priority: 200, sources: ['203.0.113.0/24'] }], {
    ownRules: [first],
  });
  const again = groupFacts(
    [...closed.nsg.rules, { name: 'all', priority: 300 }, { name: 'devops', priority: 310, sources: ['AzureDevOps'] }],
    { ownRules: [first] },
  );
  const planOf = (facts: NsgFacts) => {
    const made = reopenPort.plan({
      facts,
      params: { ...params, closing: { ...closing, rules: [first] } },
      requestId: 'zzzzzzzzzz',
    });
    if (made.kind === 'refused') throw new Error(made.problem);
    return made;
  };
  const { plan, notes } = planOf(closed);
  expect(notes[1]).toBe('These let in again: the rule `office` (200) for `203.0.113.0/24`.');
  expect(planDifference(plan, planOf(again).plan)).toEqual([
    'The rule `all (300) from * to *` would let in again, which was not told.',
    'The rule `devops (310) from AzureDevOps to *` would let in again, which was not told.',
  ]);
  expect(planDifference(planOf(again).plan, plan)).toEqual([]);
});

test('who keeps one host of several gets in to the others again', () => {
  const office = { name: 'office', priority: 100, sources: ['203.0.113.0/24'], destinations: ['10.0.0.4'] };
  const all = { name: 'all', priority: 200, sources: ['203.0.113.0/24'] };
  const facts = groupFacts([office, deny(first, 198), all], { ownRules: [first] });
  const params1 = { ...params, closing: { ...closing, rules: [first] } };
  const made = reopenPort.plan({ facts, params: params1, requestId: 'zzzzzzzzzz' });
  expect(made.kind === 'planned' && made.notes[0]).toContain('again: 256 public IPv4 addresses (`203.0.113.0/24`)');
});

test('planned again half way it is the same', () => {
  const half = groupFacts([deny(second, 199), open], { ownRules: [second] });
  const plans = [whole, half].map((facts) => reopenPort.plan({ facts, params, requestId: 'zzzzzzzzzz' }));
  expect(plans.map((each) => each.kind === 'planned' && each.plan)).toEqual([
    plans[0]?.kind === 'planned' && plans[0].plan,
    plans[0]?.kind === 'planned' && plans[0].plan,
  ]);
});

test.each<[string, Partial<Parameters<typeof reopenPort.plan>[0]>, string]>([
  ['all is gone', { facts: groupFacts([open]) }, 'is gone already'],
  ['one does not prove to be its own', { facts: { ...whole, ownRules: [first] } }, 'does not prove'],
  [
    'one lets in by now',
    { facts: groupFacts([{ ...deny(first, 198), access: 'Allow' }, open], { ownRules: names }) },
    'does not prove',
  ],
  [
    'it names a rule of somebody else',
    { params: { ...params, closing: { ...closing, rules: ['all'] } } },
    'closed nothing here',
  ],
  ['it names no closing', { params: { from: '', port: 22 } }, 'closed nothing here'],
  ['Azure tells no unique id', { facts: { ...whole, guid: '' } }, 'does not tell the unique id'],
])('it is refused where %s', (_, bent, words) => {
  const made = reopenPort.plan({ facts: whole, params, requestId: 'zzzzzzzzzz', ...bent });
  expect(made.kind === 'refused' && made.problem).toContain(words);
});

test.each([
  ['gone', groupFacts([open]), 'pass'],
  ['there', whole, 'fail'],
])('it is seen whether the Deny is %s', (_, facts, status) => {
  const plan = { vm: { id: groupId, vmId: 'guid-1', privateAddress: '' }, writes: [], undo: [] };
  expect(reopenPort.verify(facts, params, plan).status).toBe(status);
});
