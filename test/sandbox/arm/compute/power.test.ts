import { expect, test } from 'vitest';
import { realSandboxClock } from '../../../../sandbox/clock.ts';
import { type Answer, call } from '../call.ts';
import { computeOf, quick } from '../sdk-clients.ts';
import { deallocated, notReady, publicIpId, smallWorld, vm, vmId } from '../small-world.ts';
import { start } from '../start.ts';

test('deallocate, then start: power, agent and dynamic address follow', async () => {
  const world = smallWorld();
  const arm = await start({ world });
  const { virtualMachines } = computeOf(arm);
  const tagBefore = world.get(publicIpId)?.etag;
  await virtualMachines.deallocate('myResourceGroup', 'myVM', quick);
  const off = await virtualMachines.instanceView('myResourceGroup', 'myVM');
  expect(off.statuses?.map(({ code }) => code)).toEqual(['ProvisioningState/succeeded', 'PowerState/deallocated']);
  expect(off).toMatchObject({ vmAgent: undefined, computerName: undefined });
  expect(world.get(publicIpId)?.properties.ipAddress).toBeUndefined();
  expect(world.get(publicIpId)?.etag).not.toBe(tagBefore);
  await virtualMachines.start('myResourceGroup', 'myVM', quick);
  const on = await virtualMachines.instanceView('myResourceGroup', 'myVM');
  expect(on.statuses?.at(-1)?.code).toBe('PowerState/running');
  expect(on.vmAgent?.statuses?.[0]?.displayStatus).toBe('Ready');
  expect(world.get(publicIpId)?.properties.ipAddress).toMatch(/^20\.\d+\.\d+\.\d+$/);
});

test.each([
  ['start', deallocated, 'starting', 'running'],
  ['powerOff', undefined, 'stopping', 'stopped'],
  ['deallocate', undefined, 'deallocating', 'deallocated'],
  ['restart', undefined, 'starting', 'running'],
])('%s goes through its state', async (name, view, during, after) => {
  const clock = realSandboxClock();
  const arm = await start({ clock, fast: false, world: smallWorld({ resources: [vm(vmId, view)] }) });
  const power = async () => {
    const { body } = await call(arm, 'GET', `${vmId}/instanceView`);
    return body?.statuses?.map(({ code }) => code).at(-1);
  };
  const { headers } = await call(arm, 'POST', `${vmId}/${name}`);
  expect(await power()).toBe(`PowerState/${during}`);
  clock.advance(1000);
  expect((await call(arm, 'GET', String(headers['azure-asyncoperation']))).body?.status).toBe('Succeeded');
  expect(await power()).toBe(`PowerState/${after}`);
});

test('another change is refused while one is under way', async () => {
  const arm = await start({ fast: false });
  await call(arm, 'POST', `${vmId}/deallocate`);
  const refused = await call(arm, 'POST', `${vmId}/start`);
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'OperationNotAllowed' } } });
});

test('asking twice for the same change changes once, and a fault in the second request does not undo the first', async () => {
  const clock = realSandboxClock();
  const fault = { action: 'Microsoft.Compute/virtualMachines/start/action', kind: 'operation-fails', after: 1 };
  const world = smallWorld({ resources: [vm(vmId, deallocated)], faults: [fault] });
  const arm = await start({ clock, fast: false, world });
  const [first, second] = [await call(arm, 'POST', `${vmId}/start`), await call(arm, 'POST', `${vmId}/start`)];
  clock.advance(2000);
  const statusOf = async ({ headers }: Answer) =>
    (await call(arm, 'GET', String(headers['azure-asyncoperation']))).body?.status;
  expect([await statusOf(first), await statusOf(second)]).toEqual(['Succeeded', 'Failed']);
  const { body } = await call(arm, 'GET', `${vmId}/instanceView`);
  expect(body?.statuses?.at(-1)?.code).toBe('PowerState/running');
});

test.each([
  ['operation-fails', { code: 'AllocationFailed' }, 202, 'AllocationFailed'],
  ['operation-fails', { code: 'ZonalAllocationFailed' }, 202, 'ZonalAllocationFailed'],
  ['error', { status: 409, code: 'SkuNotAvailable' }, 409, 'SkuNotAvailable'],
  ['error', { status: 409, code: 'OperationNotAllowed' }, 409, 'OperationNotAllowed'],
])('a start that ends in %s with %o leaves the VM as it was', async (kind, more, status, code) => {
  const fault = { action: 'Microsoft.Compute/virtualMachines/start/action', kind, ...more };
  const arm = await start({ world: smallWorld({ resources: [vm(vmId, deallocated)], faults: [fault] }) });
  const answer = await call(arm, 'POST', `${vmId}/start`);
  expect(answer.status).toBe(status);
  const told = [answer];
  if (status === 202) {
    told.push(await call(arm, 'GET', String(answer.headers['azure-asyncoperation'])));
    told.push(await call(arm, 'GET', String(answer.headers.location)));
  }
  const codes = told.map(({ body }) => body?.error?.code).filter((each) => each !== undefined);
  expect(codes).toEqual(status === 202 ? [code, code] : [code]);
  const { body } = await call(arm, 'GET', `${vmId}/instanceView`);
  expect(body?.statuses?.at(-1)?.code).toBe('PowerState/deallocated');
});

test('a VM that is off cannot be restarted, and starting a running one changes nothing', async () => {
  const off = await start({ world: smallWorld({ resources: [vm(vmId, deallocated)] }) });
  expect(await call(off, 'POST', `${vmId}/restart`)).toMatchObject({ status: 409 });
  const world = smallWorld();
  const before = world.get(vmId);
  await computeOf(await start({ world })).virtualMachines.start('myResourceGroup', 'myVM', quick);
  expect(world.get(vmId)).toBe(before);
});

test('an agent that was broken is broken after a stop as well', async () => {
  const { virtualMachines } = computeOf(await start({ world: smallWorld({ resources: [vm(vmId, notReady)] }) }));
  await virtualMachines.deallocate('myResourceGroup', 'myVM', quick);
  await virtualMachines.start('myResourceGroup', 'myVM', quick);
  const view = await virtualMachines.instanceView('myResourceGroup', 'myVM');
  expect(view.vmAgent?.statuses?.[0]?.displayStatus).toBe('Not Ready');
});

test('a static address stays', async () => {
  const world = smallWorld();
  const publicIp = world.get(publicIpId);
  if (publicIp === undefined) throw new Error('The world has lost its public address');
  world.put({ ...publicIp, properties: { ...publicIp.properties, publicIPAllocationMethod: 'Static' } });
  await computeOf(await start({ world })).virtualMachines.deallocate('myResourceGroup', 'myVM', quick);
  expect(world.get(publicIpId)?.properties.ipAddress).toBe('20.51.230.13');
});
