import { hostKeyAlias } from '../host-keys/known-hosts.ts';
import { sshUser } from '../ssh-user.ts';
import { azLines } from './az-lines.ts';
import { copyFiles } from './copy-files.ts';
import { destinationOf } from './destination.ts';
import { entraLogIn } from './entra-log-in.ts';
import { everywhere, inOrder } from './lines.ts';
import { sshLine } from './ssh-line.ts';
import type { Step, Wanted, WayIn } from './way.ts';

/** The tunnel's end on the person's own machine: any port that is free there. */
const localPort = 50022;

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
    const { typed: user, hint } = sshUser(vm);
    // Every VM behind the tunnel has that address: without an alias ssh would take the second one for a changed key.
    const alias = hostKeyAlias({ vmName: vm.name, machineId: vm.vmId });
    const to = { user, address: '127.0.0.1', port: localPort, hostKeyAlias: alias };
    return {
      id: 'bastion',
      login: {
        title: 'Through Azure Bastion, with the Azure CLI',
        lines: inOrder(
          azLines('network bastion list', { subscription: vm.subscriptionId, output: 'table' }),
          azLines('network bastion ssh', { ...target(wanted), ...logIn(user, byAccount) }),
        ),
        notes: [
          'Put name and group of the Bastion in place of BASTION_NAME and BASTION_GROUP, from what the first line lists; one of a peered network serves too, maybe in another subscription.',
          ...(byAccount ? [] : ['Put the path of your private key in place of PATH_TO_PRIVATE_KEY.']),
          ...(hint === undefined ? [] : [hint]),
          'It must be of the Standard tier or above, with native client support. The first time: `az extension add --name bastion`, `az extension add --name ssh`, `az login`.',
        ],
      },
      more: [
        tunnel(wanted),
        {
          title: 'Then in a second terminal',
          lines: byAccount ? azLines('ssh vm', { ip: to.address, port: to.port }) : everywhere(sshLine(to)),
        },
        ...(byAccount ? [] : [copyFiles(to)]),
      ],
      // It starts ssh with StrictHostKeyChecking=no and no file of known hosts, in every version so far.
      checksHostKey: false,
    };
  },
};

function tunnel(wanted: Wanted): Step {
  return {
    title: 'To have the host key checked: first a tunnel, in a terminal of its own',
    lines: azLines('network bastion tunnel', { ...target(wanted), 'resource-port': wanted.port, port: localPort }),
  };
}

function target({ facts: { vm }, port }: Wanted) {
  return {
    subscription: vm.subscriptionId,
    name: 'BASTION_NAME',
    'resource-group': 'BASTION_GROUP',
    'target-resource-id': vm.id,
    'resource-port': port === 22 ? undefined : port,
  };
}

function logIn(username: string, byAccount: boolean) {
  if (byAccount) return { 'auth-type': 'AAD' };
  return { 'auth-type': 'ssh-key', username, 'ssh-key': 'PATH_TO_PRIVATE_KEY' };
}
