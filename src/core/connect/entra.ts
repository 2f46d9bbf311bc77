import type { VmExtension, VmFacts } from '../facts.ts';
import { code } from '../text/escape.ts';
import { azLines } from './az-lines.ts';
import { type Destination, destinationOf } from './destination.ts';
import { entraLogIn } from './entra-log-in.ts';
import type { Lines } from './lines.ts';
import type { Wanted, WayIn } from './way.ts';

/**
 * Log-in with an Entra ID account. The Azure CLI fetches a certificate for the person and hands it to ssh; with ssh alone
 * there is no such certificate.
 */
export const entra: WayIn = {
  id: 'entra',
  for(wanted) {
    const extension = entraLogIn(wanted.facts.vm);
    if (extension === undefined) return undefined;
    const destination = destinationOf(wanted);
    if (destination.kind !== 'public' && destination.kind !== 'inside') return undefined;
    const doubt = doubtAbout(extension);
    return {
      id: 'entra',
      login: {
        title: 'With your Entra ID account, through the Azure CLI',
        lines: loginLines(destination, wanted),
        notes: [
          'You need the role Virtual Machine User Login, or Virtual Machine Administrator Login, on it; no key and no user name.',
          'The first time, `az extension add --name ssh` and `az login`.',
          ...(doubt === undefined ? [] : [doubt]),
        ],
      },
      more: [],
      checksHostKey: true,
      ...(doubt !== undefined && { doubt }),
    };
  },
};

function loginLines(destination: Extract<Destination, { kind: 'public' | 'inside' }>, { facts }: Wanted): Lines {
  const port = destination.port === 22 ? undefined : destination.port;
  if (!isFoundByName(destination, facts)) return azLines('ssh vm', { ip: destination.address, port });
  const { subscriptionId, resourceGroup, name } = facts.vm;
  return azLines('ssh vm', {
    subscription: subscriptionId,
    'resource-group': resourceGroup,
    name,
    port,
    'prefer-private-ip': destination.kind === 'inside' ? true : undefined,
  });
}

/** By name the CLI takes the first address of the VM that it finds: that is the right one only where there is no other. */
function isFoundByName(destination: Destination, { nics }: VmFacts): boolean {
  if (destination.kind === 'public') {
    const { via, family } = destination.endpoint;
    if (via !== 'public-ip' || family !== 'IPv4') return false;
  }
  const [nic, ...others] = nics;
  return nic?.kind === 'nic' && nic.ipConfigurations.length === 1 && others.length === 0;
}

function doubtAbout({ name, provisioningState }: VmExtension): string | undefined {
  const state = provisioningState ?? 'Succeeded';
  if (state.toLowerCase() === 'succeeded') return undefined;
  return `Its extension ${code(name)} is in the state ${code(state)}, so this may not work.`;
}
