import type { SshdVerb } from '../../sshd/sshd.ts';
import { type Unit, withSuffix } from '../../units.ts';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** What systemd runs: systemctl and service. */
export const serviceCommands: readonly GuestCommand[] = [
  { name: 'systemctl', run: systemctl },
  { name: 'service', run: ([unit = '', verb = ''], context) => systemctl([verb, unit], context) },
];

async function systemctl(args: readonly string[], context: CommandContext): Promise<Output> {
  const { options, words } = readArguments(args);
  const [verb = 'list-units', ...names] = words;
  const { units, boot } = await context.kernel.facts();
  const found = names.map((name) => units.find((unit) => unit.name === withSuffix(name)));
  if (changing.includes(verb)) return change(options.has('now') ? withNow(verb) : verb, names, found, context);
  switch (verb) {
    case 'list-units':
    case 'list-unit-files':
      return ok(listUnits(options.has('failed') ? units.filter((unit) => unit.active === 'failed') : units));
    case 'is-system-running':
      return { stdout: `${boot}\n`, status: boot === 'running' ? 0 : 1 };
    case 'is-active':
    case 'is-enabled':
    case 'is-failed':
      return ask(verb, found, options.has('q'));
    case 'status':
      return status(names[0] ?? '', found[0], context);
    case 'show':
      return ok(show(names[0] ?? '', found[0], options));
    case 'daemon-reload':
    case 'reset-failed':
      return ok('');
    default:
      return fail(`Unknown command verb ${verb}.`);
  }
}

const changing = ['start', 'stop', 'restart', 'reload', 'try-restart', 'reload-or-restart', 'enable', 'disable'];

/** One word a unit, and a status that sums them up. */
function ask(
  verb: 'is-active' | 'is-enabled' | 'is-failed',
  found: readonly (Unit | undefined)[],
  isQuiet: boolean,
): Output {
  const words = found.map((unit) =>
    verb === 'is-enabled' ? (unit?.enabled ?? 'not-found') : (unit?.active ?? 'inactive'),
  );
  const stdout = isQuiet ? '' : words.map((word) => `${word}\n`).join('');
  if (verb === 'is-failed') return { stdout, status: words.includes('failed') ? 0 : 1 };
  if (verb === 'is-active' && words.includes('active')) return { stdout, status: 0 };
  if (found.includes(undefined)) return { stdout, status: 4 };
  return { stdout, status: verb === 'is-active' ? 3 : words.includes('disabled') ? 1 : 0 };
}

type Options = ReadonlyMap<string, string>;

/** `-p A -p B`, `--property=A,B`, `--no-pager`: what stands alone has the value ''. */
function readArguments(args: readonly string[]): { readonly options: Options; readonly words: readonly string[] } {
  const options = new Map<string, string>();
  const words: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (!arg.startsWith('-')) words.push(arg);
    else if (['-p', '-n', '-o', '-t', '--property', '--lines', '--type', '--state'].includes(arg)) {
      index += 1;
      remember(arg.replace(/^-+/, ''), args[index] ?? '');
    } else {
      const [name = '', value = ''] = arg.replace(/^-+/, '').split('=');
      remember(name, value);
    }
  }
  return { options, words };

  function remember(given: string, value: string): void {
    const name = given === 'property' ? 'p' : given === 'quiet' ? 'q' : given;
    const before = options.get(name);
    options.set(name, before ? `${before},${value}` : value);
  }
}

function withNow(verb: string): string {
  return verb === 'enable' ? 'start' : verb === 'disable' ? 'stop' : verb;
}

const sshdVerbs: Readonly<Record<string, SshdVerb>> = {
  start: 'start',
  stop: 'stop',
  restart: 'restart',
  reload: 'reload',
  'try-restart': 'restart',
  'reload-or-restart': 'restart',
};

const couldNotStart =
  'Job for ssh.service failed because the control process exited with error code.\nSee "systemctl status ssh.service" and "journalctl -xeu ssh.service" for details.';

