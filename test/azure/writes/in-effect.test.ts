import { afterEach, expect, test } from 'vitest';
import type { ArmRequest } from '../../../src/azure/writes.ts';
import { type Connected, connect } from '../connected-azure.ts';
import { ids, ordinaryWorld, rule } from '../ordinary-world.ts';

let connected: Connected | undefined;
afterEach(async () => {
  await connected?.arm.close();
  connected = undefined;
});

const policy = `${ids.group}/providers/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/default`;
const sshRule = { properties: rule('ssh', 300).properties as { [key: string]: string | number } };
const put = (body: ArmRequest['body']): ArmRequest => ({
  method: 'PUT',
  path: `${ids.nicNsg}/securityRules/SSH`,
  apiVersion: '2024-05-01',
  ...(body !== undefined && { body }),
});
const remove = (path: string): ArmRequest => ({ method: 'DELETE', path, apiVersion: '2024-05-01' });
const post = (path: string, body?: ArmRequest['body']): ArmRequest => ({
  method: 'POST',
  path,
  apiVersion: '2020-01-01',
  ...(body !== undefined && { body }),
});
const door = (justification: string, vm = ids.vm) => ({
  justification,
  virtualMachines: [{ id: vm, ports: [{ number: 22 }] }],
});
const asked = {
  id: policy,
  location: 'westeurope',
  properties: { requests: [door('drawbridge abc', ids.vm.toUpperCase())] },
};
const power = (code: string) => ({ web: { instanceView: { statuses: [{ code: `PowerState/${code}` }] } } });
const failing = (properties: object) => ({
  'nic-nsg': { securityRules: [{ name: 'ssh', properties: { ...sshRule.properties, ...properties } }] },
});

test.each<[string, ArmRequest, boolean | 'unknown', Record<string, object>?]>([
  ['a rule that is there', put(sshRule), true],
  ['one that is there in another form', put({ properties: { ...sshRule.properties, protocol: 'TCP' } }), true],
  ['one that differs', put({ properties: { ...sshRule.properties, priority: 301 } }), false],
  ['one that is not there', { ...put(sshRule), path: `${ids.nicNsg}/securityRules/other` }, false],
  [
    'one whose group is not there',
    { ...put(sshRule), path: `${ids.group}/providers/Microsoft.Network/networkSecurityGroups/x/securityRules/ssh` },
    false,
  ],
  ['one that is being written', put(sshRule), 'unknown', failing({ provisioningState: 'Updating' })],
  ['one that failed', put(sshRule), 'unknown', failing({ provisioningState: 'Failed' })],
  [
    'one that differs and is being written',
    put({ properties: { priority: 1 } }),
    'unknown',
    failing({ provisioningState: 'Updating' }),
  ],
  ['a rule that is gone', remove(`${ids.nicNsg}/securityRules/other`), true],
  [
    'one that went with its group',
    remove(`${ids.group}x/providers/Microsoft.Network/networkSecurityGroups/x/securityRules/ssh`),
    true,
  ],
  ['one that is still there', remove(`${ids.nicNsg}/securityRules/ssh`), false],
  [
    'one that is being deleted',
    remove(`${ids.nicNsg}/securityRules/ssh`),
    'unknown',
    failing({ provisioningState: 'Deleting' }),
  ],
  ['one in a subscription that is out of sight', remove(ids.nicNsg.replace(ids.subscription, 'other')), 'unknown'],
  ['a VM that runs', post(`${ids.vm}/start`), true, power('running')],
  ['a VM that starts', post(`${ids.vm}/start`), 'unknown', power('starting')],
  ['a VM that does not run', post(`${ids.vm}/START`), false, power('deallocated')],
  ['a door that Defender knows', post(`${policy}/initiate`, door('drawbridge abc')), true],
  ['one of another request', post(`${policy}/initiate`, door('drawbridge abd')), false],
  ['one to another VM', post(`${policy}/initiate`, door('drawbridge abc', `${ids.vm}2`)), false],
  ['one without a justification', post(`${policy}/initiate`, { virtualMachines: [] }), 'unknown'],
  ['another action', post(`${ids.vm}/restart`), 'unknown'],
])('%s', async (_, request, expected, properties = {}) => {
  connected = await connect(ordinaryWorld(properties as never, [asked as never]));
  expect(await connected.azure.writes.inEffect(request)).toBe(expected);
});

test('what cannot be read is unknown', async () => {
  connected = await connect(ordinaryWorld({}, [], [{ kind: 'forbidden', action: '*/securityRules/read' }]));
  expect(await connected.azure.writes.inEffect(put(sshRule))).toBe('unknown');
  await expect(connected.azure.writes.get(put(sshRule).path, '2024-05-01')).rejects.toMatchObject({
    code: 'azure-forbidden',
    message: 'The bot may not read the security rule SSH.',
    hint: expect.stringContaining('Microsoft.Network/networkSecurityGroups/securityRules/read'),
  });
});

test('a body that was made from what was read is not in effect while that has not changed', async () => {
  connected = await connect(ordinaryWorld());
  const { writes } = connected.azure;
  const got = await writes.get(ids.nic, '2024-05-01');
  if (!got.found) throw new Error('not there');
  const request = { ...put(got.body), path: ids.nic, ifMatch: got.etag ?? '' };
  expect(await writes.inEffect(request)).toBe(false);
  expect(await writes.send(request, 60_000)).toEqual({ kind: 'done' });
  expect(await writes.inEffect(request)).toBe(true);
});

test.each([
  ['not there', `${ids.nicNsg}/securityRules/x`, { found: false }],
  ['in no group', ids.nicNsg.replace('Apps', 'Gone'), { found: false }],
  [
    'without a parent',
    `${ids.group}/providers/Microsoft.Network/networkSecurityGroups/x/securityRules/y`,
    { found: false },
  ],
  ['there', ids.nicNsg, { found: true, etag: expect.stringMatching(/^W\//), body: { name: 'nic-nsg' } }],
])('get: %s', async (_, path, expected) => {
  connected = await connect(ordinaryWorld());
  expect(await connected.azure.writes.get(path, '2024-05-01')).toMatchObject(expected);
});

test('get: out of sight is not the same as not there', async () => {
  connected = await connect(ordinaryWorld());
  const path = ids.nicNsg.replace(ids.subscription, 'other');
  await expect(connected.azure.writes.get(path, '2024-05-01')).rejects.toMatchObject({ code: 'azure-not-found' });
});
