import { expect, test } from 'vitest';
import { exactText } from '../../src/core/actions/exact-text.ts';
import { planDigest } from '../../src/core/actions/plan.ts';
import { closePort } from '../../src/core/closing/close-port.ts';
import type { RequestState, VmRequest } from '../../src/core/requests/request.ts';
import { transitions } from '../../src/core/requests/transitions.ts';
import type { Audience } from '../../src/views/audience.ts';
import { closeModal, reopenModal } from '../../src/views/closing-forms.ts';
import { exactRequest } from '../../src/views/exact-request.ts';
import { requestCard } from '../../src/views/request-card.ts';
import { requestFiled } from '../../src/views/request-filed.ts';
import { denyModal } from '../../src/views/request-forms.ts';
import { requestList } from '../../src/views/request-list.ts';
import { requestNotice } from '../../src/views/request-notice.ts';
import { groupFacts, groupId, requestId } from '../core/closing/make.ts';
import { adminRule } from '../core/net/make.ts';
import { aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { expectFits, expectViewFits, hostile } from './hostile.ts';

const states = Object.keys(transitions) as RequestState[];
const made = closePort.plan({
  facts: groupFacts([
    { name: 'all', priority: 200 },
    { name: 'vendor', priority: 250, sources: ['192.0.2.0/24'] },
  ]),
  params: { from: '', port: 22 },
  requestId,
});
if (made.kind === 'refused') throw new Error(made.problem);
const { plan, notes } = made;

function closing(bend: Partial<VmRequest> = {}): VmRequest {
  const vm = { ...aRequest().vm, ...plan.vm, id: groupId, name: 'web-nsg' };
  return aRequest({
    action: 'close-port',
    params: { from: '', port: 22 },
    vm,
    plan,
    notes,
    digest: planDigest(plan),
    ...bend,
  });
}

const reopening = (bend: Partial<VmRequest>) =>
  closing({
    action: 'reopen-port',
    params: { from: '', port: 22, closing: { requestId, rules: ['drawbridge-abcdefghij'] } },
    ...bend,
  });
const wordsOf = (request: VmRequest, audience: Audience) => [
  requestCard(request, audience),
  requestFiled(request),
  requestNotice(request, 'It happened.', audience),
  requestList({ title: 'Requests', empty: 'None.', requests: [request], viewer: 'U0BOB', nowMs: askedAtMs }),
  denyModal(request),
  exactRequest(request, exactText(request.plan)),
];

test.each(states)('nothing calls a group a VM while it is %s', (state) => {
  const all = (['approvers', 'requester'] as const).flatMap((audience) =>
    [closing({ state }), reopening({ state })].flatMap((request) => wordsOf(request, audience)),
  );
  expect(JSON.stringify(all)).not.toMatch(/\bVMs?\b|[Mm]achine/);
});

test('an approver sees the group, the change, and who would lose access', () => {
  const card = JSON.stringify(requestCard(closing(), 'approvers'));
  expect(card).toContain('*Security group*  `web-nsg`, group `apps`, subscription');
  expect(card).toContain('Deny TCP 22 from Internet in web-nsg');
  expect(card).toContain('Who loses access to port 22: everybody on the internet');
  expect(card).toContain('the rule `vendor` (250) for `192.0.2.0/24`');
});

test('everything fits, whatever rules are called and hold', () => {
  const named = (at: number, priority: number, sources: readonly string[]) => ({
    name: `${at}${hostile}`,
    priority,
    sources,
  });
  const lists = Array.from({ length: 40 }, (_, at) => named(at, 300 + at, [`192.0.${at}.0/24`, hostile]));
  const forced = { ...adminRule({ access: 'AlwaysAllow', sources: ['Internet', hostile] }), name: hostile };
  const facts = groupFacts([named(1, 100, ['203.0.113.0/24']), named(2, 200, ['Internet']), ...lists], {
    adminRules: [{ rules: [forced], guarded: [] }],
    unread: [hostile, hostile, hostile],
  });
  const odd = closePort.plan({ facts, params: { from: '', port: 22 }, requestId });
  if (odd.kind === 'refused') throw new Error(odd.problem);
  const request = closing({ plan: odd.plan, notes: odd.notes, digest: planDigest(odd.plan) });
  expectFits(requestCard(request, 'approvers'));
  expectViewFits(exactRequest(request, exactText(odd.plan)));
});

test('the card has room for many notes, and says how many it leaves out', () => {
  const many = Array.from({ length: 20 }, (_, at) => `Note ${at}. ${'They lose. '.repeat(20)}`);
  const few = requestCard(closing({ notes: many.slice(0, 9) }), 'approvers');
  for (const [at] of many.slice(0, 9).entries()) expect(JSON.stringify(few)).toContain(`Note ${at}.`);
  const card = requestCard(closing({ notes: many }), 'approvers');
  expectFits(card);
  expect(JSON.stringify(card)).toContain('_and 9 more_');
});

test.each<[string, VmRequest, boolean]>([
  ['a closing that was carried out', closing({ state: 'succeeded' }), true],
  ['one that waits', closing(), false],
  ['one that failed', closing({ state: 'failed' }), false],
  ['a closing that was taken back', closing({ state: 'succeeded', reopenedBy: 'klmnopqrst' }), false],
  ['a reopening', reopening({ state: 'succeeded' }), false],
])('of %s the card offers to reopen: %#', (_, request, offers) => {
  expect(JSON.stringify(requestCard(request, 'approvers')).includes('"request:reopen"')).toBe(offers);
});

test('the forms fit, whatever a group is called', () => {
  const reason = { required: true, hint: undefined, initial: undefined };
  const group = { name: hostile, resourceGroup: hostile, subscriptionId: hostile, subscriptionName: hostile };
  expectViewFits(closeModal({ ref: 'f1', group, port: 22, reason }));
  const vm = { ...closing().vm, name: hostile };
  expectViewFits(reopenModal(closing({ vm }), reason));
});
