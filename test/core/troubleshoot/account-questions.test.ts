import { key } from './answer.ts';
import { nowS } from './machines.ts';
import { table } from './question-table.ts';

const home = '/home/azureuser';

table('account', 'account', [
  ['is there', [`account=1000 yes /bin/bash ${home}`], 'ok', /`\/bin\/bash`/],
  ['has no shell of its own', [`account=1000 yes - ${home}`], 'ok', /`\/bin\/sh`/],
  ['is not there', ['account=none'], 'problem', /useradd --create-home --shell \/bin\/bash azureuser/],
  [
    'may have no session',
    [`account=1000 yes /usr/sbin/nologin ${home}`],
    'problem',
    /usermod --shell \/bin\/bash azureuser/,
  ],
  ['has a shell that is gone', [`account=1000 no /usr/bin/fish ${home}`], 'problem', /not there/],
  ['is not told of', [], 'unknown'],
]);

const today = Math.floor(nowS / 86_400);
const shadow = (kind: string, over: { changed?: number; most?: number; grace?: string; expires?: number } = {}) =>
  `shadow=${kind}:${over.changed ?? today - 100}:0:${over.most ?? 99999}:7:${over.grace ?? ''}:${over.expires ?? ''}:`;
const pam = ['config=user', 'config.usepam=yes', 'config.pubkeyauthentication=yes'];
const now = `now=${nowS}`;

table('account-open', 'account-open', [
  ['with a password', [now, shadow('set')], 'ok', /has a password/],
  ['without one', [now, shadow('none')], 'ok', /no password/],
  ['as Azure makes it', [now, ...pam, shadow('locked')], 'ok', /a key does not mind/],
  ['locked, without PAM', [now, 'config.usepam=no', shadow('locked')], 'problem', /sudo usermod -p '\*' azureuser/],
  [
    'locked, and no keys',
    [now, 'config.usepam=yes', 'config.pubkeyauthentication=no', shadow('locked')],
    'problem',
    /sudo passwd azureuser/,
  ],
  ['locked, and sshd does not tell', [now, shadow('locked')], 'unknown', /UsePAM/],
  ['expired', [now, ...pam, shadow('locked', { expires: today })], 'problem', /chage -E -1 azureuser/],
  ['not yet expired', [now, ...pam, shadow('locked', { expires: today + 1 })], 'ok'],
  [
    'with a password to be changed',
    [now, ...pam, shadow('set', { changed: 0 })],
    'problem',
    /must be changed[\s\S]*chage -d/,
  ],
  ['with a password too old', [now, ...pam, shadow('set', { most: 90 })], 'problem', /too old/],
  ['with a password nearly too old', [now, ...pam, shadow('set', { most: 100 })], 'ok'],
  ['shut', [now, ...pam, shadow('set', { most: 50, grace: '10' })], 'problem', /is shut/],
  ['locked, by passwd alone', ['config.usepam=no', 'passwd=azureuser L 2026-01-01 0 99999 7 -1'], 'problem'],
  ['fine, by passwd alone', [...pam, 'passwd=azureuser P 2026-01-01 0 99999 7 -1'], 'unknown', /passwd -S/],
  ['absurd', [now, 'shadow=set:99999999999:x:y'], 'ok'],
  ['is not told of', [now], 'unknown'],
]);

const config = (...lines: string[]) => [
  'config=user',
  ...lines.map((line) => `config.${line}`),
  'groups=azureuser sudo',
];

