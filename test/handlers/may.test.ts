import { expect, test } from 'vitest';
import type { Actor } from '../../src/core/policy/actor.ts';
import { mayCancelAct } from '../../src/handlers/may.ts';
import { approvedBy, member, policyOf, rule, users } from '../core/policy/make.ts';
import { aRun } from '../jobs/acts.ts';

const running = aRun({ act: { beganAtMs: 1 } });
const policy = policyOf([rule('all', {}, approvedBy(1, users('U0BOB')))], { admins: ['U0ADMIN'] });

test.each<[string, Actor, boolean]>([
  ['who asked for it', member('U0ALICE'), true],
  ['who approves such things', member('U0BOB'), true],
  ['an admin', member('U0ADMIN'), true],
  ['anybody else who reads the output', member('U0DAN'), false],
  ['who asked for it and is a guest by now', { ...member('U0ALICE'), kind: 'guest' }, false],
  ['an approver of whom Slack says nothing', { ...member('U0BOB'), kind: 'unknown' }, false],
  ['somebody of another company', { ...member('U0BOB'), kind: 'stranger' }, false],
])('a command is ended by %s', (_, actor, may) => {
  const refused = mayCancelAct(policy, running, actor);
  expect(refused === undefined).toBe(may);
  if (refused !== undefined) expect(refused.hint).toMatch(/\.$/);
});
