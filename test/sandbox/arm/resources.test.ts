import { expect, test } from 'vitest';
import { call } from './call.ts';
import { group, otherSubscriptionId, smallWorld, subscriptionId, vm, vmId } from './small-world.ts';
import { start } from './start.ts';

const subscription = `/subscriptions/${subscriptionId}`;

test.each(['2016-06-01', '2019-11-01', '2022-12-01'])('subscriptions and tenants under %s', async (version) => {
  const world = smallWorld();
  const arm = await start({ world });
  const list = await call(arm, 'GET', `/subscriptions?api-version=${version}`);
  expect(list.body).toMatchObject({
    value: [
      { id: subscription, subscriptionId, displayName: 'Contoso', state: 'Enabled', tenantId: world.tenantId },
      { subscriptionId: otherSubscriptionId },
    ],
    count: { type: 'Total', value: 2 },
  });
  const tenants = await call(arm, 'GET', `/tenants?api-version=${version}`);
  expect(tenants.body).toMatchObject({ value: [{ tenantId: world.tenantId }] });
});

test('a subscription, its groups, locations and providers', async () => {
  const arm = await start();
  expect(await call(arm, 'GET', subscription)).toMatchObject({ body: { displayName: 'Contoso' } });
  const names = async (path: string) => (await call(arm, 'GET', `${subscription}${path}`)).body?.value;
  expect(await names('/resourcegroups')).toMatchObject([{ id: group, location: 'eastus' }]);
  expect(await names('/locations')).toMatchObject([{ name: 'eastus' }]);
  expect(await names('/providers')).toContainEqual(expect.objectContaining({ namespace: 'Microsoft.Compute' }));
  const network = await call(arm, 'GET', `${subscription}/providers/microsoft.network`);
  expect(network.body).toMatchObject({ namespace: 'Microsoft.Network', registrationState: 'Registered' });
  const none = await call(arm, 'GET', `${subscription}/providers/Contoso.None`);
  expect(none).toMatchObject({ status: 404, body: { error: { code: 'InvalidResourceNamespace' } } });
});

test('whether a group exists is asked by HEAD', async () => {
  const arm = await start();
  expect((await call(arm, 'HEAD', group)).status).toBe(204);
  expect((await call(arm, 'HEAD', `${group}2`)).status).toBe(404);
});

test('locks are not listed among the resources', async () => {
  const lock = { id: `${group}/providers/Microsoft.Authorization/locks/keep`, properties: { level: 'ReadOnly' } };
  const arm = await start({ world: smallWorld({ resources: [vm(vmId), lock] }) });
  const { body } = await call(arm, 'GET', `${group}/resources`);
  expect(body?.value?.map(({ name }) => name)).not.toContain('keep');
});

test('a group that the world describes has its own location and tags', async () => {
  const described = { id: group, location: 'westus', tags: { team: 'shop' } };
  const arm = await start({ world: smallWorld({ resources: [vm(vmId), described] }) });
  expect(await call(arm, 'GET', group)).toMatchObject({ body: { location: 'westus', tags: { team: 'shop' } } });
});

test.each([
  ["resourceType eq 'Microsoft.Compute/virtualMachines'", ['myVM']],
  ["resourceType eq 'microsoft.compute/virtualmachines' and name eq 'MYVM'", ['myVM']],
  ["name eq 'myVM' or name eq 'myNSG'", ['myNSG', 'myVM']],
  ["location ne 'eastus'", []],
])('resources filtered by %s', async (filter, expected) => {
  const arm = await start();
  for (const scope of [subscription, group]) {
    const query = `api-version=2022-09-01&$filter=${encodeURIComponent(filter)}`;
    const { body } = await call(arm, 'GET', `${scope}/resources?${query}`);
    expect(body?.value?.map(({ name }) => name)).toEqual(expected);
  }
});

test('lists of resources carry no properties, and a filter beyond these is refused', async () => {
  const arm = await start();
  const { body } = await call(arm, 'GET', `${subscription}/resources`);
  expect(body?.value).toHaveLength(5);
  for (const each of body?.value ?? []) expect(each).not.toHaveProperty('properties');
  const refused = await call(
    arm,
    'GET',
    `${subscription}/resources?api-version=2022-09-01&$filter=startswith(name,'a')`,
  );
  expect(refused).toMatchObject({ status: 400, body: { error: { code: 'InvalidFilterInQueryString' } } });
});
