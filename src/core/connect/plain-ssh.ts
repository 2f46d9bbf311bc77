import { sshUser } from '../ssh-user.ts';
import { code } from '../text/escape.ts';
import { copyFiles } from './copy-files.ts';
import { type Destination, destinationOf } from './destination.ts';
import { everywhere } from './lines.ts';
import { newKey } from './new-key.ts';
import { sshLine } from './ssh-line.ts';
import type { Wanted, WayIn } from './way.ts';

/** The article's own way: an ssh client, and an address that it reaches. */
export const plainSsh: WayIn = {
  id: 'plain-ssh',
  for(wanted) {
    const destination = destinationOf(wanted);
    if (destination.kind !== 'public' && destination.kind !== 'inside') return undefined;
    const { typed: user, hint } = sshUser(wanted.facts.vm);
    const to = { user, address: destination.address, port: destination.port };
    return {
      id: 'plain-ssh',
      login: {
        title: `With ${onlyPassword(wanted) ? 'a password or key' : 'a key'} that you have, in any terminal`,
        lines: everywhere(sshLine(to)),
        notes: [...(hint === undefined ? [] : [hint]), ...about(destination, wanted), whichKey],
      },
      more: [newKey(to), copyFiles(to)],
      checksHostKey: true,
    };
  },
};

const whichKey =
  'ssh and scp find `id_ed25519` or `id_rsa` in the folder `.ssh` by themselves; another key goes with `-i` and its path.';

function onlyPassword({ facts: { vm } }: Wanted): boolean {
  return vm.passwordLogin === 'on' && vm.sshPublicKeys.length === 0;
}

function about(destination: Extract<Destination, { kind: 'public' | 'inside' }>, { port }: Wanted): string[] {
  if (destination.kind === 'inside') {
    return [`${code(destination.address)} is its private address: be in your VPN or a peered network first.`];
  }
  const { via, address, family, loadBalancer = '', port: outside } = destination.endpoint;
  const ipv6 = family === 'IPv6' ? ['That is an IPv6 address: your own network must have IPv6 too.'] : [];
  if (via === 'public-ip') return ipv6;
  const leads = `Port ${outside} of ${code(address)} is load balancer ${code(loadBalancer)}'s: it leads to port ${port} of the VM`;
  if (via === 'nat-rule') return [`${leads}.`, ...ipv6];
  return [`${leads}, or of another one behind it: compare the host name when you are in.`, ...ipv6];
}
