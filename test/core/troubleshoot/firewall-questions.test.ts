import { table } from './question-table.ts';

const denies = ['ufw=active', 'ufwdefault=deny (incoming), allow (outgoing), disabled (routed)'];
const rules = (...texts: string[]) => texts.map((text) => `ufwrule=${text}`);

table('host-firewall', 'ufw', [
  ['lets SSH in', [...denies, ...rules('22/tcp                     ALLOW IN    Anywhere')], 'ok', /22\/tcp/],
  ['lets the profile in', [...denies, ...rules('OpenSSH                    LIMIT       Anywhere   # ssh')], 'ok'],
  ['lets a range in', [...denies, ...rules('20:30/tcp  ALLOW IN  Anywhere')], 'ok'],
  ['lets several in', [...denies, ...rules('22,80,443/tcp  ALLOW IN  Anywhere')], 'ok'],
  ['lets all in', [...denies, ...rules('Anywhere  ALLOW IN  203.0.113.0/24')], 'ok'],
  [
    'lets nothing in',
    [...denies, ...rules('80/tcp  ALLOW IN  Anywhere', '22/udp  ALLOW IN  Anywhere')],
    'problem',
    /sudo ufw insert 1 allow proto tcp from 203\.0\.113\.7 to any port 22$/,
  ],
  ['lets others in', [...denies, ...rules('22/tcp  ALLOW IN  198.51.100.0/24')], 'problem'],
  ['forbids it', [...denies, ...rules('22/tcp  DENY IN  Anywhere', '22  ALLOW IN  Anywhere')], 'problem', /DENY IN/],
  ['forbids it to others', [...denies, ...rules('22  REJECT IN  198.51.100.7', '22  ALLOW IN  Anywhere')], 'ok'],
  ['is for IPv6 alone', [...denies, ...rules('22/tcp (v6)  ALLOW IN  Anywhere (v6)')], 'problem'],
  ['for IPv6', [...denies, ...rules('22/tcp (v6)  ALLOW IN  Anywhere (v6)')], 'ok', /./, { address: '2001:db8::7' }],
  ['a profile nobody knows', [...denies, ...rules('Nginx Full  ALLOW IN  Anywhere')], 'unknown', /Nginx Full/],
  ['on one interface', [...denies, ...rules('22/tcp on eth1  ALLOW IN  Anywhere')], 'unknown'],
  ['more rules than were read', [...denies, 'ufwrulemore=yes'], 'unknown', /more rules/],
  ['open by default', ['ufw=active', 'ufwdefault=allow (incoming), allow (outgoing)'], 'ok'],
  ['a default that is not told', ['ufw=active'], 'unknown'],
  [
    'from where nobody knows',
    [...denies, ...rules('22/tcp  ALLOW IN  198.51.100.0/24')],
    'unknown',
    /not certain/,
    { address: undefined },
  ],
  ['on another port', [...denies, ...rules('22/tcp  ALLOW IN  Anywhere')], 'problem', /port 2222/, { port: 2222 }],
]);

const zone = (facts: string) => ['firewalld=running', `zone=public ${facts}`];

table('host-firewall', 'firewalld', [
  ['lets SSH in', zone('ssh:yes port:no target:default rich:0'), 'ok'],
  ['lets the port in', zone('ssh:no port:yes target:default rich:0'), 'ok'],
  ['lets neither in', zone('ssh:no port:no target:default rich:0'), 'problem', /--zone=public --add-port=22\/tcp/],
  ['lets all in', zone('ssh:no port:no target:ACCEPT rich:0'), 'ok'],
  ['has rich rules', zone('ssh:no port:no target:default rich:2'), 'unknown', /rich rules/],
  [
    'zones differ',
    [...zone('ssh:yes port:no target:default rich:0'), 'zone=drop ssh:no port:no target:DROP rich:0'],
    'unknown',
  ],
  ['another port is not SSH', zone('ssh:yes port:no target:default rich:0'), 'problem', /./, { port: 2222 }],
  ['tells of no zone', ['firewalld=running'], 'unknown'],
  ['one of two keeps it shut', [...denies, ...zone('ssh:yes port:no target:default rich:0')], 'problem', /ufw/],
]);

