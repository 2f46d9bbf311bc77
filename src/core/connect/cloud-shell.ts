import { sshUser } from '../ssh-user.ts';
import { destinationOf } from './destination.ts';
import type { Lines } from './lines.ts';
import { sshLine } from './ssh-line.ts';
import type { WayIn } from './way.ts';

/** A terminal in the browser, for who has no ssh client: https://learn.microsoft.com/azure/cloud-shell/overview */
export const cloudShell: WayIn = {
  id: 'cloud-shell',
  for(wanted) {
    const destination = destinationOf(wanted);
    // It runs in a network of Microsoft's: it reaches public addresses only, and over IPv4.
    if (destination.kind !== 'public' || destination.endpoint.family !== 'IPv4') return undefined;
    const { address, port } = destination;
    const line = sshLine({ user: sshUser(wanted.facts.vm).typed, address, port, key: '~/myKey.pem' });
    const lines: Lines = { sh: ['chmod 400 ~/myKey.pem', line], powershell: [], cmd: [] };
    return {
      id: 'cloud-shell',
      login: {
        title: 'Without an ssh client, in Azure Cloud Shell (Bash), from the portal',
        lines,
        notes: [
          'Upload your key there first (Manage files). Cloud Shell comes from an address of its own, and the port must be open to that one: `curl https://ifconfig.me` tells it.',
        ],
      },
      more: [],
      checksHostKey: true,
    };
  },
};
