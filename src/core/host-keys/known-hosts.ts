import type { HostKey } from './host-key.ts';

/** A machine as a person's own ssh client should know it. */
export interface KnownMachine {
  /** As Azure has it. */
  readonly vmName: string;
  /** Azure's unique id of the machine. */
  readonly machineId: string;
  /** Where people connect; undefined while no address leads there. */
  readonly address: string | undefined;
  readonly port: number;
  readonly keys: readonly HostKey[];
}

/**
 * A name for the machine itself, in lower case: its address may be another machine's tomorrow, and so may the VM's name,
 * but not the beginning of its unique id. Only characters that neither known_hosts nor ssh_config take for a pattern.
 */
export function hostKeyAlias({ vmName, machineId }: Pick<KnownMachine, 'vmName' | 'machineId'>): string {
  const name = vmName
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
  return `${name === '' ? 'vm' : name}-${machineId
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 8)}`;
}

/**
 * Lines for a file of known hosts, one for each key: under the alias, and under the address.
 * https://man.openbsd.org/sshd#SSH_KNOWN_HOSTS_FILE_FORMAT
 */
export function knownHostsLines(machine: KnownMachine): string[] {
  const { address, port, keys } = machine;
  // With an alias, the client leaves the port away.
  const names = [hostKeyAlias(machine), ...(address === undefined ? [] : [knownHost(address, port)])];
  return keys.map(({ type, base64 }) => `${names.join(',')} ${type} ${base64}`);
}

function knownHost(address: string, port: number): string {
  return port === 22 ? address : `[${address}]:${port}`;
}

/** What ssh_config takes as one word, and sshd as a user. */
const plainUser = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/**
 * A block for ssh_config: `ssh <alias>` then connects without a question, or not at all. Which file of known hosts it
 * looks into is left to the person. https://man.openbsd.org/ssh_config
 * @param machine.user as Azure knows it; without one, or with an odd one, the client takes the person's own name
 */
export function sshConfigBlock(machine: KnownMachine & { readonly user: string | undefined }): string | undefined {
  const { address, port, user } = machine;
  if (address === undefined) return undefined;
  const alias = hostKeyAlias(machine);
  return [
    `Host ${alias}`,
    `  HostName ${address}`,
    `  Port ${port}`,
    ...(user !== undefined && plainUser.test(user) ? [`  User ${user}`] : []),
    `  HostKeyAlias ${alias}`,
    '  StrictHostKeyChecking yes',
  ].join('\n');
}
