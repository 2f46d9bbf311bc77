import { expect, test } from 'vitest';
import { scriptClock } from '../../../sandbox/clock.ts';
import { call } from './call.ts';
import { computeOf, quick } from './sdk-clients.ts';
import { group, nicId, nsgId, publicIpId, smallWorld, subnetId, subscriptionId, vm, vmId } from './small-world.ts';
import { start } from './start.ts';

const readVm = 'Microsoft.Compute/virtualMachines/read';

test.each([
  ['forbidden', {}, 403, 'AuthorizationFailed', undefined],
  ['forbidden', { code: 'RequestDisallowedByPolicy' }, 403, 'RequestDisallowedByPolicy', undefined],
  ['throttled', {}, 429, 'SubscriptionRequestsThrottled', undefined],
  ['throttled', { retryAfterSeconds: 7 }, 429, 'SubscriptionRequestsThrottled', '7'],
  ['error', {}, 500, 'InternalServerError', undefined],
  ['error', { status: 409, code: 'Conflict' }, 409, 'Conflict', undefined],
  ['error', { status: 429, code: 'RetryableError', retryAfterSeconds: 11 }, 429, 'RetryableError', '11'],
])('a fault %s with %o', async (kind, more, status, code, retryAfter) => {
  const arm = await start({ world: smallWorld({ faults: [{ target: vmId, kind, ...more }] }) });
  const answer = await call(arm, 'GET', vmId);
  expect(answer).toMatchObject({ status, body: { error: { code } } });
  expect(answer.headers['retry-after']).toBe(retryAfter);
});

test('a forbidden request is told the action and the scope', async () => {
  const arm = await start({ world: smallWorld({ faults: [{ target: vmId, kind: 'forbidden' }] }) });
  const { body } = await call(arm, 'GET', `${vmId}/instanceView`);
  expect(body?.error?.message).toContain("action 'Microsoft.Compute/virtualMachines/instanceView/read'");
  expect(body?.error?.message).toContain(`over scope '${vmId}'`);
});

test.each([
  ['the id in another case', { target: vmId.toUpperCase() }, true],
  ['a prefix', { target: `${group}/*` }, true],
  ['the action in another case', { action: readVm.toLowerCase() }, true],
  ['all reads', { action: '*/read' }, true],
  ['another resource', { target: nsgId }, false],
  ['a prefix without a star', { target: group }, false],
  ['another action', { action: 'Microsoft.Compute/virtualMachines/start/action' }, false],
  ['both, of which one does not match', { target: vmId, action: '*/write' }, false],
])('matching: %s', async (_, where, strikes) => {
  const arm = await start({ world: smallWorld({ faults: [{ kind: 'error', ...where }] }) });
  expect((await call(arm, 'GET', vmId)).status).toBe(strikes ? 500 : 200);
});

test('a list leaves out what may not be read, for as long as the fault lasts', async () => {
  const arm = await start({
    world: smallWorld({ faults: [{ target: vmId, action: readVm, kind: 'forbidden', times: 1 }] }),
  });
  const names = async () => {
    const { body } = await call(arm, 'GET', `${group}/providers/Microsoft.Compute/virtualMachines`);
    return JSON.stringify(body);
  };
  const name = vmId.split('/').at(-1) ?? '';
  expect(await names()).not.toContain(`"${name}"`);
  expect((await call(arm, 'GET', vmId)).status).toBe(403);
  expect(await names()).toContain(`"${name}"`);
});

test('it lets `after` requests pass and strikes `times`', async () => {
  const arm = await start({ world: smallWorld({ faults: [{ kind: 'error', after: 1, times: 2 }] }) });
  const statuses: number[] = [];
  for (let count = 0; count < 4; count += 1) statuses.push((await call(arm, 'GET', vmId)).status);
  expect(statuses).toEqual([200, 500, 500, 200]);
});

test('lists leave out what may not be read, and subscriptions are never refused but missing', async () => {
  const hidden = `${group}/providers/Microsoft.Compute/virtualMachines/hidden`;
  const faults = [
    { target: hidden, kind: 'forbidden' },
    { target: '/subscriptions/*', action: 'Microsoft.Resources/subscriptions/read', kind: 'forbidden' },
  ];
  const arm = await start({ world: smallWorld({ resources: [vm(vmId), vm(hidden)], faults }) });
  const list = await call(arm, 'GET', `/subscriptions/${subscriptionId}/providers/Microsoft.Compute/virtualMachines`);
  expect(list.body?.value?.map(({ name }) => name)).toEqual(['myVM']);
  expect((await call(arm, 'GET', hidden)).status).toBe(403);
  expect(await call(arm, 'GET', '/subscriptions')).toMatchObject({ status: 200, body: { value: [] } });
});

