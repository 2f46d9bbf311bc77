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
  const port = /sport\s*=\s*:(\w+)/.exec(args.join(' '))?.[1]?.replace('ssh', '22');
  const shown = local.filter((address) => port === undefined || address.endsWith(`:${port}`));
  const rows = shown.map((address) => {
    const peer = address.startsWith('[') ? '[::]:*' : '0.0.0.0:*';
    return `LISTEN 0      ${address.endsWith(':53') ? '4096' : '128 '}   ${address.padStart(18)} ${peer.padStart(13)}${address.endsWith(':53') ? '' : who}`;
  });
  const isBare = args.some((arg) => /^-\w*H/.test(arg) || arg === '--no-header');
  if (isBare) return ok(rows.map((row) => `${row}\n`).join(''));
  return ok(
    `State  Recv-Q Send-Q Local Address:Port  Peer Address:Port${isVerbose ? ' Process' : ''}\n${rows.join('\n')}\n`,
  );
}

async function sshd(args: readonly string[], { kernel, account }: CommandContext): Promise<Output> {
  if (args[0] === '-V') {
    const { banner } = await kernel.facts();
    return { stderr: `${banner}, OpenSSL 3.0.13 30 Jan 2024\n`, status: 0 };
  }
  if (account.uid !== 0) return fail('sshd: no hostkeys available -- exiting.');
  const isTest = args.some((arg) => /^-\w*t/.test(arg));
  const isDump = args.some((arg) => /^-\w*T/.test(arg));
  if (!isTest && !isDump) return fail('sshd re-exec requires execution with an absolute path', 255);
  const test = await kernel.testSshd();
  if (test.kind === 'bad') return fail(test.says, test.status);
  if (!isDump) return ok('');
  const { ports, permitRootLogin, passwordAuthentication, hostKeyFiles, allowUsers, denyUsers } = test.config;
  const lines = [
    ...ports.map((port) => `port ${port}`),
    'addressfamily any',
    ...ports.flatMap((port) => [`listenaddress [::]:${port}`, `listenaddress 0.0.0.0:${port}`]),
    'usepam yes',
    `permitrootlogin ${permitRootLogin === 'prohibit-password' ? 'without-password' : permitRootLogin}`,
    'pubkeyauthentication yes',
    `passwordauthentication ${passwordAuthentication ? 'yes' : 'no'}`,
    'kbdinteractiveauthentication no',
    'strictmodes yes',
    'maxauthtries 6',
    'authorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2',
    ...allowUsers.map((name) => `allowusers ${name}`),
    ...denyUsers.map((name) => `denyusers ${name}`),
    'subsystem sftp /usr/lib/openssh/sftp-server',
    ...hostKeyFiles.map((path) => `hostkey ${path}`),
  ];
  return ok(`${lines.join('\n')}\n`);
}
