import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** Who listens, and how: ss, sshd. */
export const listenerCommands: readonly GuestCommand[] = [
  { name: 'ss', run: ss },
  { name: 'sshd', run: sshd },
];

async function ss(args: readonly string[], { kernel, account }: CommandContext): Promise<Output> {
  const { sshd: settings } = await kernel.facts();
  const isVerbose = args.some((arg) => /^-\w*p/.test(arg)) && account.uid === 0;
  const who = isVerbose ? ' users:(("sshd",pid=842,fd=3))' : '';
  const local = [
    '127.0.0.53%lo:53',
    ...(settings.running ? settings.ports.flatMap((port) => [`0.0.0.0:${port}`, `[::]:${port}`]) : []),
  ];
  const rows = local.map((address) => {
    const peer = address.startsWith('[') ? '[::]:*' : '0.0.0.0:*';
    return `LISTEN 0      ${address.endsWith(':53') ? '4096' : '128 '}   ${address.padStart(18)} ${peer.padStart(13)}${address.endsWith(':53') ? '' : who}`;
  });
  return ok(
    `State  Recv-Q Send-Q Local Address:Port  Peer Address:Port${isVerbose ? ' Process' : ''}\n${rows.join('\n')}\n`,
  );
}

async function sshd(args: readonly string[], { kernel, account }: CommandContext): Promise<Output> {
  if (account.uid !== 0) return fail('sshd: no hostkeys available -- exiting.');
  if (args.includes('-t')) return ok('');
  if (!args.includes('-T')) return fail('sshd re-exec requires execution with an absolute path', 255);
  const { sshd: settings } = await kernel.facts();
  const lines = [
    ...settings.ports.map((port) => `port ${port}`),
    'addressfamily any',
    'listenaddress [::]:22',
    'listenaddress 0.0.0.0:22',
    'usepam yes',
    'permitrootlogin prohibit-password',
    'pubkeyauthentication yes',
    `passwordauthentication ${settings.passwordAuthentication ? 'yes' : 'no'}`,
    'kbdinteractiveauthentication no',
    'strictmodes yes',
    'authorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2',
    ...['rsa', 'ecdsa', 'ed25519'].map((type) => `hostkey /etc/ssh/ssh_host_${type}_key`),
  ];
  const withPorts = lines.flatMap((line) =>
    line.startsWith('listenaddress') ? settings.ports.map((port) => line.replace(/:22$/, `:${port}`)) : [line],
  );
  return ok(`${withPorts.join('\n')}\n`);
}
