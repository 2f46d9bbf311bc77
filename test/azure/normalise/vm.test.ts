import type { VirtualMachine } from '@azure/arm-compute';
import { describe, expect, test } from 'vitest';
import { normaliseVm } from '../../../src/azure/normalise/vm.ts';
import { normaliseVmStatus } from '../../../src/azure/normalise/vm-status.ts';

const id = '/subscriptions/s/resourceGroups/Apps/providers/Microsoft.Compute/virtualMachines/web';
const bare: VirtualMachine = { location: 'westeurope' };

describe('the VM', () => {
  test('has an answer for everything that may be missing', () => {
    expect(normaliseVm(bare, id)).toEqual({
      id,
      vmId: '',
      name: 'web',
      resourceGroup: 'Apps',
      subscriptionId: 's',
      location: 'westeurope',
      os: 'unknown',
      provisioningState: '',
      sshPublicKeys: [],
      passwordLogin: 'unknown',
      tags: {},
    });
  });

  test('is pinned to a zone, or to none', () => {
    expect(normaliseVm({ ...bare, zones: ['2'] }, id).zones).toEqual(['2']);
    expect(normaliseVm({ ...bare, zones: [] }, id)).not.toHaveProperty('zones');
  });

  test('keeps the id as Azure sent it, and its group as it was asked for', () => {
    const answered = { ...bare, id: id.replace('Apps', 'APPS') };
    expect(normaliseVm(answered, id)).toMatchObject({ id: answered.id, resourceGroup: 'Apps' });
  });

  test.each([
    ['the disk says Linux', { storageProfile: { osDisk: { osType: 'Linux' } } }, 'Linux'],
    ['the disk says it in another case', { storageProfile: { osDisk: { osType: 'linux' } } }, 'Linux'],
    ['the disk says Windows', { storageProfile: { osDisk: { osType: 'Windows' } } }, 'Windows'],
    ['only the profile is Linux', { osProfile: { linuxConfiguration: {} } }, 'Linux'],
    ['only the profile is Windows', { osProfile: { windowsConfiguration: {} } }, 'Windows'],
    [
      'the disk beats the profile',
      { storageProfile: { osDisk: { osType: 'Windows' } }, osProfile: { linuxConfiguration: {} } },
      'Windows',
    ],
    ['nobody says', { osProfile: {} }, 'unknown'],
  ])('its system: %s', (_, more, os) => {
    expect(normaliseVm({ ...bare, ...more } as VirtualMachine, id).os).toBe(os);
  });

  test.each([
    ['off', { linuxConfiguration: { disablePasswordAuthentication: true } }, 'off'],
    ['on', { linuxConfiguration: { disablePasswordAuthentication: false } }, 'on'],
    ['not said', { linuxConfiguration: {} }, 'unknown'],
    ['a specialised disk', undefined, 'unknown'],
    ['Windows', { windowsConfiguration: {} }, 'unknown'],
  ])('password log-in: %s', (_, osProfile, passwordLogin) => {
    expect(normaliseVm({ ...bare, ...(osProfile && { osProfile }) }, id).passwordLogin).toBe(passwordLogin);
  });

  test('takes keys without the line end, and none that are empty', () => {
    const publicKeys = [{ keyData: 'ssh-rsa AAAA a\r\n' }, { keyData: ' ' }, { path: '/x' }];
    const osProfile = { linuxConfiguration: { ssh: { publicKeys } } };
    expect(normaliseVm({ ...bare, osProfile }, id).sshPublicKeys).toEqual(['ssh-rsa AAAA a']);
  });
});

describe('its status', () => {
  const status = (instanceView: object | undefined, provisioningState?: string) =>
    normaliseVmStatus(
      { ...bare, ...(instanceView && { instanceView }), ...(provisioningState && { provisioningState }) },
      id,
    );
  const statuses = (...codes: string[]) => ({ statuses: codes.map((code) => ({ code })) });

  test.each([
    ['PowerState/running', 'running'],
    ['powerstate/Starting', 'starting'],
    ['PowerState/stopping', 'stopping'],
    ['PowerState/stopped', 'stopped'],
    ['PowerState/deallocating', 'deallocating'],
    ['PowerState/deallocated', 'deallocated'],
    ['PowerState/unknown', 'unknown'],
    ['PowerState/hibernated', 'deallocated'],
    ['PowerState/migrating', 'unknown'],
    ['ProvisioningState/updating', 'unknown'],
  ])('%s is %s', (code, power) => {
    expect(status(statuses('OSState/generalized', code))).toMatchObject({ kind: 'status', power });
  });

  test.each([
    [statuses('ProvisioningState/succeeded', 'PowerState/running'), undefined, 'succeeded'],
    [statuses('PowerState/stopped', 'ProvisioningState/failed/AllocationFailed'), 'Failed', 'failed/allocationfailed'],
    [statuses('PowerState/running'), 'Updating', 'updating'],
    [{}, undefined, 'unknown'],
  ])('provisioning of %j', (view, state, provisioning) => {
    expect(status(view, state)).toMatchObject({ provisioning });
  });

  const agent = (displayStatus: string | undefined) => ({
    vmAgent: { statuses: [{ message: 'm', ...(displayStatus && { displayStatus }) }] },
  });
  test.each([
    ['ready', agent('Ready'), { state: 'ready', message: 'm' }],
    ['not ready', agent('Not Ready'), { state: 'not-ready', message: 'm' }],
    ['without a word', agent(undefined), { state: 'not-ready', message: 'm' }],
    ['without a status', { vmAgent: { vmAgentVersion: 'Unknown' } }, { state: 'not-ready' }],
    ['absent', {}, { state: 'absent' }],
    ['null', { vmAgent: null }, { state: 'absent' }],
  ])('an agent that is %s', (_, view, expected) => {
    expect(status(view)).toEqual({ kind: 'status', power: 'unknown', provisioning: 'unknown', agent: expected });
  });

  test('the extensions that it names, with the state of each', () => {
    const extensions = [
      { name: 'A', statuses: [{ code: 'ProvisioningState/Succeeded' }] },
      { name: 'B', statuses: [{ code: 'ComponentStatus/x' }, { code: 'ProvisioningState/failed/3' }] },
      { name: 'C' },
      {},
    ];
    expect(status({ extensions })).toMatchObject({
      extensions: [
        { name: 'A', state: 'succeeded' },
        { name: 'B', state: 'failed/3' },
        { name: 'C', state: 'unknown' },
        { name: 'unnamed', state: 'unknown' },
      ],
    });
    expect(status({ extensions: [] })).not.toHaveProperty('extensions');
  });

  test('without an instance view is unreadable', () => {
    expect(status(undefined)).toMatchObject({
      kind: 'unreadable',
      permission: 'Microsoft.Compute/virtualMachines/instanceView/read',
    });
  });
});
