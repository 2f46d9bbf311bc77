import { ed25519, instanceView, type Json } from './machine.ts';
import { describeRows } from './rows.ts';

const osProfile = (linuxConfiguration: Json | null | undefined): Json => ({
  osProfile: {
    computerName: 'x',
    adminUsername: 'azureuser',
    ...(linuxConfiguration === undefined ? {} : { linuxConfiguration }),
  },
});

const key = (keyData: string) =>
  osProfile({
    disablePasswordAuthentication: true,
    ssh: { publicKeys: [{ path: '/home/azureuser/.ssh/authorized_keys', keyData }] },
  });

describeRows('a VM', {
  specialised: {
    bend: () => ({ vm: { osProfile: undefined } }),
    expect: { 'ssh-key': 'unknown', 'password-login': 'unknown' },
    verdict: 'ready',
    ssh: 'ssh USERNAME@20.90.0.1',
  },
  'specialised-null': {
    bend: () => ({ vm: { osProfile: null } }),
    expect: { 'ssh-key': 'unknown', 'password-login': 'unknown' },
    verdict: 'ready',
  },
  cvm: {
    bend: () => ({
      vm: {
        securityProfile: { securityType: 'ConfidentialVM' },
        storageProfile: {
          osDisk: { osType: 'Linux', managedDisk: { securityProfile: { securityEncryptionType: 'VMGuestStateOnly' } } },
        },
      },
      vmTop: { plan: { name: 'x', publisher: 'y', product: 'z' } },
    }),
    expect: { 'vm-is-linux': 'pass' },
    verdict: 'ready',
  },
  'no-statuses': {
    bend: () => ({ vm: { instanceView: {} } }),
    expect: { 'vm-running': 'unknown', 'vm-agent': 'warn' },
    verdict: 'unclear',
  },
  'power-unknown': {
    bend: () => ({ vm: { instanceView: instanceView('PowerState/unknown') } }),
    expect: { 'vm-running': 'unknown' },
    verdict: 'unclear',
  },
  hibernated: {
    bend: () => ({ vm: { instanceView: instanceView('PowerState/hibernated', { vmAgent: undefined }) } }),
    expect: { 'vm-running': 'fail', 'vm-agent': 'skipped' },
    verdict: 'blocked',
  },
  'hibernated-too': {
    bend: () => ({
      vm: {
        instanceView: {
          statuses: [
            { code: 'ProvisioningState/succeeded' },
            { code: 'PowerState/deallocated' },
            { code: 'HibernationState/Hibernated' },
          ],
        },
      },
    }),
    expect: { 'vm-running': 'fail' },
    verdict: 'blocked',
  },
  failed: {
    bend: () => ({
      vm: {
        provisioningState: 'Failed',
        instanceView: {
          statuses: [{ code: 'ProvisioningState/failed/VMExtensionProvisioningError' }, { code: 'PowerState/running' }],
        },
      },
    }),
    expect: { 'vm-running': 'warn', 'vm-agent': 'warn' },
    verdict: 'ready',
  },
  updating: {
    bend: () => ({ vm: { provisioningState: 'Updating' } }),
    expect: { 'vm-running': 'warn' },
    verdict: 'ready',
  },
  creating: {
    bend: () => ({ vm: { provisioningState: 'Creating' } }),
    expect: { 'vm-running': 'warn' },
    verdict: 'ready',
  },
  deleting: {
    bend: () => ({ vm: { provisioningState: 'Deleting' } }),
    expect: { 'vm-running': 'fail' },
    verdict: 'blocked',
  },
  'agent-several': {
    bend: () => ({
      vm: {
        instanceView: instanceView('PowerState/running', {
          vmAgent: {
            statuses: [
              {
                code: 'ProvisioningState/Unavailable',
                displayStatus: 'Not Ready',
                message: 'VM status blob is found but not yet populated.',
              },
              { code: 'ProvisioningState/succeeded', displayStatus: 'Ready' },
            ],
          },
        }),
      },
    }),
    expect: { 'vm-agent': 'pass' },
    verdict: 'ready',
  },
  'agent-code-only': {
    bend: () => ({
      vm: {
        instanceView: instanceView('PowerState/running', {
          vmAgent: { statuses: [{ code: 'ProvisioningState/succeeded' }] },
        }),
      },
    }),
    expect: { 'vm-agent': 'pass' },
    verdict: 'ready',
  },
  'no-linux-configuration': {
    bend: () => ({ vm: osProfile(undefined) }),
    expect: { 'ssh-key': 'unknown', 'password-login': 'unknown' },
    verdict: 'ready',
  },
  'password-with-keys': {
    bend: () => ({
      vm: osProfile({ disablePasswordAuthentication: false, ssh: { publicKeys: [{ keyData: ed25519 }] } }),
    }),
    expect: { 'ssh-key': 'pass', 'password-login': 'warn' },
    verdict: 'ready',
  },
  'password-default': {
    bend: () => ({ vm: osProfile({ provisionVMAgent: true }) }),
    expect: { 'ssh-key': 'unknown', 'password-login': 'unknown' },
    verdict: 'ready',
  },
  'password-null': {
    bend: () => ({
      vm: osProfile({ disablePasswordAuthentication: null, ssh: { publicKeys: [{ keyData: ed25519 }] } }),
    }),
    expect: { 'password-login': 'unknown' },
    verdict: 'ready',
  },
  'key-crlf': { bend: () => ({ vm: key(`${ed25519}\r\n`) }), expect: { 'ssh-key': 'pass' }, verdict: 'ready' },
  'key-wrapped': {
    bend: () => ({ vm: key(ed25519.replace(/(.{40})/g, '$1\r\n')) }),
    expect: { 'ssh-key': 'pass' },
    verdict: 'ready',
  },
  'key-comment': {
    bend: () => ({ vm: key(`${ed25519} of Alice  Archer`) }),
    expect: { 'ssh-key': 'pass' },
    verdict: 'ready',
  },
  'key-invalid': { bend: () => ({ vm: key('nonsense') }), expect: { 'ssh-key': 'warn' }, verdict: 'ready' },
  'key-two-lines': {
    bend: () => ({ vm: key(`nonsense\n${ed25519}\n`) }),
    expect: { 'ssh-key': 'pass' },
    verdict: 'ready',
  },
  'flexible-scale-set': {
    bend: (ids) => ({
      vm: { virtualMachineScaleSet: { id: `${ids.vm.replace('virtualMachines', 'virtualMachineScaleSets')}` } },
    }),
    expect: { 'port-open-to-caller': 'pass' },
    verdict: 'ready',
  },
});
