import { expect, test } from 'vitest';
import { realSandboxClock } from '../../../../sandbox/clock.ts';
import { call } from '../call.ts';
import { computeOf, quick } from '../sdk-clients.ts';
import { deallocated, notReady, smallWorld, vm, vmId } from '../small-world.ts';
import { start } from '../start.ts';

const input = (script: string[], parameters?: { name: string; value: string }[]) => ({
  commandId: 'RunShellScript',
  script,
  ...(parameters && { parameters }),
});

async function messageOf(run: Promise<{ value?: { message?: string }[] }>): Promise<string> {
  return (await run).value?.[0]?.message ?? '';
}

test('what a script prints comes back in one message, and a script that fails succeeds', async () => {
  const seen: string[] = [];
  const arm = await start({
    guests: {
      async runShellScript(id, script) {
        seen.push(id, script);
        return { stdout: 'out\n', stderr: 'bad\n' };
      },
    },
  });
  const run = computeOf(arm).virtualMachines.runCommand('myresourcegroup', 'MYVM', input(['false', 'id\r\n']), quick);
  expect(await run).toMatchObject({
    value: [
      {
        code: 'ProvisioningState/succeeded',
        level: 'Info',
        displayStatus: 'Provisioning succeeded',
        message: 'Enable succeeded: \n[stdout]\nout\n\n[stderr]\nbad\n',
      },
    ],
  });
  expect(seen).toEqual([vmId, 'false\nid\n']);
});

test('of each stream only the last 4096 bytes come back', async () => {
  const guests = { runShellScript: async () => ({ stdout: `start${'x'.repeat(4090)}end`, stderr: 'é'.repeat(4096) }) };
  const { virtualMachines } = computeOf(await start({ guests }));
  const message = await messageOf(virtualMachines.runCommand('myResourceGroup', 'myVM', input(['x']), quick));
  const [, stdout = '', stderr = ''] = /\[stdout\]\n(.*)\n\[stderr\]\n(.*)$/s.exec(message) ?? [];
  expect(stdout).toBe(`art${'x'.repeat(4090)}end`);
  expect(stderr).toBe('é'.repeat(2048));
});

test('parameters are in the environment by name and pasted as arguments', async () => {
  const { virtualMachines } = computeOf(await start());
  const parameters = [
    { name: 'arg1', value: "it's" },
    { name: 'not a name', value: 'b c' },
  ];
  const body = input(['#!/bin/bash', 'echo $1'], parameters);
  const message = await messageOf(virtualMachines.runCommand('myResourceGroup', 'myVM', body, quick));
  expect(message).toContain("#!/bin/bash\nexport arg1='it'\\''s'\nset -- it's b c\necho $1\n");
});

test('one at a time on each VM', async () => {
  let finish: (value: { stdout: string; stderr: string }) => void = () => {};
  const running = new Promise<{ stdout: string; stderr: string }>((resolve) => {
    finish = resolve;
  });
  const arm = await start({ guests: { runShellScript: () => running } });
  const first = await call(arm, 'POST', `${vmId}/runCommand`, { body: input(['sleep 9']) });
  const second = await call(arm, 'POST', `${vmId}/runCommand`, { body: input(['id']) });
  expect(second).toMatchObject({ status: 409, body: { error: { code: 'Conflict' } } });
  finish({ stdout: '', stderr: '' });
  const done = await call(arm, 'GET', String(first.headers.location));
  expect(done).toMatchObject({ status: 200, body: { value: [{ code: 'ProvisioningState/succeeded' }] } });
  expect(await call(arm, 'POST', `${vmId}/runCommand`, { body: input(['id']) })).toMatchObject({ status: 202 });
});

test('the output is in the operation as well', async () => {
  const arm = await start();
  const { headers } = await call(arm, 'POST', `${vmId}/runCommand`, { body: input(['id']) });
  const { body } = await call(arm, 'GET', String(headers['azure-asyncoperation']));
  const message = expect.stringContaining('[stdout]\nid\n');
  expect(body).toMatchObject({ status: 'Succeeded', properties: { output: { value: [{ message }] } } });
});

test.each([
  ['a VM that is off', vm(vmId, deallocated), input(['id']), 409, 'OperationNotAllowed'],
  ['no command', vm(vmId), {}, 400, 'InvalidParameter'],
  ['a command of Windows', vm(vmId), { commandId: 'RunPowerShellScript' }, 400, 'InvalidParameter'],
  ['more than 256 KB', vm(vmId), input(['x'.repeat(300_000)]), 400, 'InvalidParameter'],
])('refused: %s', async (_, machine, body, status, code) => {
  const arm = await start({ world: smallWorld({ resources: [machine] }) });
  const answer = await call(arm, 'POST', `${vmId}/runCommand`, { body });
  expect(answer).toMatchObject({ status, body: { error: { code } } });
});

test('an agent that is not ready fails the operation', async () => {
  const { virtualMachines } = computeOf(await start({ world: smallWorld({ resources: [vm(vmId, notReady)] }) }));
  const run = virtualMachines.runCommand('myResourceGroup', 'myVM', input(['id']), quick);
  await expect(run).rejects.toThrow(/VMAgentStatusCommunicationError/);
});

const action = 'Microsoft.Compute/virtualMachines/runCommand/action';

test('once in a while the example is run instead of the script', async () => {
  const world = smallWorld({ faults: [{ action, kind: 'sample-output', times: 1 }] });
  const { virtualMachines } = computeOf(await start({ world }));
  const message = () => messageOf(virtualMachines.runCommand('myResourceGroup', 'myVM', input(['id']), quick));
  expect(await message()).toContain('[stdout]\nThis is a sample script');
  expect(await message()).toContain('[stdout]\nid\n');
});

test('a VM may be busy for a while after a command that went well', async () => {
  const world = smallWorld({ faults: [{ action, kind: 'busy-after', delayMs: 5_000, times: 1 }] });
  const clock = realSandboxClock();
  const arm = await start({ world, clock });
  const ask = () => call(arm, 'POST', `${vmId}/runCommand`, { body: input(['id']) });
  const first = await ask();
  expect((await call(arm, 'GET', String(first.headers.location))).status).toBe(200);
  expect(await ask()).toMatchObject({ status: 409, body: { error: { code: 'Conflict' } } });
  clock.advance(5_001);
  expect((await ask()).status).toBe(202);
});

test('an operation may be lost, and its script runs all the same', async () => {
  const seen: string[] = [];
  const world = smallWorld({ faults: [{ action, kind: 'operation-lost' }] });
  const guests = {
    async runShellScript(_id: string, script: string) {
      seen.push(script);
      return { stdout: '', stderr: '' };
    },
  };
  const arm = await start({ world, guests });
  const { headers } = await call(arm, 'POST', `${vmId}/runCommand`, { body: input(['id']) });
  const polled = await call(arm, 'GET', String(headers['azure-asyncoperation']));
  expect(polled).toMatchObject({ status: 404, body: { error: { code: 'NotFound' } } });
  expect(seen).toEqual(['id']);
});

test('an agent may be lost between the request and its end', async () => {
  const fault = { action, kind: 'operation-fails', code: 'VMAgentStatusCommunicationError', message: 'No report.' };
  const arm = await start({ world: smallWorld({ faults: [fault] }) });
  const { headers } = await call(arm, 'POST', `${vmId}/runCommand`, { body: input(['id']) });
  const { body } = await call(arm, 'GET', String(headers['azure-asyncoperation']));
  expect(body).toMatchObject({ status: 'Failed', error: { code: 'VMAgentStatusCommunicationError' } });
});
