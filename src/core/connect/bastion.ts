import { sshUser } from '../ssh-user.ts';
import { azLines } from './az-lines.ts';
import { destinationOf } from './destination.ts';
import { entraLogIn } from './entra-log-in.ts';
import { inOrder, type Lines } from './lines.ts';
import type { Wanted, WayIn } from './way.ts';

/**
 * Azure Bastion, where no public address leads to the VM. Which Bastion serves a network is not among the facts: the first
 * line lists them.
 * https://learn.microsoft.com/azure/bastion/connect-vm-native-client-linux
 */
export const bastion: WayIn = {
  id: 'bastion',
  for(wanted) {
    const { kind } = destinationOf(wanted);
    if (kind !== 'none' && kind !== 'unread') return undefined;
    const { vm } = wanted.facts;
    const byAccount = entraLogIn(vm) !== undefined;
    const { hint } = sshUser(vm);
    return {
      id: 'bastion',
      login: {
        title: 'Through Azure Bastion, with the Azure CLI',
        lines: inOrder(
          azLines('network bastion list', { subscription: vm.subscriptionId, output: 'table' }),
          sshLines(wanted, byAccount),
        ),
        notes: [
          'Put name and group of the Bastion in place of BASTION_NAME and BASTION_GROUP, from what the first line lists.',
          ...(byAccount ? [] : ['Put the path of your private key in place of PATH_TO_PRIVATE_KEY.']),
          ...(byAccount || hint === undefined ? [] : [hint]),
          'It must be of the Standard tier or above, with native client support; `az extension add --name bastion` once.',
        ],
      },
      more: [],
    };
  },
};

function sshLines({ facts: { vm }, port }: Wanted, byAccount: boolean): Lines {
  const common = {
    subscription: vm.subscriptionId,
    name: 'BASTION_NAME',
    'resource-group': 'BASTION_GROUP',
    'target-resource-id': vm.id,
    'resource-port': port === 22 ? undefined : port,
  };
  return azLines('network bastion ssh', {
    ...common,
    ...(byAccount
      ? { 'auth-type': 'AAD' }
      : { 'auth-type': 'ssh-key', username: sshUser(vm).typed, 'ssh-key': 'PATH_TO_PRIVATE_KEY' }),
  });
}
