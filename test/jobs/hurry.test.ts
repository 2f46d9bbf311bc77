import { expect, test, vi } from 'vitest';
import { planDigest } from '../../src/core/actions/plan.ts';
import { runCommand } from '../../src/core/commands/run-command.ts';
import { createWork } from '../../src/jobs/work.ts';
import { facts, vm } from '../core/checks/myvm.ts';
import { askedAtMs } from '../core/requests/a-request.ts';
import { aRun, machine, outcomeOf, untilEnded } from './acts.ts';
import { jobParts } from './parts.ts';

test.each([
  ['ends its commands', false],
  ['ends those too that come to their turn later', true],
])('a bot that is stopped %s, and tells how', async (_case, isLate) => {
  const params = { ...aRun().params, over: { user: 'drawbridge', isInside: true } };
  const planned = runCommand.plan({ facts, params, requestId: 'abcdefghij' });
  if (planned.kind === 'refused') throw new Error(planned.problem);
  const { plan } = planned;
  const { lease: _, ...approved } = aRun({ state: 'approved', params, plan, digest: planDigest(plan) });
  const on = machine(untilEnded);
  const parts = { ...(await jobParts({ azure: { readFactsForChange: async () => facts } })), remote: on.remote };
  const request = { ...approved, vm: { ...approved.vm, ...plan.vm, name: vm.name }, createdAtMs: askedAtMs };
  await parts.store.requests.insert(request, [], []);
  const work = createWork({ ...parts, approvals: { channel: parts.approvalsChannel, seal: parts.seal } });
  if (isLate) work.hurry();
  const attending = work.attend(request.id);
  if (!isLate) await vi.waitFor(() => expect(on.ran).toHaveLength(1));
  work.hurry();
  await attending;
  expect(await outcomeOf(request.id, parts)).toMatchObject({
    isFailure: true,
    message: expect.stringMatching(/^The bot was stopped while it was at it\..*may still run on the VM/),
  });
  expect((await parts.store.requests.get(request.id))?.state).toBe('failed');
});
