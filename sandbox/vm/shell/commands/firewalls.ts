import type { Firewall } from '../../../world/guest-state-schema.ts';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** The firewalls inside the guest: ufw, firewalld, nftables, iptables. Those that are not there the image leaves out. */
export const firewallCommands: readonly GuestCommand[] = [
  { name: 'ufw', run: ufw },
  { name: 'firewall-cmd', run: firewallCmd },
  { name: 'nft', run: nft },
  { name: 'iptables', run: iptables },
  { name: 'ip6tables', run: iptables },
];

async function firewallOf({ kernel }: CommandContext, kind: Firewall['kind']): Promise<Firewall> {
  const { firewall } = (await kernel.facts()).state;
  return firewall.kind === kind ? firewall : { kind, active: false, rules: [], letsSshIn: true };
}

async function ufw(args: readonly string[], context: CommandContext): Promise<Output> {
  if (context.account.uid !== 0) return fail('ERROR: You need to be root to run this script');
  const [verb = '', ...rest] = args.filter((arg) => !arg.startsWith('--'));
  const firewall = await firewallOf(context, 'ufw');
  const change = async (changed: Partial<Firewall>, said: string) => {
    await context.kernel.changeFirewall({ ...firewall, ...changed });
    return ok(`${said}\n`);
  };
  const isAboutSsh = rest.some((word) => /^(22|22\/tcp|ssh|OpenSSH)$/i.test(word));
  switch (verb) {
    case 'status':
      return ok(firewall.active ? ufwStatus(firewall, rest.includes('verbose')) : 'Status: inactive\n');
    case 'enable':
      return change({ active: true }, 'Firewall is active and enabled on system startup');
    case 'disable':
      return change({ active: false }, 'Firewall stopped and disabled on system startup');
    case 'allow': {
      const to = isAboutSsh ? '22/tcp' : (rest[0] ?? '');
      const rules = [...firewall.rules, `${to.padEnd(26)} ALLOW IN    Anywhere`];
      return change({ rules, letsSshIn: firewall.letsSshIn || isAboutSsh }, 'Rule added');
    }
    case 'deny':
      return change({ letsSshIn: firewall.letsSshIn && !isAboutSsh }, 'Rule added');
    case 'version':
      return ok('ufw 0.36.2\n');
    default:
      return fail('ERROR: Invalid syntax');
  }
}

function ufwStatus({ rules }: Firewall, isVerbose: boolean): string {
  const verbose = [
    'Logging: on (low)',
    'Default: deny (incoming), allow (outgoing), disabled (routed)',
    'New profiles: skip',
  ];
  const table = [
    'To                         Action      From',
    '--                         ------      ----',
    ...rules,
  ];
  return `${['Status: active', ...(isVerbose ? verbose : []), ...(rules.length > 0 ? ['', ...table, ''] : [])].join('\n')}\n`;
}

async function firewallCmd(args: readonly string[], context: CommandContext): Promise<Output> {
  if (context.account.uid !== 0)
    return fail(
      'Authorization failed.\n    Make sure polkit agent is running or run the application as superuser.',
      253,
    );
  const firewall = await firewallOf(context, 'firewalld');
  if (!firewall.active) return fail(args.includes('--state') ? 'not running' : 'FirewallD is not running', 252);
  const has = (...options: string[]) => args.some((arg) => options.includes(arg));
  if (has('--state')) return ok('running\n');
  if (has('--get-default-zone')) return ok('public\n');
  if (has('--get-active-zones')) return ok('public (default)\n  interfaces: eth0\n');
  const services = firewall.letsSshIn ? 'dhcpv6-client ssh' : 'dhcpv6-client';
  if (has('--list-services')) return ok(`${services}\n`);
  if (has('--list-ports')) return ok('\n');
  if (has('--query-service=ssh', '--query-port=22/tcp'))
    return firewall.letsSshIn ? ok('yes\n') : { stdout: 'no\n', status: 1 };
  if (has('--add-service=ssh', '--add-port=22/tcp'))
    await context.kernel.changeFirewall({ ...firewall, letsSshIn: true });
  if (has('--remove-service=ssh', '--remove-port=22/tcp'))
    await context.kernel.changeFirewall({ ...firewall, letsSshIn: false });
  if (!has('--list-all')) return ok('success\n');
  const lines = [
    'public (default, active)',
    '  target: default',
    '  ingress-priority: 0',
    '  interfaces: eth0',
    '  sources: ',
    `  services: ${services}`,
    '  ports: ',
    '  protocols: ',
    '  forward: yes',
    '  masquerade: no',
    '  rich rules: ',
    ...firewall.rules.map((rule) => `\t${rule}`),
  ];
  return ok(`${lines.join('\n')}\n`);
}

async function nft(args: readonly string[], context: CommandContext): Promise<Output> {
  if (context.account.uid !== 0) return fail('Operation not permitted (you must be root)');
  const firewall = await firewallOf(context, 'nftables');
  if (args[0] === 'flush') {
    await context.kernel.changeFirewall({ ...firewall, active: false, rules: [] });
    return ok('');
  }
  return ok(firewall.active ? firewall.rules.map((rule) => `${rule}\n`).join('') : '');
}

const chains = ['INPUT', 'FORWARD', 'OUTPUT'];

async function iptables(args: readonly string[], context: CommandContext): Promise<Output> {
  if (context.account.uid !== 0)
    return fail(
      'iptables v1.8.10 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)',
      4,
    );
  const firewall = await firewallOf(context, 'iptables');
  const rules = firewall.active ? firewall.rules : [];
  const policies = chains.map((chain) => rules.find((rule) => rule.startsWith(`-P ${chain} `)) ?? `-P ${chain} ACCEPT`);
  const others = rules.filter((rule) => !rule.startsWith('-P '));
  if (args.some((arg) => arg === '-S' || arg === '--list-rules'))
    return ok([...policies, ...others].map((rule) => `${rule}\n`).join(''));
  if (args.some((arg) => /^-[nv]*L/.test(arg) || arg === '--list'))
    return ok(policies.map((policy) => chainTable(policy, others)).join('\n'));
  if (args[0] === '-F') await context.kernel.changeFirewall({ ...firewall, rules: [], letsSshIn: true });
  return ok('');
}

function chainTable(policy: string, rules: readonly string[]): string {
  const [, chain = '', target = ''] = policy.split(' ');
  const rows = rules
    .filter((rule) => rule.startsWith(`-A ${chain} `))
    .map((rule) => {
      const value = (option: string) => new RegExp(` ${option} (\\S+)`).exec(rule)?.[1];
      const port = value('--dport');
      const cells = [(value('-j') ?? '').padEnd(10), (value('-p') ?? 'all').padEnd(4), '-- '];
      const ends = [value('-s'), value('-d')].map((each) => (each ?? '0.0.0.0/0').padEnd(20));
      return `${[...cells, ...ends].join(' ')} ${port === undefined ? '' : `${value('-p') ?? 'tcp'} dpt:${port}`}`.trimEnd();
    });
  return `${[`Chain ${chain} (policy ${target})`, 'target     prot opt source               destination', ...rows].join('\n')}\n`;
}
