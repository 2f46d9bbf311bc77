import { readText } from '../accounts.ts';
import type { FileSystem } from '../files/file-system.ts';
import { root } from '../files/node.ts';

/** What sshd read of its configuration when it started. */
export interface SshdConfig {
  readonly ports: readonly number[];
  readonly passwordAuthentication: boolean;
  /** `no`, `yes`, `prohibit-password` or `forced-commands-only`. */
  readonly permitRootLogin: string;
  /** Paths of private keys, in the order in which `sshd -T` tells them. */
  readonly hostKeyFiles: readonly string[];
  /** Names and patterns; empty: everybody. */
  readonly allowUsers: readonly string[];
  readonly denyUsers: readonly string[];
}

/** What sshd says of a configuration that it does not start with, on its standard error. */
export interface SshdConfigProblem {
  readonly problem: string;
}

const mainFile = '/etc/ssh/sshd_config';
const defaultKeyFiles = ['rsa', 'ecdsa', 'ed25519'].map((type) => `/etc/ssh/ssh_host_${type}_key`);

interface Line {
  readonly file: string;
  readonly number: number;
  readonly keyword: string;
  readonly values: readonly string[];
}

/** Reads sshd's configuration with what it includes. Of a keyword that stands there twice the first one counts. */
export function readSshdConfig(files: FileSystem): SshdConfig | SshdConfigProblem {
  const lines = linesOf(files, mainFile);
  const problems = lines.flatMap((line) => problemOf(line) ?? []);
  if (problems.length > 0) return { problem: describe(problems) };
  const every = (keyword: string) => lines.filter((line) => line.keyword === keyword).map((line) => line.values);
  const first = (keyword: string) => every(keyword)[0]?.[0]?.toLowerCase();
  const ports = every('port').map(([port]) => Number(port));
  const keyFiles = every('hostkey').flatMap(([path = '']) => path);
  return {
    ports: ports.length === 0 ? [22] : ports,
    passwordAuthentication: first('passwordauthentication') !== 'no',
    permitRootLogin: first('permitrootlogin') ?? 'prohibit-password',
    hostKeyFiles: keyFiles.length === 0 ? defaultKeyFiles : keyFiles,
    allowUsers: every('allowusers').flat(),
    denyUsers: every('denyusers').flat(),
  };
}

/** The lines that hold for everybody: what follows a `Match` holds for some. */
function linesOf(files: FileSystem, file: string): Line[] {
  const lines: Line[] = [];
  for (const [index, text] of readText(files, file).split('\n').entries()) {
    const [keyword = '', ...values] = text.trim().split(/\s*=\s*|\s+/);
    if (keyword === '' || keyword.startsWith('#')) continue;
    if (keyword.toLowerCase() === 'match') break;
    if (keyword.toLowerCase() === 'include') lines.push(...included(files, values[0] ?? ''));
    else lines.push({ file, number: index + 1, keyword: keyword.toLowerCase(), values });
  }
  return lines;
}

function included(files: FileSystem, pattern: string): Line[] {
  const [, folder = '', name = ''] =
    /^(.*)\/([^/]*)$/.exec(pattern.startsWith('/') ? pattern : `/etc/ssh/${pattern}`) ?? [];
  if (!files.exists(root, folder)) return [];
  const form = new RegExp(`^${name.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
  const names = files.list(root, folder).filter((entry) => form.test(entry.name));
  return names.flatMap((entry) => linesOf(files, `${folder}/${entry.name}`));
}

interface Problem {
  readonly file: string;
  readonly text: string;
  readonly isUnknown: boolean;
}

function problemOf({ file, number, keyword, values }: Line): Problem | undefined {
  const say = (text: string, isUnknown = false) => ({ file, isUnknown, text: `${file}: line ${number}: ${text}` });
  const value = values[0];
  if (!keywords.has(keyword)) return say(`Bad configuration option: ${keyword}`, true);
  if (value === undefined) return say(`${keyword} missing argument.`);
  if (keyword === 'port' && !(/^\d+$/.test(value) && Number(value) <= 65_535))
    return say('Badly formatted port number.');
  const choices = yesOrNo.has(keyword) ? ['yes', 'no'] : keyword === 'permitrootlogin' ? rootChoices : undefined;
  return choices?.includes(value.toLowerCase()) === false ? say(`unsupported option "${value}".`) : undefined;
}

/** Words that it does not know are counted, another mistake ends it at once. */
function describe(problems: readonly Problem[]): string {
  const atOnce = problems.findIndex(({ isUnknown }) => !isUnknown);
  const told = (atOnce < 0 ? problems : problems.slice(0, atOnce + 1)).map(({ text }) => text);
  const count = `${mainFile}: terminating, ${problems.length} bad configuration options`;
  return [...told, ...(atOnce < 0 ? [count] : [])].join('\n');
}

const rootChoices = ['yes', 'no', 'prohibit-password', 'without-password', 'forced-commands-only'];
const yesOrNo = new Set(
  ['passwordauthentication', 'pubkeyauthentication', 'kbdinteractiveauthentication', 'permitemptypasswords'].concat([
    'usepam',
    'x11forwarding',
    'printmotd',
    'strictmodes',
    'usedns',
    'allowagentforwarding',
  ]),
);
/** https://man.openbsd.org/sshd_config, those that are met on servers. */
const keywords = new Set([
  ...yesOrNo,
  ...['port', 'hostkey', 'permitrootlogin', 'allowusers', 'denyusers', 'allowgroups', 'denygroups', 'acceptenv'],
  ...['addressfamily', 'listenaddress', 'loglevel', 'syslogfacility', 'maxauthtries', 'maxsessions', 'maxstartups'],
  ...['logingracetime', 'clientaliveinterval', 'clientalivecountmax', 'subsystem', 'banner', 'authorizedkeysfile'],
  ...[
    'authorizedkeyscommand',
    'authorizedkeyscommanduser',
    'trustedusercakeys',
    'hostkeyalgorithms',
    'ciphers',
    'macs',
  ],
  ...[
    'kexalgorithms',
    'pubkeyacceptedalgorithms',
    'challengeresponseauthentication',
    'gssapiauthentication',
    'compression',
  ],
  ...['tcpkeepalive', 'printlastlog', 'allowtcpforwarding', 'gatewayports', 'permittunnel', 'permituserenvironment'],
  ...['x11displayoffset', 'x11uselocalhost', 'pidfile', 'chrootdirectory', 'forcecommand', 'hostbasedauthentication'],
  ...[
    'ignorerhosts',
    'hostcertificate',
    'authenticationmethods',
    'rekeylimit',
    'versionaddendum',
    'ignoreuserknownhosts',
  ],
]);