test('a request that hangs moves a clock that stands still to the next deadline', async () => {
  const clock = scriptClock(0);
  const arm = await start({ clock, world: smallWorld({ faults: [{ kind: 'hang' }] }) });
  const deadline = clock.deadline(5000);
  await expect(call(arm, 'GET', vmId, { signal: deadline.signal })).rejects.toThrow();
  expect(clock.now()).toBe(5000);
});

test('a request that hangs has no effect, and those beside it are answered before the clock jumps', async () => {
  const clock = scriptClock(0);
  const world = smallWorld({ faults: [{ kind: 'hang', action: '*/deallocate/action' }] });
  const arm = await start({ clock, world, latencyMs: 40 });
  const deadlines = [clock.deadline(5000), clock.deadline(5000)] as const;
  const hanging = call(arm, 'POST', `${vmId}/deallocate`, { signal: deadlines[0].signal });
  const beside = call(arm, 'GET', vmId, { signal: deadlines[1].signal });
  await expect(beside).resolves.toMatchObject({ status: 200 });
  deadlines[1].clear();
  await expect(hanging).rejects.toThrow();
  expect(clock.now()).toBe(5000);
  const { body } = await call(arm, 'GET', `${vmId}/instanceView`);
  expect(body?.statuses?.at(-1)?.code).toBe('PowerState/running');
});

test('a slow one is answered when its time has come', async () => {
  const clock = scriptClock(0);
  const arm = await start({ clock, world: smallWorld({ faults: [{ kind: 'slow', delayMs: 3000 }] }) });
  expect((await call(arm, 'GET', vmId)).status).toBe(200);
  expect(clock.now()).toBe(3000);
});

test('a reset one loses its connection', async () => {
  const arm = await start({ world: smallWorld({ faults: [{ kind: 'reset', times: 1 }] }) });
  await expect(call(arm, 'GET', vmId)).rejects.toThrow(/socket hang up|ECONNRESET/);
  expect((await call(arm, 'GET', vmId)).status).toBe(200);
});

test('an unanswered one loses its connection and has its effect', async () => {
  const arm = await start({ world: smallWorld({ faults: [{ kind: 'unanswered', action: '*/deallocate/action' }] }) });
  await expect(call(arm, 'POST', `${vmId}/deallocate`)).rejects.toThrow(/socket hang up|ECONNRESET/);
  const { body } = await call(arm, 'GET', `${vmId}/instanceView`);
  expect(body?.statuses?.at(-1)?.code).toBe('PowerState/deallocated');
});

test('an operation that fails ends with its code, and the VM is as it was', async () => {
  const faults = [{ kind: 'operation-fails', code: 'AllocationFailed', message: 'No room.' }];
  const arm = await start({ world: smallWorld({ faults }) });
  const { virtualMachines } = computeOf(arm);
  await expect(virtualMachines.deallocate('myResourceGroup', 'myVM', quick)).rejects.toThrow(
    /AllocationFailed.*No room/,
  );
  const view = await virtualMachines.instanceView('myResourceGroup', 'myVM');
  expect(view.statuses?.at(-1)?.code).toBe('PowerState/running');
});

test('an operation that hangs stays in progress', async () => {
  const arm = await start({ world: smallWorld({ faults: [{ kind: 'operation-hangs' }] }) });
  const { headers } = await call(arm, 'POST', `${vmId}/restart`);
  const poll = String(headers['azure-asyncoperation']);
  expect((await call(arm, 'GET', poll)).body?.status).toBe('InProgress');
  expect((await call(arm, 'GET', String(headers.location))).status).toBe(202);
});

test.each([
  ['a group', nsgId, 'networkSecurityGroups'],
  ['a public IP', publicIpId, 'publicIPAddresses'],
  ['a subnet', subnetId, 'virtualNetworks/subnets'],
])('a NIC that refers to %s needs the permission to join it', async (_, target, type) => {
  const action = `Microsoft.Network/${type}/join/action`;
  const world = smallWorld({ faults: [{ kind: 'forbidden', target, action, times: 1 }] });
  const arm = await start({ world });
  const { body } = await call(arm, 'GET', nicId);
  const refused = await call(arm, 'PUT', nicId, { body });
  expect(refused).toMatchObject({ status: 403, body: { error: { code: 'LinkedAuthorizationFailed' } } });
  expect(refused.body?.error?.message).toContain(`action(s) '${action}' on the linked scope(s) '${target}'`);
  expect((await call(arm, 'PUT', nicId, { body })).status).toBe(200);
});

test('a subnet that refers to a group needs the permission to join it', async () => {
  const action = 'Microsoft.Network/networkSecurityGroups/join/action';
  const arm = await start({ world: smallWorld({ faults: [{ kind: 'forbidden', action }] }) });
  const body = { properties: { addressPrefix: '10.0.0.0/24', networkSecurityGroup: { id: nsgId } } };
  const refused = await call(arm, 'PUT', subnetId, { body });
  expect(refused).toMatchObject({ status: 403, body: { error: { code: 'LinkedAuthorizationFailed' } } });
});
