import { expect, test } from 'vitest';
import { judgeRequest } from '../../../src/core/policy/judge-request.ts';
import { limitsOf, limitWords } from '../../../src/core/policy/limits-of.ts';
import type { ActionPolicy } from '../../../src/core/policy/policy.ts';
import { allows, member, policyOf, rule, vm, wish } from './make.ts';

const says: Partial<ActionPolicy> = { vmAccess: true };
const place = { resourceGroups: ['prod-*'] };
const tag = { tags: [{ name: 'tier', values: ['front'] }] };

test.each<[name: string, front: Partial<ActionPolicy>, behind: Partial<ActionPolicy>, isSo: boolean]>([
  ['both say it', says, says, true],
  ['only what tightens', says, {}, false],
  ['only what decides', {}, says, false],
  ['neither', {}, {}, false],
])('keys go by VMAccess where %s', (_, front, behind, isSo) => {
  const policy = policyOf([rule('front', tag, front), rule('place', place, behind)]);
  expect(limitsOf(policy, vm, 'key')).toMatchObject({ kind: 'limits', vmAccess: isSo });
  const verdict = judgeRequest(policy, vm, 'key', member('U0ALICE'), { ...wish, vmAccess: true });
  expect(verdict.kind).toBe(isSo ? 'allowed' : 'refused');
  expect(judgeRequest(policy, vm, 'key', member('U0ALICE'), wish).kind).toBe('allowed');
});

test('it is said of keys, and of nothing else', () => {
  expect(limitWords(allows(says), 'key').join()).toContain('VMAccess extension, which grants sudo');
  expect(limitWords(allows(), 'key').join()).not.toContain('VMAccess');
  expect(limitWords(allows(says), 'open-port').join()).not.toContain('VMAccess');
});
