import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/core/policy/actor.ts';
import { judgeApproval } from '../../../src/core/policy/judge-approval.ts';
import { judgeBreakGlass } from '../../../src/core/policy/judge-break-glass.ts';
import { judgeRequest } from '../../../src/core/policy/judge-request.ts';
import { isByPlace } from '../../../src/core/policy/match-rule.ts';
import type { ActionPolicy, People, Policy, PolicyRule, PolicyVm } from '../../../src/core/policy/policy.ts';
import { policyActions } from '../../../src/core/policy/policy-actions.ts';
import { template } from '../commands/make.ts';
import { hour, vm } from './make.ts';

const ids = ['U0ALICE', 'U0BOB', 'U0CAROL'];
const groupIds = ['S0OPS', 'S0DBA'];
const tagNames = ['tier', 'env', 'owner'];
const tagValues = ['data', 'front', 'U0BOB'];
const names = ['web-01', 'db-01', 'x'];
const some = <T>(from: readonly T[]) => fc.subarray([...from]);
const often = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

const people: fc.Arbitrary<People> = fc.record({
  everyone: fc.boolean(),
  users: some(ids),
  groups: some(groupIds),
  owner: fc.boolean(),
});
const actionPolicy: fc.Arbitrary<ActionPolicy> = fc.record({
  requesters: people.map((each) => [each]),
  approval: fc.oneof(
    fc.constant({ kind: 'auto' } as const),
    fc.record({
      kind: fc.constant('people' as const),
      approvals: fc.integer({ min: 1, max: 2 }),
      approvers: people.map((each) => [each]),
    }),
  ),
  reason: fc.record({ required: fc.boolean(), patterns: fc.constantFrom([], [['ops-#*']], [['*', 'x']]) }),
  longestMs: fc.constantFrom(hour / 2, hour, 4 * hour),
  sources: fc.constantFrom(['0.0.0.0/0', '::/0'], ['203.0.113.0/24'], ['10.0.0.0/8']),
  widest: fc.record({ ipv4: fc.constantFrom(24, 32), ipv6: fc.constantFrom(64, 128) }),
  lapsesAfterMs: fc.constantFrom(hour, 2 * hour),
  commands: fc.record({
    templates: fc.constantFrom([], [['uptime']], [['up*', 'df']]),
    withoutApproval: fc.constantFrom([[]], [['*']], [['uptime']]),
    free: fc.boolean(),
  }),
});
const tagMatch = fc
  .uniqueArray(fc.constantFrom(...tagNames), { minLength: 1, maxLength: 2 })
  .chain((keys) =>
    fc.tuple(...keys.map((name) => fc.constantFrom('*', ...tagValues).map((value) => ({ name, values: [value] })))),
  );
const match = fc
  .record({
    resourceGroups: often(fc.constantFrom(['prod-*'], ['other'])),
    vms: often(fc.constantFrom(['web-*'], ['db-*'], ['*-01'])),
    tags: often(tagMatch),
  })
  .map((parts) => JSON.parse(JSON.stringify(parts)) as PolicyRule['match']);
const rule = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  match,
  actions: fc
    .record(
      Object.fromEntries(policyActions.map((action) => [action, fc.option(actionPolicy, { nil: undefined, freq: 6 })])),
    )
    .map((actions) => Object.fromEntries(Object.entries(actions).filter(([, each]) => each !== undefined))),
}) as fc.Arbitrary<PolicyRule>;
const policy = (trustTags: fc.Arbitrary<boolean>): fc.Arbitrary<Policy> =>
  fc.record({
    admins: some(ids),
    trustTags,
    ownerTag: fc.constant('owner'),
    templates: fc.constant(['uptime', 'df'].map((name) => template(name, name))),
    rules: fc.array(rule, { maxLength: 6 }),
    breakGlass: fc.constant({ groups: ['S0OPS'], longestMs: 2 * hour }),
  });
const tags = fc.dictionary(fc.constantFrom(...tagNames), fc.constantFrom(...tagValues), { maxKeys: 3 });
const machine = fc.record({ name: fc.constantFrom(...names), tags }).map((parts): PolicyVm => ({ ...vm, ...parts }));
const actor: fc.Arbitrary<Actor> = fc.record({
  userId: fc.constantFrom(...ids),
  kind: fc.constant('member' as const),
  groupIds: fc.option(
    some(groupIds).map((each) => new Set(each)),
    { nil: undefined, freq: 5 },
  ),
});
const wish = fc.record({
  from: fc.constantFrom('203.0.113.7', '203.0.113.0/24', '2001:db8::/64', '10.1.2.3'),
  durationMs: fc.constantFrom(hour / 2, hour, 4 * hour),
  reason: fc.constantFrom('', 'ops-1 why', 'why'),
  command: fc.constantFrom({ template: 'uptime' }, { template: 'df' }, { free: true } as const),
});
const asked = fc.record({
  action: fc.constantFrom(...policyActions),
  actor,
  approver: actor,
  wish,
});
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;

