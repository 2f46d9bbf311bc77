import { expect, test } from 'vitest';
import { call } from './call.ts';
import { group, nsgId, smallWorld, vm, vmId } from './small-world.ts';
import { start } from './start.ts';

const vms = `${group}/providers/Microsoft.Compute/virtualMachines`;
const newGroup = `${group}/providers/Microsoft.Network/networkSecurityGroups/new`;
const graph = '/providers/Microsoft.ResourceGraph/resources';
const longQuery = (start: string, more = start) => `Resources | where name${start}${more.repeat(20_000)}`;
const inLists = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

test.each([
  ['no token', 'GET', vmId, { authorization: '' }, 401, 'AuthenticationFailed'],
  ['a made-up token', 'GET', vmId, { authorization: 'Bearer a.b.c' }, 401, 'InvalidAuthenticationToken'],
  ['no api-version', 'GET', `${vmId}?x=1`, {}, 400, 'MissingApiVersionParameter'],
  ['a word for an api-version', 'GET', `${vmId}?api-version=new`, {}, 400, 'InvalidApiVersionParameter'],
  ['an old api-version', 'GET', `${vmId}?api-version=2016-03-30`, {}, 400, 'InvalidApiVersionParameter'],
  ['an unknown subscription', 'GET', vmId.replace('1111', '3333'), {}, 404, 'SubscriptionNotFound'],
  ['an unknown group', 'GET', vmId.replace('myRes', 'noRes'), {}, 404, 'ResourceGroupNotFound'],
  ['an unknown VM', 'GET', `${vms}/other`, {}, 404, 'ResourceNotFound'],
  ['an extension of an unknown VM', 'GET', `${vms}/other/extensions`, {}, 404, 'ParentResourceNotFound'],
  ['an unknown type', 'GET', `${group}/providers/Microsoft.Compute/teapots`, {}, 404, 'InvalidResourceType'],
  ['an unknown action', 'POST', `${vmId}/redeploy`, {}, 404, 'InvalidResourceType'],
  ['an unknown path', 'GET', '/teapots', {}, 404, 'NotFound'],
  ['another method', 'DELETE', `${vmId}/start`, {}, 405, 'HttpMethodNotSupported'],
  ['a broken address', 'GET', '/%zz', {}, 400, 'InvalidRequestUri'],
  ['a broken body', 'POST', `${vmId}/runCommand`, { body: '{' }, 400, 'InvalidRequestContent'],
  ['a huge body', 'POST', `${vmId}/runCommand`, { body: 'x'.repeat(5_000_000) }, 413, 'RequestContentTooLarge'],
  ['a body nested too deep', 'POST', `${vmId}/runCommand`, { body: inLists(200) }, 400, 'InvalidRequestContent'],
  [
    'a body nested deeper than a stack',
    'POST',
    `${vmId}/runCommand`,
    { body: inLists(200_000) },
    400,
    'InvalidRequestContent',
  ],
  [
    'a region that no header can hold',
    'PUT',
    newGroup,
    { body: { location: 'east\r\nus' } },
    400,
    'LocationNotAvailableForResourceType',
  ],
  [
    'a region of no alphabet',
    'PUT',
    newGroup,
    { body: { location: '東' } },
    400,
    'LocationNotAvailableForResourceType',
  ],
  [
    'a very long condition',
    'POST',
    graph,
    { body: { query: longQuery(' =~ "a"', ' or name =~ "b"') } },
    400,
    'BadRequest',
  ],
  ['a very long sum', 'POST', graph, { body: { query: longQuery(' == 1 + 1', ' + 1') } }, 400, 'BadRequest'],
  ['a very long path', 'POST', graph, { body: { query: longQuery(' == tags', '.a') } }, 400, 'BadRequest'],
])('refused: %s', async (_, method, target, options, status, code) => {
  const arm = await start();
  expect(await call(arm, method, target, options)).toMatchObject({ status, body: { error: { code } } });
});

test('what a world spells in a way that no header can hold is encoded, and ends nothing', async () => {
  const world = smallWorld({ resources: [{ ...vm(vmId), location: 'Ost US 東\n' }] });
  const arm = await start({ world });
  const { status, headers } = await call(arm, 'POST', `${vmId}/start`);
  expect(status).toBe(202);
  expect((await call(arm, 'GET', String(headers['azure-asyncoperation']))).body?.status).toBe('Succeeded');
});

