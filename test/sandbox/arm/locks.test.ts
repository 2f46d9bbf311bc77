import { expect, test } from 'vitest';
import { call } from './call.ts';
import { group, nsgId, smallWorld, subscriptionId, vm, vmId } from './small-world.ts';
import { start } from './start.ts';

const subscription = `/subscriptions/${subscriptionId}`;
const locks = 'providers/Microsoft.Authorization/locks';
const ruleId = `${nsgId}/securityRules/ssh`;
const rule = {
  access: 'Deny',
  direction: 'Inbound',
  priority: 100,
  protocol: 'Tcp',
  sourceAddressPrefix: '*',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '22',
};

function lockedWorld(scope: string, level: string) {
  const lock = { id: `${scope}/${locks}/keep`, properties: { level } };
  const world = smallWorld({ resources: [vm(vmId), lock] });
  const nsg = world.get(nsgId);
  if (nsg !== undefined) {
    const securityRules = [{ id: ruleId, name: 'ssh', properties: rule }];
    world.put({ ...nsg, properties: { ...nsg.properties, securityRules } });
  }
  return world;
}

const change = { properties: { ...rule, access: 'Allow' } };

test.each([
  ['CanNotDelete on the group of rules', nsgId, 'CanNotDelete', 'DELETE', ruleId, 409],
  ['CanNotDelete on the resource group', group, 'CanNotDelete', 'DELETE', ruleId, 409],
  ['CanNotDelete on the subscription', subscription, 'CanNotDelete', 'DELETE', ruleId, 409],
  ['CanNotDelete on another resource', vmId, 'CanNotDelete', 'DELETE', ruleId, 202],
  ['CanNotDelete on a namesake', `${group}s`, 'CanNotDelete', 'DELETE', ruleId, 202],
  ['CanNotDelete below what is deleted', ruleId, 'CanNotDelete', 'DELETE', nsgId, 409],
  ['CanNotDelete, but written', nsgId, 'CanNotDelete', 'PUT', ruleId, 200],
  ['CanNotDelete, but started', vmId, 'CanNotDelete', 'POST', `${vmId}/start`, 202],
  ['ReadOnly, deleted', nsgId, 'ReadOnly', 'DELETE', ruleId, 409],
  ['ReadOnly, written', nsgId, 'ReadOnly', 'PUT', ruleId, 409],
  ['ReadOnly, started', group, 'ReadOnly', 'POST', `${vmId}/start`, 409],
  ['ReadOnly, but read', group, 'ReadOnly', 'GET', vmId, 200],
])('%s', async (_, scope, level, method, target, status) => {
  const arm = await start({ world: lockedWorld(scope, level) });
  const answer = await call(arm, method, target, method === 'PUT' ? { body: change } : {});
  expect(answer.status).toBe(status);
  if (status === 409) expect(answer.body?.error).toMatchObject({ code: 'ScopeLocked' });
});

test('a lock is found at its scope and above, and can be taken away', async () => {
  const arm = await start({ world: lockedWorld(nsgId, 'ReadOnly') });
  const names = async (scope: string, filter = '') => {
    const { body } = await call(arm, 'GET', `${scope}/${locks}?api-version=2016-09-01${filter}`);
    return body?.value?.map(({ name }) => name);
  };
  expect(await names(nsgId)).toEqual(['keep']);
  expect(await names(group)).toEqual(['keep']);
  expect(await names(subscription)).toEqual(['keep']);
  expect(await names(vmId)).toEqual([]);
  expect(await names(group, '&$filter=atScope()')).toEqual([]);
  expect((await call(arm, 'DELETE', `${nsgId}/${locks}/keep`)).status).toBe(200);
  expect((await call(arm, 'DELETE', ruleId)).status).toBe(202);
});

test('a lock is made by PUT', async () => {
  const arm = await start({ world: lockedWorld(vmId, 'ReadOnly') });
  const id = `${group}/${locks}/mine`;
  const wrong = await call(arm, 'PUT', id, { body: { properties: { level: 'Firm' } } });
  expect(wrong.status).toBe(400);
  expect((await call(arm, 'PUT', id, { body: { properties: { level: 'CanNotDelete' } } })).status).toBe(201);
  expect(await call(arm, 'GET', id)).toMatchObject({ status: 200, body: { properties: { level: 'CanNotDelete' } } });
  expect((await call(arm, 'DELETE', ruleId)).status).toBe(409);
});

test.each([
  ['a resource', `${nsgId}2`, 404],
  ['the parent of a child', `${nsgId}2/securityRules/ssh`, 404],
  ['a child, whose parent is there', ruleId, 201],
])('to be locked, it must be there: %s', async (_, scope, status) => {
  const arm = await start({ world: lockedWorld(vmId, 'CanNotDelete') });
  const answer = await call(arm, 'PUT', `${scope}/${locks}/mine`, { body: { properties: { level: 'CanNotDelete' } } });
  expect(answer.status).toBe(status);
});

test('a path in capitals makes a lock like any other', async () => {
  const arm = await start({ world: lockedWorld(vmId, 'CanNotDelete') });
  const id = `${nsgId}/${locks}/mine`;
  const made = await call(arm, 'PUT', id.toUpperCase(), { body: { properties: { level: 'CanNotDelete' } } });
  expect(made).toMatchObject({ status: 201, body: { type: 'Microsoft.Authorization/locks' } });
  expect((await call(arm, 'DELETE', ruleId)).status).toBe(409);
  expect((await call(arm, 'DELETE', id)).status).toBe(200);
  expect((await call(arm, 'DELETE', ruleId)).status).toBe(202);
});

test('a doubled slash, as the Azure CLI writes it, locks the same resource', async () => {
  const arm = await start({ world: lockedWorld(vmId, 'CanNotDelete') });
  const id = `${nsgId}/${locks}/mine`;
  const doubled = id.replace('/networkSecurityGroups/', '//networkSecurityGroups/');
  const made = await call(arm, 'PUT', doubled, { body: { properties: { level: 'ReadOnly' } } });
  expect(made).toMatchObject({ status: 201, body: { id } });
  expect((await call(arm, 'DELETE', ruleId)).status).toBe(409);
  expect((await call(arm, 'GET', id)).status).toBe(200);
});
