/** Where an ssh client is pointed at, and how. */
export interface SshTo {
  /** As it is typed in front of the @. */
  readonly user: string;
  readonly address: string;
  readonly port: number;
  /** Path of the private key, as the shell takes it; undefined: the client finds one by itself. */
  readonly key?: string;
  /** `user@host` of a machine to go through. */
  readonly jump?: string;
  /** The name under which ssh keeps the host key, where the address says nothing. */
  readonly hostKeyAlias?: string;
}

export function sshLine(to: SshTo): string {
  // An IPv6 address goes without brackets: in ssh's own arguments a colon means nothing.
  return ['ssh', ...options(to, '-p'), `${to.user}@${to.address}`].join(' ');
}

/**
 * One file there, and one back. An IPv6 address goes in brackets, and in quotes: zsh, the shell of macOS, would look for
 * files of that name. Double ones, since cmd knows no others.
 */
export function scpLines(to: SshTo): { readonly there: string; readonly back: string } {
  const isIpv6 = to.address.includes(':');
  const remote = isIpv6 ? `"${to.user}@[${to.address}]:myFile"` : `${to.user}@${to.address}:myFile`;
  const scp = ['scp', ...options(to, '-P')].join(' ');
  return { there: `${scp} myFile ${remote}`, back: `${scp} ${remote} myFile` };
}

/** @param port what the program calls the port: ssh and scp differ in that alone */
function options(to: SshTo, port: '-p' | '-P'): string[] {
  return [
    ...(to.key === undefined ? [] : ['-i', to.key]),
    ...(to.port === 22 ? [] : [port, String(to.port)]),
    ...(to.jump === undefined ? [] : ['-J', to.jump]),
    ...(to.hostKeyAlias === undefined ? [] : ['-o', `HostKeyAlias=${to.hostKeyAlias}`]),
  ];
}
