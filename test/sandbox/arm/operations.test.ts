import { expect, test } from 'vitest';
import { realSandboxClock } from '../../../sandbox/clock.ts';
import { call } from './call.ts';
import { nsgId, publicIpId, smallWorld, vmId } from './small-world.ts';
import { start } from './start.ts';

const rule = {
  properties: {
    access: 'Allow',
    direction: 'Inbound',
    priority: 100,
    protocol: 'Tcp',
    sourceAddressPrefix: '203.0.113.7',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '22',
  },
};

test('compute: 202 without a body, the same URL with monitor=true, and times in the outcome', async () => {
  const clock = realSandboxClock();
  const arm = await start({ clock, fast: false });
  const first = await call(arm, 'POST', `${vmId}/restart`);
  expect(first).toMatchObject({ status: 202, text: '', headers: { 'retry-after': '1' } });
  const poll = String(first.headers['azure-asyncoperation']);
  const location = String(first.headers.location);
  expect(location).toBe(`${poll}&monitor=true`);
  expect(poll).toMatch(
    /\/providers\/Microsoft\.Compute\/locations\/eastus\/operations\/[\da-f-]{36}\?api-version=2024-07-01&/,
  );
  expect(poll.length).toBeGreaterThan(2000);
  const id = /operations\/([\da-f-]+)/.exec(poll)?.[1];
  expect((await call(arm, 'GET', poll)).body).toEqual({
    startTime: expect.any(String),
    status: 'InProgress',
    name: id,
  });
  expect(await call(arm, 'GET', location)).toMatchObject({ status: 202, text: '', headers: { location } });
  clock.advance(1000);
  expect((await call(arm, 'GET', poll)).body).toEqual({
    startTime: expect.any(String),
    endTime: expect.any(String),
    status: 'Succeeded',
    name: id,
  });
  expect(await call(arm, 'GET', location)).toMatchObject({ status: 200, text: '' });
});

test.each([
  ['Microsoft.Compute', 'POST', `${vmId}/restart`, 'azure-asyncoperation', 'operations'],
  ['Microsoft.Network', 'PUT', `${nsgId}/securityRules/ssh`, 'azure-asyncoperation', 'operations'],
  ['Microsoft.Network', 'DELETE', publicIpId, 'location', 'operationResults'],
])("polling needs the provider's own permission: %s, %s", async (namespace, method, path, header, collection) => {
  const action = `${namespace}/locations/${collection}/read`;
  const world = smallWorld({ faults: [{ kind: 'forbidden', action }] });
  const nic = world.list('Microsoft.Network/networkInterfaces')[0];
  if (nic !== undefined) world.delete(nic.id);
  const arm = await start({ world });
  const { headers } = await call(arm, method, path, method === 'PUT' ? { body: rule } : {});
  const refused = await call(arm, 'GET', String(headers[header]));
  expect(refused).toMatchObject({ status: 403, body: { error: { code: 'AuthorizationFailed' } } });
  expect(refused.body?.error?.message).toContain(`action '${action}'`);
});

test('compute: a failed operation has an error body, and its location answers with the error', async () => {
  const world = smallWorld({ faults: [{ kind: 'operation-fails', code: 'Busy', message: 'Too much.', status: 409 }] });
  const arm = await start({ world });
  const { headers } = await call(arm, 'POST', `${vmId}/restart`);
  const error = { code: 'Busy', message: 'Too much.' };
  expect((await call(arm, 'GET', String(headers['azure-asyncoperation']))).body).toMatchObject({
    status: 'Failed',
    error,
  });
  expect(await call(arm, 'GET', String(headers.location))).toMatchObject({ status: 409, body: { error } });
});

test('network PUT: 201 with the body, no Location, and a bare status', async () => {
  const clock = realSandboxClock();
  const arm = await start({ clock, fast: false });
  const put = await call(arm, 'PUT', `${nsgId}/securityRules/ssh`, { body: rule });
  expect(put).toMatchObject({
    status: 201,
    headers: { 'azure-asyncnotification': 'Enabled' },
    body: { properties: { provisioningState: 'Updating' } },
  });
  expect(put.headers.location).toBeUndefined();
  const poll = String(put.headers['azure-asyncoperation']);
  expect(poll).toContain('/providers/Microsoft.Network/locations/eastus/operations/');
  expect((await call(arm, 'GET', poll)).body).toEqual({ status: 'InProgress' });
  clock.advance(1000);
  expect((await call(arm, 'GET', poll)).body).toEqual({ status: 'Succeeded' });
});

test('network DELETE: 202 with operationResults as its Location; a missing one 204', async () => {
  const arm = await start();
  const missing = await call(arm, 'DELETE', `${nsgId}/securityRules/ssh`);
  expect(missing.status).toBe(204);
  const put = await call(arm, 'PUT', `${nsgId}/securityRules/ssh`, { body: rule });
  await call(arm, 'GET', String(put.headers['azure-asyncoperation']));
  const { status, text, headers } = await call(arm, 'DELETE', `${nsgId}/securityRules/ssh`);
  expect({ status, text }).toEqual({ status: 202, text: '' });
  expect(headers.location).toContain('/locations/eastus/operationResults/');
  expect((await call(arm, 'GET', String(headers.location))).status).toBe(200);
  expect((await call(arm, 'GET', `${nsgId}/securityRules/ssh`)).status).toBe(404);
});

test('fast mode: nobody is told to wait, and the first poll sees the outcome', async () => {
  const arm = await start();
  const { headers } = await call(arm, 'POST', `${vmId}/restart`);
  expect(headers['retry-after']).toBeUndefined();
  const poll = await call(arm, 'GET', String(headers['azure-asyncoperation']));
  expect(poll.body?.status).toBe('Succeeded');
});

test('an operation that nobody started is not found', async () => {
  const arm = await start();
  const { headers } = await call(arm, 'POST', `${vmId}/restart`);
  const other = String(headers.location).replace(/operations\/\w{8}/, 'operations/00000000');
  expect(await call(arm, 'GET', other)).toMatchObject({ status: 404, body: { error: { code: 'NotFound' } } });
});
