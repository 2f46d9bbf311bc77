import { weakness } from '../access-keys/weakness.ts';
import type { Vm } from '../facts.ts';
import { parseSshPublicKey, type SshPublicKey } from '../ssh-public-key.ts';
import { code, inert } from '../text/escape.ts';
import { azCommand } from './az-command.ts';
import type { Check, Outcome } from './check.ts';
import { skipped } from './sentences.ts';

const laterKeys = 'Keys that were added later are not known to Azure.';
const mostShown = 5;

export const sshKey: Check = {
  id: 'ssh-key',
  title: 'An SSH key pair is set up',
  evaluate({ facts: { vm } }) {
    if (vm.os === 'Windows') return skipped('The VM runs Windows.');
    if (vm.sshPublicKeys.length === 0) return noneListed(vm);
    const keys = vm.sshPublicKeys.flatMap((line) => parseSshPublicKey(line) ?? []);
    const usable = keys.filter((key) => weakness(key) === undefined);
    if (usable.length === 0) return unusable(vm, keys);
    const user = vm.adminUsername === undefined ? '' : ` for ${code(vm.adminUsername)}`;
    const count = usable.length === 1 ? 'An SSH key is' : `${usable.length} SSH keys are`;
    return { status: 'pass', summary: `${count} set up${user}`, because: `${keyWords(usable)}. ${laterKeys}` };
  },
};

function noneListed(vm: Vm): Outcome {
  if (vm.passwordLogin === 'on') {
    return {
      status: 'warn',
      summary: 'The VM was created with a password and without an SSH key',
      because: laterKeys,
      todo: 'If you have no key on it yet, add your public key.',
      ...addKey(vm),
    };
  }
  return {
    status: 'unknown',
    summary: 'Azure knows of no SSH key on the VM',
    because: `It was not given one at creation, as with a VM made from an existing disk. ${laterKeys}`,
    todo: 'If you have no key on it yet, add your public key.',
    ...addKey(vm),
  };
}

function unusable(vm: Vm, keys: readonly SshPublicKey[]): Outcome {
  const [first] = keys;
  return {
    status: 'warn',
    summary:
      first === undefined ? 'The SSH key that Azure lists cannot be read' : 'The SSH key that Azure lists is too weak',
    because:
      first === undefined
        ? `It is not a public key in OpenSSH's form. ${laterKeys}`
        : `${keyWords(keys)}: ${weakness(first)}.`,
    todo: 'Add a new public key, of type ED25519.',
    ...addKey(vm),
  };
}

function keyWords(keys: readonly SshPublicKey[]): string {
  const shown = keys.slice(0, mostShown).map(({ name, bits, fingerprint }) => {
    return `${inert(name)}${bits === undefined ? '' : ` ${bits}`} ${code(fingerprint)}`;
  });
  return [...shown, ...(keys.length > mostShown ? [`${keys.length - mostShown} more`] : [])].join(', ');
}

function addKey(vm: Vm): Pick<Outcome, 'fix' | 'command'> {
  const command = azCommand('vm user update', {
    subscription: vm.subscriptionId,
    'resource-group': vm.resourceGroup,
    name: vm.name,
    username: vm.adminUsername ?? 'USERNAME',
  });
  // Unquoted on purpose: the shell finds the person's home.
  return { fix: 'key', command: `${command} --ssh-key-value ~/.ssh/id_ed25519.pub` };
}
