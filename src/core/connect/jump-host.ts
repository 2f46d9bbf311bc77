import { sshUser } from '../ssh-user.ts';
import { code } from '../text/escape.ts';
import { copyFiles } from './copy-files.ts';
import { destinationOf } from './destination.ts';
import { everywhere } from './lines.ts';
import { sshLine } from './ssh-line.ts';
import type { WayIn } from './way.ts';

/** Through another machine of the same network, to the private address. */
export const jumpHost: WayIn = {
  id: 'jump-host',
  for(wanted) {
    const destination = destinationOf(wanted);
    if (destination.kind !== 'none' && destination.kind !== 'unread') return undefined;
    const { privateAddress } = destination;
    if (privateAddress === undefined) return undefined;
    const { typed: user, hint } = sshUser(wanted.facts.vm);
    const to = { user, address: privateAddress, port: wanted.port, jump: 'JUMP_USER@JUMP_HOST' };
    return {
      id: 'jump-host',
      login: {
        title: 'Through a machine in its network that you reach',
        lines: everywhere(sshLine(to)),
        notes: [
          'Put that machine in place of JUMP_USER@JUMP_HOST.',
          `From inside, through a VPN or a peered network, leave ${code(`-J ${to.jump}`)} out.`,
          ...(hint === undefined ? [] : [hint]),
        ],
      },
      more: [copyFiles(to)],
      checksHostKey: true,
    };
  },
};
