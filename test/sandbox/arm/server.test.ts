import { request } from 'node:https';
import { expect, test } from 'vitest';
import { startArm } from '../../../sandbox/arm/server.ts';
import { realSandboxClock } from '../../../sandbox/clock.ts';
import { call } from './call.ts';
import { smallWorld, vmId } from './small-world.ts';
import { start } from './start.ts';

test('its certificate holds for localhost as well, and its links keep the name that was used', async () => {
  const arm = await start();
  const { port } = new URL(arm.endpoint);
  const answer = await call(arm, 'POST', `https://localhost:${port}${vmId}/restart?api-version=2024-07-01`);
  expect(answer.headers.location).toMatch(new RegExp(`^https://localhost:${port}/`));
});

test('nobody else is taken for it', async () => {
  const [arm, other] = [await start(), await start()];
  expect(arm.caCert).not.toBe(other.caCert);
  const refused = new Promise((resolve) => {
    request(arm.endpoint, { ca: other.caCert, agent: false }).once('error', resolve).end();
  });
  expect(await refused).toMatchObject({ code: expect.stringMatching(/CERT|SIGNATURE/) });
});

test('a port can be asked for, and one that is taken is an error', async () => {
  const arm = await start();
  const port = Number(new URL(arm.endpoint).port);
  const guests = { runShellScript: async () => ({ stdout: '', stderr: '' }) };
  const again = startArm({ world: smallWorld(), clock: realSandboxClock(), guests, port });
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('closing ends the requests that hang', async () => {
  const guests = { runShellScript: async () => ({ stdout: '', stderr: '' }) };
  const world = smallWorld({ faults: [{ kind: 'hang' }] });
  const arm = await startArm({ world, clock: realSandboxClock(), guests });
  const hanging = expect(call(arm, 'GET', vmId)).rejects.toThrow();
  await call(arm, 'GET', `/common/discovery/instance`);
  await arm.close();
  await hanging;
});