const chain = (policy: string, ...lines: string[]) =>
  [`-P INPUT ${policy}`, ...lines].map((line) => `iptables=${line}`);

table('host-firewall', 'the kernel', [
  ['no rules', ['ufw=inactive', ...chain('ACCEPT'), 'nfthooks=', 'nftdrops=0'], 'ok'],
  ['iptables alone lets in', [...chain('ACCEPT'), 'no=nft'], 'ok'],
  [
    'drops by default',
    [...chain('DROP')],
    'problem',
    /sudo iptables -I INPUT 1 -p tcp -s 203\.0\.113\.7 --dport 22 -j ACCEPT$/,
  ],
  [
    'the usual few',
    chain(
      'DROP',
      '-A INPUT -i lo -j ACCEPT',
      '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-A INPUT -p icmp -j ACCEPT',
      '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT',
    ),
    'ok',
    /--dport 22/,
  ],
  ['a rule that drops', chain('ACCEPT', '-A INPUT -p tcp -m tcp --dport 22 -j DROP'), 'problem'],
  ['a rule for others', chain('DROP', '-A INPUT -s 198.51.100.0/24 -p tcp -m tcp --dport 22 -j ACCEPT'), 'problem'],
  [
    'a rule for the caller',
    chain('DROP', '-A INPUT -s 203.0.113.0/24 -p tcp -m multiport --dports 22,80 -j ACCEPT'),
    'ok',
  ],
  ['a rule for all but some', chain('DROP', '-A INPUT ! -s 198.51.100.0/24 -p tcp --dport 22 -j ACCEPT'), 'unknown'],
  ['a chain of its own', chain('DROP', '-A INPUT -j custom'), 'unknown', /custom/],
  ['a match nobody knows', chain('ACCEPT', '-A INPUT -p tcp -m recent --update -j DROP'), 'unknown'],
  ['more than was read', [...chain('ACCEPT'), 'iptablesmore=yes'], 'unknown'],
  ['nftables says nothing', ['no=iptables', 'nfthooks=accept ', 'nftdrops=0'], 'ok'],
  ['nftables keeps something out', ['no=iptables', 'nfthooks=drop ', 'nftdrops=0'], 'unknown', /nftables/],
  [
    'both are one',
    [...chain('DROP', '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT'), 'nfthooks=drop', 'nftdrops=0'],
    'ok',
  ],
  ['both differ', [...chain('ACCEPT'), 'nfthooks=accept drop', 'nftdrops=3'], 'unknown'],
  ['nothing is installed', ['no=ufw', 'no=firewall-cmd', 'no=iptables', 'no=nft'], 'unknown', /None of/],
  ['nothing is told', [], 'unknown'],
]);

table('bans', 'fail2ban', [
  ['is not installed', ['no=fail2ban-client'], 'not-asked'],
  ['does not run', ['bans=stopped'], 'ok'],
  ['bans nobody', ['bans=running', 'jail=sshd 0'], 'ok'],
  ['has no jail for SSH', ['bans=running'], 'ok'],
  ['bans others', ['bans=running', 'jail=sshd 3'], 'ok', /3 addresses from SSH, and not `203\.0\.113\.7`/],
  [
    'bans the caller',
    ['bans=running', 'jail=sshd 3', 'banned=sshd'],
    'problem',
    /sudo fail2ban-client set sshd unbanip 203\.0\.113\.7$/,
  ],
  [
    'bans somebody, and who asks is not known',
    ['bans=running', 'jail=sshd 3'],
    'unknown',
    /my-ip/,
    { address: undefined },
  ],
  ['does not say whom', ['bans=running', 'jail=sshd'], 'unknown'],
  ['is not told of', [], 'unknown'],
]);