async function change(
  verb: string,
  names: readonly string[],
  found: readonly (Unit | undefined)[],
  { kernel, account }: CommandContext,
): Promise<Output> {
  if (account.uid !== 0) {
    return fail(
      `Failed to ${verb} ${names[0]}: Interactive authentication required.\nSee system logs and 'systemctl status ${names[0]}' for details.`,
    );
  }
  const missing = found.indexOf(undefined);
  if (missing >= 0) return fail(`Failed to ${verb} ${names[missing]}: Unit ${names[missing]} not found.`, 5);
  const { firewall } = (await kernel.facts()).state;
  for (const unit of found) {
    if (unit?.name === 'firewalld.service' || unit?.name === 'nftables.service')
      await kernel.changeFirewall({ ...firewall, active: verb !== 'stop' });
    if (unit?.name === 'fail2ban.service') await kernel.switchFail2ban(verb !== 'stop');
  }
  const sshdVerb = sshdVerbs[verb];
  if (sshdVerb === undefined || !found.some((unit) => unit?.name === 'ssh.service')) return ok('');
  const problem = await kernel.controlSshd(sshdVerb);
  return problem === undefined ? ok('') : fail(verb === 'reload' ? problem : couldNotStart);
}

async function status(name: string, unit: Unit | undefined, { kernel }: CommandContext): Promise<Output> {
  if (unit === undefined) return { stderr: `Unit ${withSuffix(name)} could not be found.\n`, status: 4 };
  const { bootedAtMs, hostName } = await kernel.facts();
  const day = new Date(bootedAtMs).toUTCString().slice(0, 3);
  const since = `since ${day} ${new Date(bootedAtMs).toISOString().replace('T', ' ').slice(0, 19)} UTC`;
  const active = {
    active: `active (${unit.sub}) ${since}`,
    inactive: 'inactive (dead)',
    failed: `failed (Result: exit-code) ${since}`,
  }[unit.active];
  const entries = (await kernel.journal()).filter((entry) => entry.unit === unit.name).slice(-10);
  const log = entries.map(({ at, program, pid, message }) => {
    const time = new Date(at).toUTCString().replace(/^\w+, (\d+) (\w+) \d+ ([\d:]+) GMT$/, '$2 $1 $3');
    return `${time} ${hostName} ${program}[${pid}]: ${message}`;
  });
  const lines = [
    `${{ active: '●', inactive: '○', failed: '×' }[unit.active]} ${unit.name} - ${unit.description}`,
    `     Loaded: loaded (/usr/lib/systemd/system/${unit.name}; ${unit.enabled}; preset: enabled)`,
    `     Active: ${active}`,
    ...(log.length > 0 ? ['', ...log] : []),
  ];
  return { stdout: `${lines.join('\n')}\n`, status: unit.active === 'active' ? 0 : 3 };
}

function show(name: string, unit: Unit | undefined, options: Options): string {
  const properties: Readonly<Record<string, string>> = {
    Id: withSuffix(name),
    LoadState: unit === undefined ? 'not-found' : 'loaded',
    ActiveState: unit?.active ?? 'inactive',
    SubState: unit?.sub ?? 'dead',
    UnitFileState: unit?.enabled ?? '',
    Result: unit?.active === 'failed' ? 'exit-code' : 'success',
    MainPID: unit?.name === 'ssh.service' && unit.active === 'active' ? '842' : '0',
    ExecMainStatus: unit?.active === 'failed' ? '255' : '0',
    Description: unit?.description ?? withSuffix(name),
  };
  const wanted = options.get('p')?.split(',') ?? Object.keys(properties);
  const known = wanted.filter((each) => Object.hasOwn(properties, each));
  return known.map((each) => `${options.has('value') ? '' : `${each}=`}${properties[each]}\n`).join('');
}

function listUnits(units: readonly Unit[]): string {
  const rows = units.map(
    (unit) => `  ${unit.name.padEnd(26)} loaded ${unit.active.padEnd(8)} ${unit.sub.padEnd(8)} ${unit.description}`,
  );
  return `  ${'UNIT'.padEnd(26)} LOAD   ACTIVE   SUB      DESCRIPTION\n${rows.join('\n')}\n\n${units.length} loaded units listed.\n`;
}
