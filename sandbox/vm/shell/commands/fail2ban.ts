import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** fail2ban-client: who is kept out because of failed log-ins. */
export const fail2banCommands: readonly GuestCommand[] = [{ name: 'fail2ban-client', run }];

async function run(args: readonly string[], context: CommandContext): Promise<Output> {
  const { kernel, account } = context;
  if (account.uid !== 0)
    return fail('ERROR   Permission denied to socket: /var/run/fail2ban/fail2ban.sock, (you must be root)', 255);
  const { banned, fail2banRunning } = (await kernel.facts()).state;
  if (!fail2banRunning)
    return fail('ERROR   Failed to access socket path: /var/run/fail2ban/fail2ban.sock. Is fail2ban running?', 255);
  const [verb = '', jail, action, ...addresses] = args;
  if (verb === 'ping') return ok('Server replied: pong\n');
  if (verb === 'status' && jail === undefined) return ok('Status\n|- Number of jail:\t1\n`- Jail list:\tsshd\n');
  const name = verb === 'unban' || verb === 'banned' ? 'sshd' : jail;
  if (name !== 'sshd') return fail(`ERROR   NOK: ('${name}',)\nSorry but the jail '${name}' does not exist`, 255);
  if (verb === 'status') return ok(statusOf(banned));
  if (verb === 'banned') return ok(`[{'sshd': [${banned.map((each) => `'${each}'`).join(', ')}]}]\n`);
  const freed = verb === 'unban' ? args.slice(1) : action === 'unbanip' ? addresses : [];
  const all = freed.includes('--all') ? banned : freed;
  await kernel.unban(all);
  return ok(`${all.filter((each) => banned.includes(each)).length}\n`);
}

function statusOf(banned: readonly string[]): string {
  return [
    'Status for the jail: sshd',
    '|- Filter',
    '|  |- Currently failed:\t0',
    `|  |- Total failed:\t${banned.length * 5}`,
    '|  `- File list:\t/var/log/auth.log',
    '`- Actions',
    `   |- Currently banned:\t${banned.length}`,
    `   |- Total banned:\t${banned.length}`,
    `   \`- Banned IP list:\t${banned.join(' ')}`,
    '',
  ].join('\n');
}
