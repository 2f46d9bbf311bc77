import { expect, test } from 'vitest';
import { durationMs } from '../../../sandbox/arm/security/duration.ts';
import { realSandboxClock } from '../../../sandbox/clock.ts';
import { call } from './call.ts';
import { group, nsgId, smallWorld, subscriptionId, vm, vmId } from './small-world.ts';
import { start } from './start.ts';

const policyId = `${group}/providers/Microsoft.Security/locations/eastus/jitNetworkAccessPolicies/default`;
const policyFor = (allowedSourceAddressPrefix: string) => ({
  id: policyId,
  kind: 'Basic',
  properties: {
    virtualMachines: [
      {
        id: vmId,
        ports: [{ number: 22, protocol: 'TCP', allowedSourceAddressPrefix, maxRequestAccessDuration: 'PT3H' }],
      },
    ],
  },
});
const hourMs = 60 * 60 * 1000;

async function startWithPolicy(allowedSourceAddressPrefix = '*') {
  const clock = realSandboxClock();
  const world = smallWorld({ resources: [vm(vmId), policyFor(allowedSourceAddressPrefix)] });
  const arm = await start({ clock, world });
  const rules = () => world.get(nsgId)?.properties.securityRules as { properties: object }[];
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
  expect(rules().map(({ properties }) => properties)).toMatchObject([
    {
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

test.each([
  ['a port that the policy does not have', { number: 3389 }, vmId],
  ['another VM', {}, `${vmId}2`],
  ['a time that is too long', { endTimeUtc: '2099-01-01T00:00:00Z' }, vmId],
  ['a time that is over', { endTimeUtc: '2020-01-01T00:00:00Z' }, vmId],
  ['no time', { endTimeUtc: 'soon' }, vmId],
])('refused: %s', async (_, port, id) => {
  const { rules, initiate } = await startWithPolicy();
  expect(await initiate(port, id)).toMatchObject({ status: 400 });
  expect(rules()).toEqual([]);
});

test.each([
  ['203.0.113.7', '203.0.113.7', 202],
  ['203.0.113.0/24', '203.0.113.7', 202],
  ['203.0.113.0/24', '203.0.113.64/26', 202],
  ['203.0.113.0/24', '203.0.112.0/23', 400],
  ['203.0.113.0/24', '*', 400],
  ['203.0.113.0/24', '198.51.100.7', 400],
  ['2001:db8::/32', '2001:db8::7', 202],
])('a policy for %s asked for %s: %i', async (allowed, allowedSourceAddressPrefix, status) => {
  const { initiate } = await startWithPolicy(allowed);
  expect(await initiate({ allowedSourceAddressPrefix })).toMatchObject({ status });
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
