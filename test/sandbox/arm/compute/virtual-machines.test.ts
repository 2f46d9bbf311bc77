import { expect, test } from 'vitest';
import { call } from '../call.ts';
import { computeOf } from '../sdk-clients.ts';
import { group, smallWorld, vm, vmId } from '../small-world.ts';
import { start } from '../start.ts';

const upperId = vmId.replace('myResourceGroup', 'MYRESOURCEGROUP');
const extensionId = `${vmId}/extensions/aad`;
const extension = {
  id: extensionId,
  location: 'eastus',
  properties: { type: 'AADSSHLoginForLinux', provisioningState: 'Succeeded', protectedSettings: { key: 'secret' } },
};

test('a list comes in pages, whose next links the SDK follows', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const resources = names.map((name) => vm(`${group}/providers/Microsoft.Compute/virtualMachines/${name}`));
  const arm = await start({ world: smallWorld({ resources }), pageSize: 2 });
  const found: (string | undefined)[] = [];
  for await (const { name } of computeOf(arm).virtualMachines.listAll()) found.push(name);
  expect(found).toEqual(names);
  expect(arm.requests.filter(({ kind }) => kind === 'arm')).toHaveLength(3);
});

test('groups and subscriptions are lists of their own', async () => {
  const arm = await start();
  const { virtualMachines } = computeOf(arm);
  expect((await virtualMachines.list('MYRESOURCEGROUP').next()).value).toMatchObject({ id: upperId });
  const path = '/subscriptions/22222222-2222-4222-8222-222222222222/providers/Microsoft.Compute/virtualMachines';
  expect((await call(arm, 'GET', path)).body).toEqual({ value: [] });
});

test('ids spell the group in upper case, network interfaces as they are', async () => {
  const found = await computeOf(await start()).virtualMachines.get('myresourcegroup', 'MYVM');
  expect(found.id).toBe(upperId);
  expect(found.networkProfile?.networkInterfaces?.[0]?.id).toContain('/resourceGroups/myResourceGroup/');
});

test('the instance view comes on demand only', async () => {
  const arm = await start();
  const { virtualMachines } = computeOf(arm);
  expect((await virtualMachines.get('myResourceGroup', 'myVM')).instanceView).toBeUndefined();
  const expanded = await virtualMachines.get('myResourceGroup', 'myVM', { expand: 'instanceView' });
  expect(expanded.instanceView?.vmAgent?.statuses?.[0]?.displayStatus).toBe('Ready');
  expect((await virtualMachines.instanceView('myResourceGroup', 'myVM')).computerName).toBe('myVM');
  for await (const each of virtualMachines.listAll({ statusOnly: 'true' })) {
    expect(each.instanceView?.statuses).toHaveLength(2);
  }
  const wrong = await call(arm, 'GET', `${vmId}?api-version=2024-07-01&$expand=everything`);
  expect(wrong).toMatchObject({ status: 400, body: { error: { code: 'InvalidParameter' } } });
});

test('secrets are never given back', async () => {
  const arm = await start({ world: smallWorld({ resources: [vm(vmId), extension] }) });
  for (const path of [
    vmId,
    `${group}/providers/Microsoft.Compute/virtualMachines`,
    `${vmId}/extensions`,
    extensionId,
  ]) {
    const { status, text } = await call(arm, 'GET', path);
    expect(status).toBe(200);
    expect(text).not.toMatch(/secret|c2VjcmV0/i);
  }
});

test('extensions: whole in a VM and in their list, ids in a list of VMs', async () => {
  const arm = await start({ world: smallWorld({ resources: [vm(vmId), extension] }) });
  const { virtualMachines, virtualMachineExtensions } = computeOf(arm);
  const whole = await virtualMachines.get('myResourceGroup', 'myVM');
  expect(whole.resources?.[0]).toMatchObject({ name: 'aad', provisioningState: 'Succeeded' });
  const { body } = await call(arm, 'GET', `${group}/providers/Microsoft.Compute/virtualMachines`);
  expect(body?.value?.[0]?.resources).toEqual([{ id: extensionId }]);
  const list = await virtualMachineExtensions.list('myResourceGroup', 'myVM');
  expect(list.value?.map(({ name }) => name)).toEqual(['aad']);
  const missing = virtualMachineExtensions.get('myResourceGroup', 'myVM', 'other');
  await expect(missing).rejects.toMatchObject({ statusCode: 404, code: 'ResourceNotFound' });
});
