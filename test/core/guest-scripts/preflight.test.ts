import { expect, test } from 'vitest';
import type { Unreadable, Vm, VmStatus } from '../../../src/core/facts.ts';
import { preflight } from '../../../src/core/guest-scripts/preflight.ts';
import { facts, status, vm } from '../checks/myvm.ts';

const given = (over: { vm?: Partial<Vm>; status?: Partial<VmStatus> | Unreadable }) =>
  preflight({
    ...facts,
    vm: { ...vm, ...over.vm },
    status: over.status?.kind === 'unreadable' ? over.status : { ...status, ...(over.status as Partial<VmStatus>) },
  });

const unreadable: Unreadable = {
  kind: 'unreadable',
  what: 'status of myVM',
  reason: 'forbidden',
  because: 'The bot may not read it.',
  permission: 'Microsoft.Compute/virtualMachines/instanceView/read',
};

test.each([
  ['a healthy VM', {}],
  ['extensions that are there', { status: { extensions: [{ name: 'AADSSHLoginForLinux', state: 'succeeded' }] } }],
  ['one of the two words for its state missing', { vm: { provisioningState: '' } }],
  ['an extension that failed', { status: { extensions: [{ name: 'Monitoring', state: 'failed/1' }] } }],
  ['an extension that does not tell', { status: { extensions: [{ name: 'Monitoring', state: 'unknown' }] } }],
])('nothing is in the way: %s', (_, over) => {
  expect(given(over)).toBeUndefined();
});

test.each([
  ['Windows', { vm: { os: 'Windows' as const } }, /Windows/, /Remote Desktop/],
  ['another system', { vm: { os: 'unknown' as const } }, /does not say/, /portal/],
  ['being deleted', { vm: { provisioningState: 'Deleting' } }, /deleted/, /./],
  ['stopped', { status: { power: 'stopped' as const } }, /stopped/, /`\/vm connect-check myVM`/],
  ['deallocated', { status: { power: 'deallocated' as const } }, /deallocated/, /^Start it: /],
  ['stopping', { status: { power: 'stopping' as const } }, /stopping/, /once it has stopped/],
  [
    'a creation that failed',
    { status: { provisioning: 'failed/osprovisioningtimedout' } },
    /osprovisioningtimedout/,
    /reapply/,
  ],
  ['a change that failed', { vm: { provisioningState: 'Failed' } }, /failed/, /Activity log/],
  ['no agent', { status: { agent: { state: 'absent' as const } } }, /No VM agent/, /walinuxagent/],
  [
    'an agent that is not ready',
    { status: { agent: { state: 'not-ready' as const, message: 'VM status blob is `late`.' } } },
    /not ready.*ˋlateˋ\)\.$/,
    /HTTPS/,
  ],
  [
    'no right to know',
    { status: unreadable },
    /could not be read/,
    /`Microsoft.Compute\/virtualMachines\/instanceView\/read`/,
  ],
])('refused: %s', (_, over, problem, hint) => {
  const refusal = given(over);
  expect(refusal).toEqual({
    kind: 'refused',
    problem: expect.stringMatching(problem),
    hint: expect.stringMatching(hint),
  });
});

test.each([
  ['starting', { status: { power: 'starting' as const } }],
  ['a power state that nobody knows', { status: { power: 'unknown' as const } }],
  ['a state that is not told', { status: { provisioning: 'unknown' } }],
  ['being changed', { vm: { provisioningState: 'Updating' } }],
  ['an extension on its way', { status: { extensions: [{ name: 'VMAccess', state: 'transitioning' }] } }],
  ['a status that came too late', { status: { ...unreadable, reason: 'timed-out' as const } }],
])('refused for the moment: %s', (_, over) => {
  expect(given(over)).toMatchObject({ kind: 'refused', passing: true, hint: expect.stringMatching(/./) });
});
