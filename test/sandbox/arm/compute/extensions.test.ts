import { expect, onTestFinished, test } from 'vitest';
import type { ArmServer } from '../../../../sandbox/arm/server.ts';
import { scriptClock } from '../../../../sandbox/clock.ts';
import { derivedKey, derivedUserKey } from '../../../../sandbox/keys/derive-key.ts';
import { createFleet } from '../../../../sandbox/vm/fleet.ts';
import { oneMachine, vmId } from '../../vm/one-machine.ts';
import { asAzureuser, logIn, run } from '../../vm/ssh-client.ts';
import { type Answer, call } from '../call.ts';
import { computeOf, quick } from '../sdk-clients.ts';
import { start } from '../start.ts';

const ready = {
  statuses: [{ code: 'PowerState/running' }],
  vmAgent: { statuses: [{ code: 'ProvisioningState/succeeded', displayStatus: 'Ready' }] },
};
const eveKey = derivedUserKey('eve');
const path = `${vmId}/extensions/enablevmAccess`;

async function begin(instanceView: object = ready, faults: readonly object[] = []) {
  const world = oneMachine({ vm: { instanceView } });
  world.faults.push(...(faults as []));
  const clock = scriptClock(Date.UTC(2026, 0, 15));
  const fleet = createFleet({ world, clock });
  onTestFinished(() => fleet.close());
  const arm = await start({ world, clock, guests: fleet });
  const asRoot = async (script: string) =>
    (await fleet.runShellScript(vmId, script, AbortSignal.timeout(20_000))).stdout;
  return { world, fleet, arm, asRoot };
}

const body = (protectedSettings: object, more: object = {}) => ({
  location: 'eastus',
  properties: {
    publisher: 'Microsoft.OSTCExtensions',
    type: 'VMAccessForLinux',
    typeHandlerVersion: '1.5',
    autoUpgradeMinorVersion: true,
    settings: {},
    protectedSettings,
    ...more,
  },
});

/** What the SDK's client sends as such a body. */
const flat = (protectedSettings: object, more: object = {}) => ({
  location: 'eastus',
  publisher: 'Microsoft.OSTCExtensions',
  typePropertiesType: 'VMAccessForLinux',
  typeHandlerVersion: '1.5',
  protectedSettings,
  ...more,
});

/** The operation's end. */
async function endOf(arm: ArmServer, put: Answer) {
  for (;;) {
    const { body: polled } = await call(arm, 'GET', String(put.headers['azure-asyncoperation']));
    if (polled?.status !== 'InProgress') return polled;
  }
}

test('a key is given to a new user, who may do everything, and nobody is told of the settings', async () => {
  const { fleet, arm, asRoot } = await begin();
  const put = await call(arm, 'PUT', path, { body: body({ username: 'zoe', ssh_key: eveKey.publicKeyLine }) });
  expect(put).toMatchObject({
    status: 201,
    body: { name: 'enablevmAccess', properties: { provisioningState: 'Creating' } },
  });
  expect(put.headers.location).toBeUndefined();
  expect(await endOf(arm, put)).toMatchObject({ status: 'Succeeded' });
  const { body: got } = await call(arm, 'GET', path);
  expect(got).toMatchObject({
    type: 'Microsoft.Compute/virtualMachines/extensions',
    properties: { provisioningState: 'Succeeded' },
  });
  expect(JSON.stringify([put.body, got])).not.toContain('rotectedSettings');
  const client = await logIn(fleet, vmId, { ...asAzureuser, username: 'zoe', privateKey: eveKey.privateKeyOpenSsh });
  expect((await run(client, 'sudo -n id -u')).stdout).toBe('0\n');
  client.destroy();
  expect(
    await asRoot(
      "grep -c ClientAliveInterval /etc/ssh/sshd_config; stat -c '%a %U' /home/zoe/.ssh/authorized_keys; grep zoe /etc/sudoers.d/waagent",
    ),
  ).toBe('1\n600 zoe\nzoe ALL = (ALL) NOPASSWD: ALL\n');
});

test('a key is added to those that are there, once for the same settings', async () => {
  const { arm, asRoot } = await begin();
  const { virtualMachineExtensions: extensions } = computeOf(arm);
  const put = (more: object = {}) =>
    extensions.createOrUpdate(
      'myResourceGroup',
      'myVM',
      'enablevmAccess',
      flat({ username: 'azureuser', ssh_key: eveKey.publicKeyLine }, more),
      quick,
    );
  const lines = () => asRoot('wc -l < /home/azureuser/.ssh/authorized_keys');
  expect(await put()).toMatchObject({ provisioningState: 'Succeeded' });
  expect((await lines()).trim()).toBe('2');
  await put();
  expect((await lines()).trim()).toBe('2');
  await put({ forceUpdateTag: 'again' });
  expect((await lines()).trim()).toBe('3');
});