interface Case {
  readonly policy: Policy;
  readonly vm: PolicyVm;
}

/** Everything that is allowed under the one is allowed under the other, with as little to do for it. */
function expectNoMore(stricter: Case, looser: Case, { action, actor: by, approver, wish: wants }: Asked): void {
  const one = judgeRequest(stricter.policy, stricter.vm, action, by, wants);
  const other = judgeRequest(looser.policy, looser.vm, action, by, wants);
  if (one.kind === 'allowed') {
    expect(other.kind).toBe('allowed');
    if (other.kind !== 'allowed') return;
    expect(one.applied.approvals).toBeGreaterThanOrEqual(other.applied.approvals);
    expect(one.lapsesAfterMs).toBeLessThanOrEqual(other.lapsesAfterMs);
    if (one.auto) expect(other.auto).toBe(true);
    const decides = (where: Case) => judgeApproval(where.policy, where.vm, action, by.userId, approver, []);
    const last = decides(stricter);
    const otherLast = decides(looser);
    if (last.kind === 'allowed' && !other.auto) {
      expect(otherLast.kind).toBe('allowed');
      if (otherLast.kind === 'allowed') expect(last.stillNeeded).toBeGreaterThanOrEqual(otherLast.stillNeeded);
    }
  }
  const alone = (where: Case) => judgeBreakGlass(where.policy, where.vm, by, { ...wants, port: 22 }).kind;
  if (alone(stricter) === 'allowed') expect(alone(looser)).toBe('allowed');
}

const runs = { numRuns: 1500 };

describe('without trustTags', () => {
  const untrusting = policy(fc.constant(false));

  test('one more tag never allows more', () => {
    const more = fc.record({ name: fc.constantFrom(...tagNames), value: fc.constantFrom(...tagValues) });
    fc.assert(
      fc.property(untrusting, machine, more, asked, (rules, before, { name, value }, question) => {
        fc.pre(before.tags?.[name] === undefined);
        const after = { ...before, tags: { ...before.tags, [name]: value } };
        expectNoMore({ policy: rules, vm: after }, { policy: rules, vm: before }, question);
      }),
      runs,
    );
  });

  test('whatever a VM is called and tagged, no more is allowed than its place alone allows', () => {
    fc.assert(
      fc.property(untrusting, machine, asked, (all, each, question) => {
        const byPlace = { ...all, rules: all.rules.filter((one) => isByPlace(one.match)) };
        expectNoMore({ policy: all, vm: each }, { policy: byPlace, vm: { ...each, name: 'new', tags: {} } }, question);
      }),
      runs,
    );
  });

  test('a name that one rule more speaks of never allows more', () => {
    fc.assert(
      fc.property(untrusting, machine, asked, (all, each, question) => {
        expectNoMore({ policy: all, vm: each }, { policy: all, vm: { ...each, name: 'new' } }, question);
      }),
      runs,
    );
  });

  test('no more is allowed than with it', () => {
    fc.assert(
      fc.property(untrusting, machine, asked, (all, each, question) => {
        expectNoMore({ policy: all, vm: each }, { policy: { ...all, trustTags: true }, vm: each }, question);
      }),
      runs,
    );
  });
});

test('what is allowed while tags cannot be read is allowed whatever they are', () => {
  fc.assert(
    fc.property(policy(fc.boolean()), machine, asked, (all, each, question) => {
      expectNoMore({ policy: all, vm: { ...each, tags: undefined } }, { policy: all, vm: each }, question);
    }),
    runs,
  );
});

test('nobody approves their own request, and only full members ask and approve', () => {
  const kinds = fc.constantFrom('member', 'guest', 'stranger', 'bot', 'unknown') as fc.Arbitrary<Actor['kind']>;
  fc.assert(
    fc.property(
      policy(fc.boolean()),
      machine,
      asked,
      kinds,
      (all, each, { action, actor: by, approver, wish: wants }, kind) => {
        expect(judgeApproval(all, each, action, by.userId, by, []).kind).toBe('refused');
        if (kind === 'member') return;
        expect(judgeRequest(all, each, action, { ...by, kind }, wants).kind).toBe('refused');
        expect(judgeApproval(all, each, action, 'U0ELSE', { ...approver, kind }, []).kind).toBe('refused');
        expect(judgeBreakGlass(all, each, { ...by, kind }, { ...wants, port: 22 }).kind).toBe('refused');
      },
    ),
    runs,
  );
});