table('allowed-in', 'allowed-in', [
  ['nothing said', config(), 'ok'],
  ['allowed by name', config('allowusers=bob azureuser'), 'ok'],
  ['allowed by a pattern', config('allowusers=azure* ?ob'), 'ok'],
  ['not among the allowed', config('allowusers=bob'), 'problem', /AllowUsers[\s\S]*& azureuser/],
  ['in another case', config('allowusers=AzureUser'), 'problem'],
  ['denied', config('denyusers=azureuser', 'allowusers=azureuser'), 'problem', /DenyUsers/],
  ['others denied', config('denyusers=eve'), 'ok'],
  ['allowed from there', config('allowusers=azureuser@203.0.113.0/24'), 'ok'],
  ['allowed from elsewhere', config('allowusers=azureuser@198.51.100.*'), 'problem'],
  ['allowed from a name', config('allowusers=azureuser@office.example.com'), 'unknown'],
  [
    'allowed from where nobody knows',
    config('allowusers=azureuser@203.0.113.7'),
    'unknown',
    /./,
    { address: undefined },
  ],
  ['all but some', config('allowusers=!azureuser *'), 'problem'],
  ['in a list that is cut', config('allowusers=a b c[...]'), 'unknown'],
  ['found in a list that is cut', config('allowusers=azureuser b c[...]'), 'ok'],
  ['by its group', config('allowgroups=sudo'), 'ok'],
  ['not by its group', config('allowgroups=ssh-users'), 'problem', /sudo usermod -aG ssh-users azureuser$/],
  ['kept out by its group', config('denygroups=sudo'), 'problem', /grep -rniE[\s\S]*DenyGroups/],
  ['groups that are not told', ['config=user', 'config.allowgroups=sudo'], 'unknown'],
  ['root, by key', config('permitrootlogin=prohibit-password'), 'ok', /./, { user: 'root' }],
  ['root, not at all', config('permitrootlogin=no'), 'problem', /PermitRootLogin/, { user: 'root' }],
  ['not root', config('permitrootlogin=no'), 'ok'],
  ['Match was not looked at', ['config=all', 'config.allowusers=bob'], 'problem', /`Match`/],
  ['an account of Entra', config('allowusers=bob@example.com'), 'ok', /./, { user: 'bob@example.com' }],
  ['no configuration', ['no=sshd'], 'unknown'],
]);

table('key-log-in', 'key-log-in', [
  [
    'by files',
    config('pubkeyauthentication=yes', 'authorizedkeysfile=.ssh/authorized_keys'),
    'ok',
    /`\.ssh\/authorized_keys`/,
  ],
  ['by a command', config('authorizedkeysfile=none', 'authorizedkeyscommand=/usr/bin/keys'), 'ok', /a command/],
  ['off', config('pubkeyauthentication=no'), 'problem', /PubkeyAuthentication yes/],
  ['nowhere to look', config('authorizedkeysfile=none', 'authorizedkeyscommand=none'), 'problem'],
  ['more than a key', config('authenticationmethods=publickey,keyboard-interactive'), 'warning', /not enough/],
  ['a key or more', config('authenticationmethods=publickey password'), 'ok'],
  [
    'stopped on Debian',
    ['test=255', 'testsays=Missing privilege separation directory: /run/sshd'],
    'unknown',
    /run\/sshd/,
  ],
  ['not told', [], 'unknown'],
]);

table('password-log-in', 'password-log-in', [
  ['off', config('passwordauthentication=no'), 'ok'],
  ['on', config('passwordauthentication=yes'), 'warning'],
  ['not told', config(), 'unknown'],
]);

const there = (mode: string, owner: string, role: string, path: string) => `path=${role}|${mode}|${owner}|x|${path}`;
const paths = (over: { home?: string; folder?: string; keys?: string } = {}) => [
  `account=1000 yes /bin/bash ${home}`,
  over.home ?? there('750', 'azureuser', 'home', home),
  over.folder ?? there('700', 'azureuser', 'folder', `${home}/.ssh`),
  over.keys ?? there('600', 'azureuser', 'keys', `${home}/.ssh/authorized_keys`),
];