test('an account expires, a user goes, sshd gets its configuration back', async () => {
  const { arm, asRoot } = await begin();
  const { virtualMachineExtensions: extensions } = computeOf(arm);
  const put = (settings: object) =>
    extensions.createOrUpdate('myResourceGroup', 'myVM', 'enablevmAccess', flat(settings), quick);
  await put({ username: 'zoe', ssh_key: eveKey.publicKeyLine, expiration: '2026-02-01' });
  expect(await asRoot('chage -l zoe | grep "Account expires" | cut -d: -f2')).toBe(' Feb 01, 2026\n');
  await put({ remove_user: 'zoe' });
  expect(await asRoot('id zoe 2>&1; ls /home')).toBe('id: ‘zoe’: no such user\nazureuser\ndrawbridge\n');
  await asRoot('echo "Nonsense yes" >> /etc/ssh/sshd_config');
  await put({ reset_ssh: true });
  expect(await asRoot('sshd -t && systemctl is-active ssh')).toBe('active\n');
});

const bad: readonly (readonly [string, object, string])[] = [
  ['an ecdsa key', { username: 'zoe', ssh_key: derivedKey('ecdsa', 'x', 'x').publicKeyLine }, 'Invalid ssh key'],
  ['a key on a token', { username: 'zoe', ssh_key: 'sk-ssh-ed25519@openssh.com AAAA x' }, 'Invalid ssh key'],
  ['a key for nobody', { ssh_key: eveKey.publicKeyLine }, 'No username is specified'],
  ['a user without anything', { username: 'zoe' }, 'No password or ssh_key is specified'],
];
test.each(bad)('%s fails, and the extension says so', async (_name, settings, reason) => {
  const { arm, asRoot } = await begin();
  const put = await call(arm, 'PUT', path, { body: body(settings) });
  const polled = await endOf(arm, put);
  expect(polled).toMatchObject({ status: 'Failed', error: { code: 'VMExtensionProvisioningError' } });
  expect(polled?.error?.message).toMatch(new RegExp(`Error message: "Enable failed: ${reason}`));
  expect((await call(arm, 'GET', path)).body).toMatchObject({ properties: { provisioningState: 'Failed' } });
  const { body: view } = await call(arm, 'GET', `${vmId}/instanceView`);
  expect(JSON.stringify(view)).toContain('ProvisioningState/failed');
  expect(await asRoot('id zoe 2>/dev/null; ls /home')).toBe('azureuser\ndrawbridge\n');
});

test.each([
  ['a VM that is off', { statuses: [{ code: 'PowerState/deallocated' }] }, 409, 'OperationNotAllowed'],
  ['no publisher', ready, 400, 'InvalidParameter'],
])('refused: %s', async (name, view, status, code) => {
  const { arm } = await begin(view);
  const given = name === 'no publisher' ? { location: 'eastus', properties: {} } : body({ reset_ssh: true });
  expect(await call(arm, 'PUT', path, { body: given })).toMatchObject({ status, body: { error: { code } } });
});

test('an agent that does not report fails the operation, not the request', async () => {
  const { arm } = await begin({ statuses: ready.statuses });
  const put = await call(arm, 'PUT', path, { body: body({ reset_ssh: true }) });
  const polled = await endOf(arm, put);
  expect(polled).toMatchObject({ status: 'Failed', error: { code: 'VMAgentStatusCommunicationError' } });
});

test('an extension is listed, and goes when it is deleted', async () => {
  const { arm } = await begin();
  const { virtualMachineExtensions: extensions } = computeOf(arm);
  const entra = {
    publisher: 'Microsoft.Azure.ActiveDirectory',
    typePropertiesType: 'AADSSHLoginForLinux',
    typeHandlerVersion: '1.0',
  };
  await extensions.createOrUpdate(
    'myResourceGroup',
    'myVM',
    'AADSSHLoginForLinux',
    { location: 'eastus', ...entra },
    quick,
  );
  const listed = await extensions.list('myResourceGroup', 'myVM');
  expect(listed.value?.map(({ name, publisher, provisioningState }) => [name, publisher, provisioningState])).toEqual([
    ['AADSSHLoginForLinux', 'Microsoft.Azure.ActiveDirectory', 'Succeeded'],
  ]);
  await extensions.delete('myResourceGroup', 'myVM', 'AADSSHLoginForLinux', quick);
  expect((await call(arm, 'GET', `${vmId}/extensions/AADSSHLoginForLinux`)).status).toBe(404);
  expect((await call(arm, 'DELETE', `${vmId}/extensions/AADSSHLoginForLinux`)).status).toBe(204);
});
