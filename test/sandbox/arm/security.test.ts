import { expect, test } from 'vitest';
import { durationMs } from '../../../sandbox/arm/security/duration.ts';
import { realSandboxClock } from '../../../sandbox/clock.ts';
import { call } from './call.ts';
import { group, nsgId, smallWorld, subscriptionId, vm, vmId } from './small-world.ts';
import { start } from './start.ts';

const policyId = `${group}/providers/Microsoft.Security/locations/eastus/jitNetworkAccessPolicies/default`;
const policy = {
  id: policyId,
  kind: 'Basic',
  properties: {
    virtualMachines: [
      {
        id: vmId,
        ports: [{ number: 22, protocol: 'TCP', allowedSourceAddressPrefix: '*', maxRequestAccessDuration: 'PT3H' }],
      },
    ],
  },
};
const anything = {
  sourceAddressPrefix: '*',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '*',
};
const hourMs = 60 * 60 * 1000;

async function startWithPolicy(sources: object = {}, fast = true) {
  const clock = realSandboxClock();
  const [machine] = policy.properties.virtualMachines;
  const virtualMachines = [{ id: machine?.id, ports: machine?.ports.map((port) => ({ ...port, ...sources })) }];
  const world = smallWorld({ resources: [vm(vmId), { ...policy, properties: { virtualMachines } }] });
  const arm = await start({ clock, world, fast });
  const rules = () => world.get(nsgId)?.properties.securityRules as { properties: { priority: number } }[];
  const initiate = (port: object, id = vmId) => {
    const ports = [
      {
        number: 22,
        allowedSourceAddressPrefix: '203.0.113.7',
        endTimeUtc: new Date(clock.now() + hourMs).toISOString(),
        ...port,
      },
    ];
    const body = { justification: 'deploy', virtualMachines: [{ id, ports }] };
    return call(arm, 'POST', `${policyId}/initiate?api-version=2020-01-01`, { body });
  };
  return { arm, clock, rules, initiate };
}

test('policies are listed and read', async () => {
  const { arm } = await startWithPolicy();
  for (const scope of [`/subscriptions/${subscriptionId}`, group]) {
    const list = await call(arm, 'GET', `${scope}/providers/Microsoft.Security/jitNetworkAccessPolicies`);
    expect(list.body?.value?.map(({ id }) => id)).toEqual([policyId]);
  }
  expect(await call(arm, 'GET', policyId)).toMatchObject({ status: 200, body: { kind: 'Basic' } });
  expect((await call(arm, 'GET', `${policyId}2`)).status).toBe(404);
});

test('a request opens the port for one source until its end time', async () => {
  const { rules, initiate, clock } = await startWithPolicy();
  expect(await initiate({})).toMatchObject({
    status: 202,
    body: {
      justification: 'deploy',
      virtualMachines: [{ id: vmId, ports: [{ number: 22, status: 'Initiated', statusReason: 'UserRequested' }] }],
    },
  });
  expect(rules()).toMatchObject([
    { name: expect.stringMatching(/^MicrosoftDefenderForCloud-JITRule-\d+-[0-9A-F]{32}$/) },
  ]);
  expect(rules().map(({ properties }) => properties)).toMatchObject([
    {
      description: "MDC JIT Network Access rule created by an initiation request for policy 'default' of VM 'myVM'.",
      access: 'Allow',
      direction: 'Inbound',
      protocol: 'TCP',
      priority: 100,
      sourceAddressPrefix: '203.0.113.7',
      destinationAddressPrefix: '10.0.0.4',
      destinationPortRange: '22',
    },
  ]);
  clock.advance(hourMs - 60_000);
  expect(rules()).toHaveLength(1);
  clock.advance(60_000);
  expect(rules()).toEqual([]);
});

test('a request without a source opens to the caller, not to everybody', async () => {
  const { rules, initiate } = await startWithPolicy();
  const source = { allowedSourceAddressPrefix: undefined, allowedSourceAddressPrefixes: ['203.0.113.7'] };
  const { body } = await initiate(source);
  expect(body).toMatchObject({ virtualMachines: [{ ports: [{ allowedSourceAddressPrefix: '198.51.100.10' }] }] });
  expect(rules()).toMatchObject([{ properties: { sourceAddressPrefix: '198.51.100.10' } }]);
});

test.each([
  ['in the range', '203.0.113.7', 202],
  ['part of the range', '203.0.113.0/28', 202],
  ['in the second range', '2001:db8::7', 202],
  ['outside', '198.51.100.7', 400],
  ['wider than the range', '203.0.0.0/16', 400],
  ['everything', '*', 400],
])('a policy with ranges, a source %s', async (_, allowedSourceAddressPrefix, status) => {
  const { initiate } = await startWithPolicy({ allowedSourceAddressPrefixes: ['203.0.113.0/24', '2001:db8::/64'] });
  expect(await initiate({ allowedSourceAddressPrefix })).toMatchObject({ status });
});

test('a door does not take the priority of a rule that is being written', async () => {
  const { arm, clock, rules, initiate } = await startWithPolicy({}, false);
  const properties = { access: 'Deny', direction: 'Inbound', priority: 100, protocol: '*', ...anything };
  const { headers } = await call(arm, 'PUT', `${nsgId}/securityRules/mine`, { body: { properties } });
  await initiate({});
  clock.advance(1000);
  await call(arm, 'GET', String(headers['azure-asyncoperation']));
  expect(
    rules()
      .map(({ properties: { priority } }) => priority)
      .sort(),
  ).toEqual([100, 101]);
});

test('of several machines all are opened, or none', async () => {
  const other = `${vmId}2`;
  const alone = { ...vm(other), properties: { ...vm(other).properties, networkProfile: { networkInterfaces: [] } } };
  const ports = policy.properties.virtualMachines[0]?.ports;
  const virtualMachines = [vmId, other].map((id) => ({ id, ports }));
  const world = smallWorld({ resources: [vm(vmId), alone, { ...policy, properties: { virtualMachines } }] });
  const arm = await start({ world });
  const endTimeUtc = new Date(Date.now() + hourMs).toISOString();
  const asked = [vmId, other].map((id) => ({ id, ports: [{ number: 22, endTimeUtc }] }));
  const answer = await call(arm, 'POST', `${policyId}/initiate`, { body: { virtualMachines: asked } });
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'JitNetworkSecurityGroupMissing' } } });
  expect(world.get(nsgId)?.properties.securityRules).toEqual([]);
});

test.each([
  ['a port that the policy does not have', { number: 3389 }, vmId],
  ['another VM', {}, `${vmId}2`],
  ['a time that is too long', { endTimeUtc: '2099-01-01T00:00:00Z' }, vmId],
  ['a time that is over', { endTimeUtc: '2020-01-01T00:00:00Z' }, vmId],
  ['a source that is no address', { allowedSourceAddressPrefix: '203.0.113.700' }, vmId],
  ['no time', { endTimeUtc: 'soon' }, vmId],
])('refused: %s', async (_, port, id) => {
  const { rules, initiate } = await startWithPolicy();
  expect(await initiate(port, id)).toMatchObject({ status: 400 });
  expect(rules()).toEqual([]);
});

test.each([
  ['PT3H', 3 * hourMs],
  ['PT30M', hourMs / 2],
  ['P1DT1H1M1S', (25 * 60 + 1) * 60_000 + 1000],
  ['3 hours', undefined],
  ['P', undefined],
])('duration %s', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});