test('an answer that cannot be written is an error, and ends nothing', async () => {
  const world = smallWorld();
  const nsg = world.get(nsgId);
  if (nsg !== undefined) world.put({ ...nsg, etag: 'W/"東"' });
  const arm = await start({ world });
  expect(await call(arm, 'GET', nsgId)).toMatchObject({
    status: 500,
    body: { error: { code: 'InternalServerError' } },
  });
  expect((await call(arm, 'GET', vmId)).status).toBe(200);
});

test.each([
  ['the public cloud', 'https://management.azure.com', 200],
  ['its older name', 'https://management.core.windows.net/', 200],
  ['another cloud', 'https://management.usgovcloudapi.net', 200],
  ['the sandbox by name', 'https://localhost:8443', 200],
  ['another service', 'https://graph.microsoft.com', 401],
  ['a namesake', 'https://management.azure.com.example', 401],
  ['nothing that can be read', '東\r\n', 401],
])('a token for %s', async (_, audience, status) => {
  const arm = await start();
  const authorization = `Bearer ${arm.issueToken(audience).accessToken}`;
  const answer = await call(arm, 'GET', vmId, { authorization });
  expect(answer.status).toBe(status);
  if (status === 401) expect(answer.body?.error?.code).toBe('InvalidAuthenticationTokenAudience');
});

test('a refused token is told where to sign in', async () => {
  const arm = await start();
  const { headers } = await call(arm, 'GET', vmId, { authorization: '' });
  expect(headers['www-authenticate']).toContain(`authorization_uri="${arm.endpoint}/${arm.credentials.tenantId}"`);
});

test('paths and names of query parameters have no case', async () => {
  const arm = await start();
  const answer = await call(arm, 'GET', `${vmId.toUpperCase()}?API-Version=2024-07-01&%24Expand=instanceVIEW`);
  expect(answer).toMatchObject({ status: 200, body: { properties: { instanceView: { computerName: 'myVM' } } } });
});

test('every answer carries the standard headers, the refused ones too', async () => {
  const arm = await start();
  const correlated = { 'x-ms-correlation-request-id': 'c0ffee' };
  for (const target of [vmId, `${vms}/other`]) {
    const { headers } = await call(arm, 'GET', target, { headers: correlated });
    expect(headers).toMatchObject({
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'x-ms-correlation-request-id': 'c0ffee',
      'x-ms-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
      'x-ms-ratelimit-remaining-subscription-reads': expect.stringMatching(/^\d+$/),
    });
  }
});

test('the log tells method, path, action and status, and can be cleared', async () => {
  const arm = await start();
  await call(arm, 'GET', `${vmId}/instanceView`);
  expect(arm.requests).toMatchObject([
    {
      kind: 'arm',
      method: 'GET',
      path: `${vmId}/instanceView`,
      action: 'Microsoft.Compute/virtualMachines/instanceView/read',
      status: 200,
      round: 1,
    },
  ]);
  arm.clearLog();
  expect(arm.requests).toEqual([]);
});

test('latency holds up Resource Manager, not the sign-in', async () => {
  const arm = await start({ latencyMs: 60 });
  await call(arm, 'GET', vmId);
  arm.setLatency(0);
  await call(arm, 'GET', vmId);
  const [slow = 0, quick = 0] = arm.requests.map(({ startedAtMs, endedAtMs = 0 }) => endedAtMs - startedAtMs);
  expect(slow).toBeGreaterThanOrEqual(59);
  expect(quick).toBeLessThan(slow);
});

test('a resource group stays when its last resource is gone', async () => {
  const world = smallWorld();
  const arm = await start({ world });
  for (const { id } of [...world.all()]) world.delete(id);
  expect(await call(arm, 'GET', group)).toMatchObject({ status: 200, body: { name: 'myResourceGroup' } });
});

test('a disabled subscription can be read and not written', async () => {
  const world = smallWorld();
  for (const subscription of world.subscriptions) Object.assign(subscription, { state: 'Disabled' });
  const arm = await start({ world });
  expect((await call(arm, 'GET', vmId)).status).toBe(200);
  const refused = await call(arm, 'POST', `${vmId}/restart`);
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'ReadOnlyDisabledSubscription' } } });
});

test('an unknown type is named with its parents', async () => {
  const arm = await start();
  const messageOf = async (target: string) => (await call(arm, 'POST', target)).body?.error?.message;
  expect(await messageOf(`${vmId}/redeploy`)).toContain("'virtualMachines/redeploy' could not be found");
  expect(await messageOf(vms.replace('virtualMachines', 'teapots'))).toContain("'teapots' could not be found");
});
