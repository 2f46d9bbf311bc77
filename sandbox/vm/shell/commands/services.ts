import { maySudo } from '../../accounts.ts';
import type { SshdVerb } from '../../sshd/sshd.ts';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** What systemd runs: systemctl and service. */
export const serviceCommands: readonly GuestCommand[] = [
  { name: 'systemctl', run: systemctl },
  { name: 'service', run: ([unit = '', verb = ''], context) => systemctl([verb, unit], context) },
];

const couldNotStart =
  'Job for ssh.service failed because the control process exited with error code.\nSee "systemctl status ssh.service" and "journalctl -xeu ssh.service" for details.';

interface Unit {
  readonly name: string;
  readonly description: string;
  readonly active: boolean;
  readonly failed?: boolean;
}

async function unitsOf({ kernel }: CommandContext): Promise<readonly Unit[]> {
  const { sshd: settings } = await kernel.facts();
  return [
    { name: 'cron.service', description: 'Regular background program processing daemon', active: true },
    {
      name: 'ssh.service',
      description: 'OpenBSD Secure Shell server',
      active: settings.running,
      failed: settings.failed,
    },
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
        stdout: found.map((unit) => `${stateOf(unit)}\n`).join(''),
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

function stateOf(unit: Unit | undefined): string {
  if (unit?.failed) return 'failed';
  return unit?.active ? 'active' : 'inactive';
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
  if (found.some((unit) => unit?.name === 'ssh.service') && /^(start|stop|restart|reload)$/.test(verb)) {
    const problem = await context.kernel.controlSshd(verb as SshdVerb);
    if (problem !== undefined && verb === 'reload') return fail(problem);
    if (problem !== undefined) return fail(couldNotStart);
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
