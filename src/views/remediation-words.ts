import type { RemediationId } from '../core/checks/check.ts';

/** What a remediation is called, and the way to it in the Azure portal. */
export const remediationWords: Readonly<Record<RemediationId, { readonly name: string; readonly portal: string }>> = {
  'start-vm': { name: 'Start the VM', portal: 'Overview › Start' },
  'open-port': { name: 'Open the port', portal: 'Networking › Add inbound port rule' },
  'associate-public-ip': {
    name: 'Associate a public IP',
    portal: 'Networking › network interface › IP configurations › Associate public IP address',
  },
  'create-nsg': {
    name: 'Create a network security group',
    portal: 'Networking › network interface › Network security group',
  },
  'add-key': { name: 'Add an SSH key', portal: 'Help › Reset password › Add SSH public key' },
};
