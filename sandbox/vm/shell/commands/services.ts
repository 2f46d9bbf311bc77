import { maySudo } from '../../accounts.ts';
import type { JournalEntry } from '../../journal.ts';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** systemd and what it runs: systemctl, service, journalctl, ss, sshd. */
export const serviceCommands: readonly GuestCommand[] = [
  { name: 'systemctl', run: systemctl },
  { name: 'service', run: ([unit = '', verb = ''], context) => systemctl([verb, unit], context) },
  { name: 'journalctl', run: journalctl },
  { name: 'ss', run: ss },
  { name: 'sshd', run: sshd },
];

interface Unit {
  readonly name: string;
  readonly description: string;
  readonly active: boolean;
}

async function unitsOf({ kernel }: CommandContext): Promise<readonly Unit[]> {
  const { sshd: settings } = await kernel.facts();
  return [
    { name: 'cron.service', description: 'Regular background program processing daemon', active: true },
    { name: 'ssh.service', description: 'OpenBSD Secure Shell server', active: settings.running },
    { name: 'systemd-journald.service', description: 'Journal Service', active: true },
    { name: 'walinuxagent.service', description: 'Azure Linux Agent', active: true },
  ];
}

async function systemctl(args: readonly string[], context: CommandContext): Promise<Output> {
  const [verb = 'list-units', ...names] = args.filter((arg) => !arg.startsWith('-'));
  const units = await unitsOf(context);
  if (verb.startsWith('list-')) return ok(listUnits(units));
  const wanted = names.map((name) => (name === 'sshd' ? 'ssh' : name).replace(/\.service$/, ''));
  const found = wanted.map((name) => units.find((unit) => unit.name === `${name}.service`));
  switch (verb) {
    case 'is-active':
      return {
        stdout: found.map((unit) => (unit?.active ? 'active\n' : 'inactive\n')).join(''),
        status: found.some((unit) => unit?.active) ? 0 : found.includes(undefined) ? 4 : 3,
      };
    case 'is-enabled':
      return {
        stdout: found.map((unit) => (unit === undefined ? 'not-found\n' : 'enabled\n')).join(''),
        status: found.includes(undefined) ? 4 : 0,
      };
    case 'is-failed':
      return { stdout: found.map((unit) => (unit?.active ? 'active\n' : 'inactive\n')).join(''), status: 1 };
    case 'status':
      return status(names[0] ?? '', found[0], context);
    case 'start':
    case 'stop':
    case 'restart':
    case 'reload':
    case 'enable':
    case 'disable':
      return change(verb, names, found, context);
    case 'daemon-reload':
      return ok('');
    default:
      return fail(`Unknown command verb ${verb}.`);
  }
}

async function change(
  verb: string,
  names: readonly string[],
  found: readonly (Unit | undefined)[],
  context: CommandContext,
) {
  if (!maySudo(context.account) || context.account.uid !== 0) {
    return fail(
      `Failed to ${verb} ${names[0]}: Interactive authentication required.\nSee system logs and 'systemctl status ${names[0]}' for details.`,
    );
  }
  const missing = found.indexOf(undefined);
  if (missing >= 0) return fail(`Failed to ${verb} ${names[missing]}: Unit ${names[missing]} not found.`, 5);
  if (found.some((unit) => unit?.name === 'ssh.service') && /^(start|stop|restart)$/.test(verb)) {
    await context.kernel.switchSshd(verb !== 'stop');
  }
  return ok('');
}

async function status(name: string, unit: Unit | undefined, context: CommandContext): Promise<Output> {
  if (unit === undefined) return { stderr: `Unit ${name} could not be found.\n`, status: 4 };
  const { bootedAtMs } = await context.kernel.facts();
  const since = new Date(bootedAtMs)
    .toUTCString()
    .replace(
      /^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/,
      (_all, ...part) => `${part[0]} ${part[3]}-${monthNumber(part[2])}-${part[1]} ${part[4]} UTC`,
    );
  const lines = [
    `${unit.active ? '●' : '○'} ${unit.name} - ${unit.description}`,
    `     Loaded: loaded (/usr/lib/systemd/system/${unit.name}; enabled; preset: enabled)`,
    `     Active: ${unit.active ? `active (running) since ${since}` : 'inactive (dead)'}`,
  ];
  return { stdout: `${lines.join('\n')}\n`, status: unit.active ? 0 : 3 };
}

function monthNumber(name: string): string {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return String(months.indexOf(name) + 1).padStart(2, '0');
}

function listUnits(units: readonly Unit[]): string {
  const rows = units.map(
    (unit) =>
      `  ${unit.name.padEnd(26)} loaded ${unit.active ? 'active   running' : 'inactive dead   '} ${unit.description}`,
  );
  return `  ${'UNIT'.padEnd(26)} LOAD   ACTIVE   SUB     DESCRIPTION\n${rows.join('\n')}\n\n${units.length} loaded units listed.\n`;
}

async function journalctl(args: readonly string[], context: CommandContext): Promise<Output> {
  if (
    context.account.uid !== 0 &&
    !context.account.groups.some((group) => ['adm', 'systemd-journal'].includes(group.name))
  ) {
    return fail('No journal files were opened due to insufficient permissions.');
  }
  const value = (...names: readonly string[]) => {
    for (const [index, arg] of args.entries()) {
      for (const name of names) {
        if (arg === name) return args[index + 1];
        if (name.startsWith('--') ? arg.startsWith(`${name}=`) : arg.startsWith(name) && !arg.startsWith('--')) {
          return arg.slice(name.startsWith('--') ? name.length + 1 : name.length);
        }
      }
    }
    return undefined;
  };
  const unit = value('-u', '--unit')
    ?.replace(/^sshd/, 'ssh')
    .replace(/(\.service)?$/, '.service');
  const count = Number(value('-n', '--lines') ?? Number.NaN);
  const { hostName } = await context.kernel.facts();
  const entries = (await context.kernel.journal()).filter((entry) => unit === undefined || entry.unit === unit);
  const shown = Number.isNaN(count) ? entries : entries.slice(Math.max(0, entries.length - count));
  if (shown.length === 0) return ok('-- No entries --\n');
  const ordered = args.some((arg) => arg === '-r' || arg === '--reverse') ? [...shown].reverse() : shown;
  return ok(ordered.map((entry) => journalLine(entry, hostName)).join(''));
}

function journalLine({ at, program, pid, message }: JournalEntry, hostName: string): string {
  const [, day = '', month, time] = /^\w+, (\d+) (\w+) \d+ ([\d:]+)/.exec(new Date(at).toUTCString()) ?? [];
  return `${month} ${day} ${time} ${hostName} ${program}[${pid}]: ${message}\n`;
}

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