table('key-permissions', 'key-permissions', [
  ['right', paths(), 'ok'],
  ['of root, to be read by all', paths({ keys: there('644', 'root', 'keys', '/etc/ssh/keys/azureuser') }), 'ok'],
  [
    'a home that all may write',
    paths({ home: there('777', 'azureuser', 'home', home) }),
    'problem',
    /sudo chmod go-w \/home\/azureuser$/,
  ],
  [
    'a folder of somebody else',
    paths({ folder: there('700', 'bob', 'folder', `${home}/.ssh`) }),
    'problem',
    /sudo chown azureuser: \/home\/azureuser\/\.ssh/,
  ],
  [
    'a file that a group may write',
    paths({ keys: there('664', 'azureuser', 'keys', `${home}/.ssh/authorized_keys`) }),
    'problem',
    /`664`[\s\S]*chmod 600/,
  ],
  [
    'a file that only root reads',
    paths({ keys: there('600', 'root', 'keys', `${home}/.ssh/authorized_keys`) }),
    'problem',
    /cannot be read/,
  ],
  [
    'a folder that only root enters',
    paths({ folder: there('700', 'root', 'folder', `${home}/.ssh`) }),
    'problem',
    /cannot be entered/,
  ],
  ['nobody looks', [...paths({ home: there('777', 'bob', 'home', home) }), 'config.strictmodes=no'], 'ok'],
  ['no keys yet', paths({ folder: 'path=folder|missing|||/x', keys: 'path=keys|missing|||/x/y' }), 'ok'],
  ['no home', ['path=home|missing|||/home/azureuser'], 'problem', /mkhomedir_helper azureuser/],
  ['no account', ['account=none'], 'not-asked'],
  ['not told', [], 'unknown'],
]);

const keys = [...paths(), 'count=2'];

table('key-present', 'key-present', [
  ['some', keys, 'ok', /2 keys/],
  ['none', [...paths(), 'count=0'], 'problem', /has no key[\s\S]*tee -a \/home\/azureuser\/\.ssh\/authorized_keys/],
  ['no file', paths({ keys: 'path=keys|missing|||/x/y' }), 'problem'],
  [
    'none, but certificates',
    [...paths(), 'count=0', 'config.trustedusercakeys=/etc/ca.pub'],
    'unknown',
    /certificates/,
  ],
  ['not counted', paths(), 'unknown'],
  ['yours', [...keys, 'key=ssh-ed25519', 'keysought=yes'], 'ok', /`SHA256:abc`/, { key }],
  ['not yours', [...keys, 'keysought=yes'], 'problem', /echo 'ssh-ed25519 AAAA[^']*' \| sudo tee -a/, { key }],
  [
    'not yours, but a command',
    [...keys, 'keysought=yes', 'config.authorizedkeyscommand=/x'],
    'unknown',
    /a command/,
    { key },
  ],
  ['not looked for', keys, 'unknown', /./, { key }],
  ['a comment', [...keys, 'keysought=yes', 'key=# ssh-ed25519'], 'problem', /comment/, { key }],
  ['a comment, and again', [...keys, 'keysought=yes', 'key=#ssh-ed25519', 'key=ssh-ed25519'], 'ok', /./, { key }],
  [
    'from somewhere',
    [...keys, 'keysought=yes', 'key=from="10.0.0.0/8,!10.1.*",no-X11-forwarding ssh-ed25519'],
    'warning',
    /`from="10\.0\.0\.0\/8,!10\.1\.\*"`/,
    { key },
  ],
  [
    'for one command',
    [...keys, 'keysought=yes', 'key=command="echo \\"hi, there\\"",no-pty ssh-ed25519'],
    'warning',
    /`command="echo "hi, there""` and `no-pty`/,
    { key },
  ],
  ['without X11', [...keys, 'keysought=yes', 'key=no-X11-forwarding ssh-ed25519'], 'ok', /./, { key }],
  [
    'over',
    [...keys, now, 'offset=+0200', 'keysought=yes', 'key=expiry-time="202603011429" ssh-ed25519'],
    'problem',
    /time is over/,
    { key },
  ],
  [
    'not over',
    [...keys, now, 'offset=+0200', 'keysought=yes', 'key=expiry-time="202603011431" ssh-ed25519'],
    'warning',
    /expiry-time/,
    { key },
  ],
  [
    'over in Greenwich',
    [...keys, now, 'offset=+0200', 'keysought=yes', 'key=expiry-time="20260301Z" ssh-ed25519'],
    'problem',
    /./,
    { key },
  ],
  ['no account', ['account=none'], 'not-asked'],
  ['not told', [], 'unknown'],
]);
